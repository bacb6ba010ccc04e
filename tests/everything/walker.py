"""One life of a community, and at every step of it the same step tried on every platform, over its own wire."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

from bot.catalogue import Catalogue
from bot.chat.calls import Asking, ButtonCall, CommandCall, FormCall, MessageCall, Where
from bot.chat.cards import Button, Buttons, Card, buttons_of
from bot.chat.forms import ChoiceField, Form, TextField, TicksField, Values
from bot.chat.refs import AccountRef, Subject, parse_subject
from bot.chat.replies import FormErrors, OpenForm, Private, Reply
from bot.feature import Feature
from bot.postings import HOME
from storage.unit_of_work import Work
from tests.everything import hostile
from tests.everything.lines import Drawn, Heard, Line
from tests.everything.menus import Menus
from tests.everything.undoing import Changed, Entrance
from tests.scenarios.walk import ASKER, OTHER, STEWARD, VALUES, Walk, _told
from tests.stage import EAST, Stage

Item = tuple[str, str]
"""A kind of thing that the catalogue declares, and its name: ("button", "question.follow")."""
DEEP = 3
"""How many calls in a row are only tried."""
DRAWS = 4
"""How often a line is tried that draws lots, as the press did."""
STATES = 6
"""In how many states a button is tried, when it is known on every platform already."""
SHAPES = 2
"""How many cards of one kind are drawn with the worst words."""
TRIES = 3
"""How often a thing is tried on each platform until a try has changed something."""
WORDS = "zqwords zqof zqmine"


@dataclass
class Met:
    """What became of one thing on one platform."""

    drawn: list[Drawn] = field(default_factory=list)
    accepted: int = 0
    effective: int = 0
    """Tries that changed something, or opened a form."""
    faults: list[str] = field(default_factory=list)
    """What went wrong on the wire."""
    repeated: int = 0
    second: list[str] = field(default_factory=list)
    """What a second sending of the very same would have changed."""
    worst: list[str] = field(default_factory=list)
    """What the platform would refuse in it with other words."""
    misplaced: list[str] = field(default_factory=list)
    """Fields whose fault was told at another one."""
    wrong: list[Mapping[str, str]] = field(default_factory=list)
    """Errors by field, as drawn in a form that stayed open."""

    @property
    def enough(self) -> bool:
        """Whether another try would tell nothing new."""
        return bool(self.effective) or self.accepted >= TRIES


@dataclass(frozen=True)
class Typed:
    """What typing instead of pressing did: `same` in a word, or how it differed."""

    line: str
    same: bool
    how: str


@dataclass
class _Known:
    """How well a button is known: in how many states it was pressed, and by whom in this one."""

    tried: int = 0
    seen: set[tuple[AccountRef, Button, int]] = field(default_factory=set)

    @property
    def enough(self) -> bool:
        return self.tried >= STATES

    def new(self, who: AccountRef, button: Button, moment: int) -> bool:
        """Whether this person has not pressed it at this moment yet."""
        if (who, button, moment) in self.seen:
            return False
        self.seen.add((who, button, moment))
        return True


class Everywhere(Walk):
    """The walk, which tries each of its steps on these lines, too."""

    def __init__(self, stage: Stage, lines: Sequence[Line], entrance: Entrance) -> None:
        super().__init__(stage)
        self.lines, self.entrance = lines, entrance
        self.met: dict[tuple[str, Item], Met] = {}
        self.cards: dict[Item, list[Card]] = {}
        self.forms: dict[str, list[Form]] = {}
        self.labels: dict[str, list[tuple[str, Button]]] = {}
        """By action: every button that was shown, with the words of its card."""
        self.typed: dict[str, list[Typed]] = {}
        self.happened: set[Item] = set()
        self._item: Item = ("", "")
        self.stranger = False
        """Whether the last call was answered as anything is that people outside do."""
        self._followed: set[tuple[str, ...]] = set()
        self._known_of: dict[str, _Known] = {}
        self._moment = 0
        self.menus = Menus(self)
        self._noting(stage.catalogue)

    def __repr__(self) -> str:
        return "the walk"

    def on(self, line: str, item: Item) -> Met:
        """What became of it there."""
        return self.met.setdefault((line, item), Met())

    # ---- what people do for good, tried on every line first

    async def say(self, who: AccountRef, text: str, *, direct: bool = False, private: bool = True) -> Reply:
        self._moment += 1
        where = self.places(who)[direct]
        await self._type_on_lines(CommandCall(self.stage.key(), who, where, text, private))
        self._item = self._named(CommandCall("", who, where, text, private))
        return await super().say(who, text, direct=direct, private=private)

    async def press(self, who: AccountRef, pressed: Button, *, direct: bool = False) -> Reply:
        self._item = ("button", pressed.action)
        return await super().press(who, pressed, direct=direct)

    async def send(self, who: AccountRef, opened: Reply, **values: str) -> Reply:
        assert isinstance(opened, OpenForm)
        where = self.places(who)[0]
        await self._fill_on_lines(who, where, opened.form, {**values}, ())
        self._item = ("form", opened.form.action)
        return await super().send(who, opened, **values)

    async def try_everything(self, *people: AccountRef, of: Sequence[str] = ()) -> None:
        """Whatever has not been met yet, and nothing changes."""
        del of
        for who in people:
            for call in self._calls(who, self.stage.catalogue.features):
                if isinstance(call, MessageCall):
                    await self.menus.choose(call)
                    continue
                item = self._named(call)
                if item in self.happened or item[0] == "form":
                    continue
                self.stranger = False
                reply = await self.tried(call)
                if reply is not None and not isinstance(reply, FormErrors) and not self.stranger:
                    if isinstance(call, CommandCall):
                        await self._type_on_lines(call)
                    await self.saw_after(item, call, reply)

    async def saw_after(self, item: Item, call: Asking, reply: Reply) -> None:
        """Look at what a call that was only tried has shown."""
        self._item = item
        await self._saw(call.by, call.where, _told(call), reply, call)

    async def look(self) -> None:
        """Draw every subject there is."""
        for kind, number in product(self.stage.catalogue.subjects, range(1, 9)):
            name, _, part = kind.partition("/")
            shown = await self.drawing.card(Subject(1, name, number, part), EAST)
            if shown is not None:
                await self._saw(STEWARD, self.east, f"drawn {kind}", Private(shown))

    def _calls(self, who: AccountRef, features: Sequence[Feature[Work]]) -> Iterator[Asking]:
        unmet = [
            replace(
                feature,
                commands=tuple(one for one in feature.commands if ("command", one.word) not in self.happened),
                buttons={name: one for name, one in feature.buttons.items() if ("button", name) not in self.happened},
                forms={},
            )
            for feature in features
        ]
        yield from super()._calls(who, unmet)

    # ---- what is shown

    async def _saw(self, who: AccountRef, where: Where, after: str, reply: Reply, *before: Asking) -> Reply:
        item = ("subject", after.removeprefix("drawn ")) if after.startswith("drawn ") else self._item
        self.happened.add(item)
        match reply:
            case Private(shown):
                self.cards.setdefault(item, []).append(shown)
                if item[0] == "subject":
                    await self._post_on_lines(item, who, where, shown)
                await self._press_all(who, where, after, shown, before)
            case OpenForm(form):
                self.forms.setdefault(form.action, []).append(form)
                await self._fill_on_lines(who, where, form, _good(form), before)
        return reply

    async def _press_all(
        self, who: AccountRef, where: Where, after: str, shown: Card, before: Sequence[Asking]
    ) -> None:
        posted = after.startswith("drawn ")
        for button in (one for one in buttons_of(shown) if isinstance(one, Button)):
            self.labels.setdefault(button.action, []).append((shown.notice, button))
            for one in (STEWARD, ASKER, OTHER) if posted else (who,):
                await self._press_on_lines(one, where, shown, button, before, posted=posted)

    async def _follow(
        self, who: AccountRef, where: Where, press: ButtonCall, reply: Reply, before: Sequence[Asking]
    ) -> None:
        """Look at what a press that was only tried has shown, once for each kind of answer."""
        match reply:
            case Private(shown):
                kind = (press.button, *(one.action for one in buttons_of(shown) if isinstance(one, Button)))
            case OpenForm(form):
                kind = (press.button, form.action)
            case _:
                return
        if kind not in self._followed and len(before) < DEEP:
            self._followed.add(kind)
            self._item = ("button", press.button)
            await self._saw(who, where, _told(press), reply, *before, press)

    # ---- on the lines

    async def _type_on_lines(self, call: CommandCall, *before: Asking) -> None:
        item = self._named(call)
        for line in self.lines if item[1] else ():
            met = self.on(line.name, item)
            if met.enough:
                continue
            self.stranger = False
            self.entrance.trying.before = before
            heard = await line.types(call.by, call.where, call.text, private=call.private)
            self.keep(line, met, heard, f"{call.by.person} typed {call.text!r}")

    async def _post_on_lines(self, item: Item, who: AccountRef, where: Where, shown: Card) -> None:
        for line in self.lines:
            met = self.on(line.name, item)
            if met.accepted < TRIES:
                drawn = await line.homes(who, shown) if item == ("subject", HOME) else None
                drawn = drawn or await line.posts(who, where, shown)
                met.accepted += 1
                self._look_at(line, met, drawn)

    async def _press_on_lines(
        self, who: AccountRef, where: Where, shown: Card, button: Button, before: Sequence[Asking], *, posted: bool
    ) -> None:
        item, here = ("button", button.action), where if where.direct else self.places(who)[0]
        press = ButtonCall(self.stage.key(), who, here, button.action, str(button.subject or ""), button.choice)
        known = self._known_of.setdefault(button.action, _Known())
        everywhere = all(self.on(line.name, item).enough for line in self.lines)
        if (known.enough and everywhere) or not known.new(who, button, self._moment):
            return
        self.stranger = False
        reply, changed, ended = await self.entrance.tries(press, *before)
        if ended != "handled" or self.stranger:
            return
        known.tried += 1
        self.happened.add(item)
        await self.type_instead(press, button, before, reply, changed)
        for line in self.lines:
            met = self.on(line.name, item)
            if not met.enough:
                on = await line.posts(who, here, shown) if posted else await self._shown(line, who, here, shown)
                self.entrance.trying.before = tuple(before)
                heard = await line.presses(who, here, on, button)
                self.keep(line, met, heard, f"{who.person} pressed {button.label!r}")
                await self.again(line, met, before)
        await self._follow(who, here, press, reply, before)

    async def _fill_on_lines(
        self, who: AccountRef, where: Where, form: Form, good: Values, before: Sequence[Asking]
    ) -> None:
        items = [("form", form.action)] + [("brought", form.opener)] * (form.opener in self.stage.catalogue.on_message)
        for line, item in product(self.lines, items):
            met = self.on(line.name, item)
            if not met.enough:
                await self._left_empty(line, met, who, where, form, before)
                await self._one_wrong(met, who, where, form, good, before)
                await self._filled_in(line, met, who, where, form, good, before)

    async def _left_empty(
        self, line: Line, met: Met, who: AccountRef, where: Where, form: Form, before: Sequence[Asking]
    ) -> None:
        for bad in ({}, _bad(form)):
            drawn = await self._opened(line, met, who, where, form, before)
            if drawn is None:
                return
            self.entrance.trying.before = (*before, self.entrance.calls[-1])
            heard = await line.sends(who, where, drawn, form.fields, bad)
            if heard.errors:
                met.wrong.append(heard.errors)
            if heard.drawn:
                self._look_at(line, met, heard.drawn)

    async def _one_wrong(
        self, met: Met, who: AccountRef, where: Where, form: Form, good: Values, before: Sequence[Asking]
    ) -> None:
        """All is well but one field: what is said of it stands there."""
        whole = FormCall(self.stage.key(), who, where, form.action, good, str(form.subject or ""))
        if isinstance((await self.entrance.tries(whole, *before))[0], FormErrors):
            return
        for one in (each for each in form.fields if isinstance(each, TextField)):
            for bad in ("zq?", "") if one.required else ("zq?",):
                values = {**good, one.name: bad}
                sent = FormCall(self.stage.key(), who, where, form.action, values, str(form.subject or ""))
                reply, _, _ = await self.entrance.tries(sent, *before)
                if isinstance(reply, FormErrors) and one.name not in reply.errors:
                    met.misplaced.append(f"{one.name}={bad!r}: {dict(reply.errors)}")

    async def _filled_in(
        self, line: Line, met: Met, who: AccountRef, where: Where, form: Form, good: Values, before: Sequence[Asking]
    ) -> None:
        drawn = await self._opened(line, met, who, where, form, before)
        if drawn is None:
            return
        opener = self.entrance.calls[-1]
        self.entrance.trying.before = (*before, opener)
        heard = await line.sends(who, where, drawn, form.fields, good)
        if heard.errors:
            return
        self.keep(line, met, heard, f"{who.person} sent {form.action}")
        await self.again(line, met, (*before, opener))

    async def _opened(
        self, line: Line, met: Met, who: AccountRef, where: Where, form: Form, before: Sequence[Asking]
    ) -> Drawn | None:
        """The form, opened by its opener on a card of the bot's, or in the menu of a message."""
        if form.opener in self.stage.catalogue.on_message:
            heard = await self.menus.opened(line, met, who, form)
        else:
            button = Button(form.title, form.opener, form.subject, main=True, opens_form=True)
            on = await self._shown(line, who, where, Card(form.title, (Buttons((button,)),)))
            self.entrance.trying.before = tuple(before)
            heard = await line.presses(who, where, on, button)
        if heard.drawn is None or heard.drawn.kind != "form":
            met.faults.append(f"{form.opener} did not open {form.action}: {heard}")
            return None
        self._look_at(line, met, heard.drawn)
        return heard.drawn

    async def _shown(self, line: Line, who: AccountRef, where: Where, card: Card) -> Drawn:
        self.entrance.scripted = Private(card)
        heard = await line.types(who, where, "help")
        assert heard.drawn is not None, (line.name, card)
        return heard.drawn

    async def again(self, line: Line, met: Met, before: Sequence[Asking]) -> None:
        call = self.entrance.calls[-1]
        self.entrance.trying.before = (*before, call)
        self.entrance.trying.changed = {}
        heard = await line.again()
        met.repeated += 1
        repeated = self.entrance.calls[-1]
        if heard.reached and repeated.key != call.key:
            met.second.append(f"another key: {call.key}, {repeated.key}")
        if heard.reached and self.entrance.trying.changed:
            met.second.append(f"{call}: {sorted(self.entrance.trying.changed)}")
        if not heard.ok:
            met.second.append(f"refused: {heard}")

    async def type_instead(
        self, press: ButtonCall, button: Button, before: Sequence[Asking], pressed: Reply, changed: Changed
    ) -> None:
        catalogue = self.stage.catalogue
        declared = catalogue.buttons.get(press.button) or catalogue.on_message.get(press.button)
        tried = self.typed.setdefault(press.button, [])
        if declared is None or not declared.typed or (len(tried) >= TRIES and any(one.same for one in tried)):
            return
        subject = parse_subject(press.subject)
        line = _line(declared.typed, subject, press, button)
        how = ""
        for text in (line.replace(" …", ""), line.replace("…", WORDS), *[line] * DRAWS):
            call = CommandCall(self.stage.key(), press.by, press.where, text, private=True)
            answered, also, ended = await self.entrance.tries(call, *before)
            how = _difference(pressed, changed, answered, also, ended)
            if "…" in declared.typed and isinstance(answered, OpenForm) and _akin(pressed, answered):
                how = ""
            if not how:
                break
        tried.append(Typed(line, not how, how))

    # ---- with other words in it

    def looks_at_the_worst(self) -> None:
        """Draw what was met once more, with the worst words in it; cards of one shape are drawn once for all of them."""
        known: dict[tuple[object, ...], list[tuple[str, str]]] = {}
        for item, cards in self.cards.items():
            shapes = {_shape(one): one for one in reversed(cards)}
            for shape, one in list(shapes.items())[:SHAPES]:
                if shape not in known:
                    known[shape] = list(self._worst(hostile.cards(one)))
                self._blame(item, known[shape])
        for name, forms in self.forms.items():
            self._blame(("form", name), self._worst(hostile.forms(forms[0])))
            for opener in {form.opener for form in forms if form.opener in self.stage.catalogue.on_message}:
                brought = next(form for form in forms if form.opener == opener)
                self._blame(("brought", opener), self._worst(hostile.forms(brought)))

    def _worst(self, styled: Iterator[tuple[str, Card | Form]]) -> Iterator[tuple[str, str]]:
        """The platforms, each with something it would refuse."""
        for style, shown in styled:
            for line in self.lines:
                for drawn in line.draws(shown):
                    yield from ((line.name, f"{style}: {fault}") for fault in line.unfit(drawn))

    def _blame(self, item: Item, found: Iterable[tuple[str, str]]) -> None:
        for line, fault in found:
            self.on(line, item).worst.append(fault)

    # ---- what is kept of it

    def keep(self, line: Line, met: Met, heard: Heard, did: str) -> None:
        entrance = self.entrance
        if not heard.ok:
            met.faults.append(f"{did}: {heard}")
        if heard.reached and (self.stranger or entrance.ended[-1] != "handled"):
            return
        reply = entrance.replies[-1]
        met.accepted += 1
        met.effective += bool(entrance.trying.changed) or isinstance(reply, OpenForm)
        if heard.drawn:
            self._look_at(line, met, heard.drawn)
        elif isinstance(reply, Private | OpenForm):
            met.faults.append(f"{did}: {type(reply).__name__} was not drawn")

    def _look_at(self, line: Line, met: Met, drawn: Drawn) -> None:
        met.drawn.append(drawn)
        met.faults += line.unfit(drawn)
        if not drawn.notice.strip():
            met.faults.append("no notice")

    def _named(self, call: Asking) -> Item:
        match call:
            case CommandCall():
                command, _ = self.stage.door.dispatch._command(call)
                return "command", command.word if command else ""
            case ButtonCall(button=name):
                return "button", name
            case FormCall(form=name):
                return "form", name
            case MessageCall(action=name):
                return "menu", name

    def _noting(self, catalogue: Catalogue) -> None:
        """See what happens out of anybody's call: steps, and answers to people outside."""

        def noted(item: Item, action: Any) -> Any:
            def act(*given: Any) -> Any:
                self.happened.add(item)
                self.stranger = item == ("outside", "outside")
                return action(*given)

            return act

        catalogue.steps = {
            name: replace(step, action=noted(("step", name), step.action)) for name, step in catalogue.steps.items()
        }
        catalogue.outside = {name: noted(("outside", name), action) for name, action in catalogue.outside.items()}


def _shape(card: Card) -> tuple[object, ...]:
    """What a card is made of, whatever its words."""
    return tuple((type(block), len(getattr(block, "buttons", ()))) for block in card.blocks)


def _good(form: Form) -> Values:
    return {one.name: _value(one) for one in form.fields}


def _value(one: TextField | ChoiceField | TicksField) -> str | tuple[str, ...]:
    known = VALUES.get(one.name, WORDS)
    if isinstance(one, TextField):
        if one.name == "when" and one.value[:1].isdigit():
            return one.value  # one meeting's; a series' is said in other words
        return known if isinstance(known, str) else WORDS
    offered = [option.value for option in one.options]
    if isinstance(one, TicksField):
        return tuple(offered[:2])
    return known if isinstance(known, str) and known in offered else next(iter(offered), "")


def _bad(form: Form) -> Values:
    """Words that are no day, no address, no number and nobody's name, in every field where words are typed."""
    return {one.name: "zq?" if isinstance(one, TextField) else _value(one) for one in form.fields}


def _line(typed: str, subject: Subject | None, press: ButtonCall, button: Button) -> str:
    """The declared line with what stands on the button."""
    chosen, named = parse_subject(press.choice), re.search(r"\d+", button.object_name)
    return typed.format(
        number=subject.id if subject else "",
        kind=subject.kind if subject else "",
        choice=press.choice,
        chosen=f"{chosen.kind} {chosen.id}" if chosen else "",
        named=named[0] if named else "",
    ).strip()


def _akin(pressed: Reply, typed: OpenForm) -> bool:
    """Whether both forms, when pressing opened one, make the same kind of thing."""
    kind = typed.form.action.partition(".")[0]
    return not isinstance(pressed, OpenForm) or pressed.form.action.partition(".")[0] == kind


def _difference(pressed: Reply, changed: Changed, typed: Reply, also: Changed, ended: str) -> str:
    """How typing differed from pressing, empty when it did the same."""
    if ended != "handled":
        return f"typing was {ended}: {typed}"
    if isinstance(pressed, OpenForm):
        opened = isinstance(typed, OpenForm) and typed.form.action == pressed.form.action
        return "" if opened or (also and not isinstance(typed, OpenForm)) else f"no form but {typed}"
    if set(changed) != set(also):
        return f"pressing changed {sorted(changed)}, typing {sorted(also)}"
    if not changed and isinstance(pressed, Private) and isinstance(typed, Private):
        return (
            "" if pressed.card.notice == typed.card.notice else f"{pressed.card.notice!r} is not {typed.card.notice!r}"
        )
    return "" if changed or type(pressed) is type(typed) else f"{typed}"
