"""Draws a posting from the state as it is now, in the community's language, for the platform it stands on."""

from typing import Literal

from bot.audience import View
from bot.catalogue import Catalogue, Storage, Work
from bot.chat.capabilities import Capabilities, Deployment
from bot.chat.cards import Card, said
from bot.chat.plain import plain
from bot.chat.refs import Subject
from bot.chat.words import Words
from bot.errors import Unknown
from bot.feature import Drawn


class NobodyDraws(Exception):
    """No feature draws subjects of that kind."""


def kind_of(subject: Subject) -> str:
    """What kind of posting shows it, as features declare it: `question`, `draft/reminder`."""
    part = subject.part.partition(":")[0]
    return f"{subject.kind}/{part}" if part else subject.kind


def draw(subject: Subject, catalogue: Catalogue, work: Work, view: View) -> Card | None:
    """The subject as it is now; None when it should not be visible. Raises `NobodyDraws`, and what the renderer does."""
    try:
        return _drawn(subject, catalogue).draw(subject, work, view)
    except Unknown:
        return None


def _drawn(subject: Subject, catalogue: Catalogue) -> Drawn[Work]:
    kind = kind_of(subject)
    if kind not in catalogue.subjects:
        raise NobodyDraws(kind)
    return catalogue.subjects[kind]


class Drawing:
    """Turns subjects into cards."""

    def __init__(self, storage: Storage, catalogue: Catalogue, deployment: Deployment, words: Words) -> None:
        self._storage = storage
        self._catalogue = catalogue
        self._deployment = deployment
        self._words = words

    async def card(self, subject: Subject, can: Capabilities) -> Card | None:
        """The subject as it is now; None when it should not be visible. Raises `NobodyDraws`, and what the renderer does."""
        view = View(self._words, can, self._deployment)
        return await self._storage.read(lambda work: draw(subject, self._catalogue, work, view))

    def unsure(self, subject: Subject) -> Literal["resend", "drop"]:
        """What happens to a create of that kind whose outcome can't be told. Raises `NobodyDraws`."""
        return _drawn(subject, self._catalogue).unsure

    def broken(self, incident: str) -> Card:
        """What stands where a card could not be drawn."""
        return said(
            self._words(
                "Something belongs here that I couldn't draw. If it stays like this, "
                "tell whoever runs me: incident {incident}.",
                incident=incident,
            )
        )

    def taken_back(self) -> Card:
        """What stands where a platform can't remove a message."""
        return said(self._words("This was taken back."))

    def at_rest(self) -> Card:
        """What stands in a Home that is kept up to date no more. Nothing there tells of anybody."""
        return said(self._words("One moment, I'm looking what there is for you. You can also write to me."))

    def simple(self, card: Card) -> Card:
        """The card's words without its shape, for where its shape could not be drawn."""
        return Card(plain(card))
