"""A door behind which nothing lasts: calls are handled in full, what they would change is told, and all is undone."""

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from adapters.door import FrontDoor
from bot.chat.calls import Asking, Call, CommandCall, Where
from bot.chat.refs import AccountRef
from bot.chat.replies import Nothing, Reply
from storage.engine import Store
from storage.tables import metadata
from storage.unit_of_work import Work
from tests.stage import Stage

T = TypeVar("T")
Rows = Mapping[str, "Counter[str]"]
Changed = Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]
"""By table: the rows that are new, and those that are gone."""
_TABLES = tuple(table.name for table in metadata.sorted_tables if table.name != "inbox")


class _UndoneError(Exception):
    def __init__(self, result: Any) -> None:
        super().__init__("undone")
        self.result = result


@dataclass
class Undoing:
    """The storage, for a door that only tries. `before` is handled first, in the same transaction."""

    store: Store
    handle: Callable[[Asking, Work], Reply]
    before: tuple[Asking, ...] = ()
    changed: Changed = field(default_factory=dict)
    """What the last unit would have changed."""

    def write(self, unit: Callable[[Work], T]) -> Awaitable[T]:
        """Run the unit, and undo it."""
        self.changed = {}
        return self._tried(unit)

    async def _tried(self, unit: Callable[[Work], T]) -> T:
        def tried(work: Work) -> T:
            for call in self.before:
                self.handle(call, work)
            stood = _rows(work)
            result = unit(work)
            self.changed = _difference(stood, _rows(work))
            raise _UndoneError(result)

        try:
            return await self.store.write(tried)
        except _UndoneError as undone:
            result: T = undone.result
            return result

    def read(self, unit: Callable[[Work], T], patience: float = 1.0) -> Awaitable[T]:
        """Run the unit on a reader."""
        return self.store.read(unit, patience)


def _rows(work: Work) -> Rows:
    connection = work._session._connection
    return {table: Counter(map(repr, connection.execute(f"SELECT * FROM {table}").fetchall())) for table in _TABLES}


def _difference(before: Rows, after: Rows) -> Changed:
    found = {}
    for table, rows in after.items():
        new, gone = rows - before[table], before[table] - rows
        if new or gone:
            found[table] = (tuple(sorted(new.elements())), tuple(sorted(gone.elements())))
    return found


@dataclass
class Entrance:
    """Where every platform's adapter brings its calls. People and places of the wire become those of the stage."""

    stage: Stage
    scripted: Reply | None = None
    """What the next call is answered, without anybody being asked."""
    who: AccountRef | None = None
    where: Where | None = None
    """Who acts, and where; set by whoever makes a request on a wire."""
    known_as: str = ""
    """What the wire calls them: a call of anybody else's is a fault."""
    calls: list[Asking] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)

    def __post_init__(self) -> None:
        stage, dispatch = self.stage, self.stage.door.dispatch
        self.trying = Undoing(
            stage.store, lambda call, work: dispatch.handle(dispatch.looked_up(call, work), work, stage.clock.now())
        )
        self.ended: list[str] = []
        self.door = FrontDoor(self.trying, dispatch, stage.clock, stage.words, lambda: None, self._count)

    def _count(self, kind: str, ended: str) -> None:
        assert ended != "failed", f"a {kind} ended in a bug; its log line says where"
        self.ended.append(ended)

    async def __call__(self, call: Call) -> Reply:
        """Answer as scripted, else try the call."""
        if not isinstance(call, Asking):
            return Nothing()
        assert self.who is not None and self.where is not None
        assert call.by.person == self.known_as, (call.by, self.known_as)
        assert call.where.direct == self.where.direct, (call.where, self.where)
        ours = replace(call, by=self.who, where=replace(self.where, can=call.where.can))
        if isinstance(ours, CommandCall):
            ours = replace(ours, message=None)
        self.calls.append(ours)
        reply, self.scripted = self.scripted, None
        if reply is None:
            self.trying.changed = {}
            reply = await self.door(ours)
        self.replies.append(reply)
        return reply

    async def tries(self, call: Asking, *before: Asking) -> tuple[Reply, Changed, str]:
        """The call without any wire: its answer, what it would change, and how it ended."""
        self.trying.before, self.trying.changed = before, {}
        reply = await self.door(call)
        return reply, self.trying.changed, self.ended[-1]
