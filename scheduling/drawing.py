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


class Drawing:
    """Turns subjects into cards."""

    def __init__(self, storage: Storage, catalogue: Catalogue, deployment: Deployment, words: Words) -> None:
        self._storage = storage
        self._catalogue = catalogue
        self._deployment = deployment
        self._words = words

    async def card(self, subject: Subject, can: Capabilities) -> Card | None:
        """The subject as it is now; None when it should not be visible. Raises `NobodyDraws`, and what the renderer does."""
        drawn = self._drawn(subject)
        view = View(self._words, can, self._deployment)

        def draw(work: Work) -> Card | None:
            try:
                return drawn.draw(subject, work, view)
            except Unknown:
                return None

        return await self._storage.read(draw)

    def unsure(self, subject: Subject) -> Literal["resend", "drop"]:
        """What happens to a create of that kind whose outcome can't be told. Raises `NobodyDraws`."""
        return self._drawn(subject).unsure

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

    def simple(self, card: Card) -> Card:
        """The card's words without its shape, for where its shape could not be drawn."""
        return Card(plain(card))

    def _drawn(self, subject: Subject) -> Drawn[Work]:
        part = subject.part.partition(":")[0]
        kind = f"{subject.kind}/{part}" if part else subject.kind
        try:
            return self._catalogue.subjects[kind]
        except KeyError:
            raise NobodyDraws(kind) from None
