"""Adds up the features and refuses duplicates. Help, menus, manifests and the generated tests come from it."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import datetime
from typing import Protocol, TypeVar

from bot.audience import Caller
from bot.feature import (
    LONGEST_TITLE,
    Command,
    Drawn,
    Feature,
    Newest,
    OnHappening,
    OnMessage,
    OnOutside,
    Pressed,
    Sent,
    Setting,
)
from bot.home.store import HomeWork
from bot.inbox import Inbox
from bot.postings import Rehearsal

T = TypeVar("T")


class Work(HomeWork, Protocol):
    """All that one transaction can reach: every feature's stores, and the inbox."""

    @property
    def inbox(self) -> Inbox:
        """Calls already handled."""

    @property
    def rehearsal(self) -> Rehearsal:
        """The courier's part, where all is undone in the end."""

    @property
    def kept(self) -> bool:
        """Whether this transaction has changed anything so far."""


class Storage(Protocol):
    """Where everything is kept. Functions run in a thread of the storage's own; they must not await."""

    def write(self, unit: Callable[[Work], T]) -> Awaitable[T]:
        """Run the unit in one transaction; durable when this returns. What it raises undoes it and is raised here.

        Raises `Busy` when it could not be started within two seconds; then nothing was kept.
        """

    def read(self, unit: Callable[[Work], T], patience: float = ...) -> Awaitable[T]:
        """Run the unit on a reader, where writing is an error.

        Raises `Busy` when none was free for that many seconds.
        """


class Catalogue:
    """Every feature of the product, by the words they answer to."""

    def __init__(self, features: Iterable[Feature[Work]]) -> None:
        self.features = tuple(features)
        self.commands: Mapping[str, Command[Work]] = _once(
            (command.word, command) for feature in self.features for command in feature.commands
        )
        self.buttons: Mapping[str, Pressed[Work]] = _all(feature.buttons for feature in self.features)
        self.on_message: Mapping[str, OnMessage[Work]] = _all(feature.on_message for feature in self.features)
        self.anywhere: Mapping[str, str] = _all(feature.anywhere for feature in self.features)
        self.forms: Mapping[str, Sent[Work]] = _all(feature.forms for feature in self.features)
        self.subjects: Mapping[str, Drawn[Work]] = _all(feature.subjects for feature in self.features)
        self.steps = _all(feature.steps for feature in self.features)
        self._reactions: dict[str, list[OnHappening[Work]]] = {}
        for feature in self.features:
            for happened, reaction in feature.reacts.items():
                self._reactions.setdefault(happened, []).append(reaction)
        self.finds = _all(feature.finds for feature in self.features)
        self.shows: Mapping[str, Newest[Work]] = _all(feature.shows for feature in self.features)
        self.outside: Mapping[str, OnOutside[Work]] = _all(feature.outside for feature in self.features)
        self.settings: Mapping[str, Setting] = _once(
            (setting.key, setting) for feature in self.features for setting in feature.settings
        )
        self.before_opening = frozenset[str]().union(*(feature.before_opening for feature in self.features))
        self._check_menus()

    def _check_menus(self) -> None:
        """Raises `ValueError` for what can't stand in the platforms' own menus."""
        titles = (*(one.title for one in self.on_message.values()), *self.anywhere.values())
        for title in titles:
            if not 0 < len(title) <= LONGEST_TITLE or titles.count(title) > 1:
                raise ValueError(f"{title!r} must be unique, and have {LONGEST_TITLE} characters at most.")
        if missing := set(self.anywhere) - set(self.buttons):
            raise ValueError(f"No such button: {sorted(missing)}")
        _once((name, name) for name in (*self.buttons, *self.on_message))

    def react(self, work: Work, now: datetime) -> None:
        """Let every feature follow what happened in this transaction, and what happens by that."""
        while fresh := work.history.fresh():
            for happening in fresh:
                for reaction in self._reactions.get(f"{happening.subject.kind}.{happening.verb}", ()):
                    reaction(happening, work, now)

    def follow(self, caller: Caller, work: Work, now: datetime) -> None:
        """Let every feature know that the caller has changed something, if they have."""
        for feature in self.features if work.kept else ():
            if feature.after:
                feature.after(caller, work, now)

    def first(self) -> tuple[Command[Work], ...]:
        """The words that menus and help begin with."""
        return tuple(command for command in self.commands.values() if command.first)

    def more(self, *, steward: bool) -> tuple[Command[Work], ...]:
        """The other words, those for stewards only when the reader is one."""
        return tuple(
            command
            for command in self.commands.values()
            if not command.first and command.listed and (steward or not command.stewards)
        )


def _once(pairs: Iterable[tuple[str, T]]) -> dict[str, T]:
    found: dict[str, T] = {}
    for name, thing in pairs:
        if name in found:
            raise ValueError(f"Two features declare {name!r}.")
        found[name] = thing
    return found


def _all(mappings: Iterable[Mapping[str, T]]) -> dict[str, T]:
    return _once(pair for mapping in mappings for pair in mapping.items())
