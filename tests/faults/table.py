"""What may go wrong on the way to a platform, and what then happens: the tests go by it, and the page shows it."""

from collections.abc import Mapping
from dataclasses import dataclass

from adapters.slack.errors import SAID
from adapters.teams.errors import ANSWERED
from bot.chat.words import Words
from bot.community.cards.reach import BECAUSE
from bot.errors import (
    PASSING,
    Cause,
    MessageGone,
    Misshapen,
    PlatformError,
    RateLimited,
    Refused,
    Uncertain,
    Unreachable,
)
from tests.servers.slack.faults import (
    Broken,
    CutMidway,
    DropAfter,
    DropBefore,
    Fault,
    Garbled,
    Late,
    Says,
    Silent,
    TooMany,
)

LONG = 1.6
"""Seconds that a server keeps silent: longer than the bot waits in these tests."""


@dataclass(frozen=True)
class Case:
    """A fault as it reaches the bot. `accepts`: what was asked is done all the same, though nobody is told."""

    name: str
    platform: str
    fault: Fault
    kind: type[PlatformError]
    cause: Cause
    accepts: bool = False

    @property
    def once(self) -> bool:
        """Whether it befalls one request; the others go on until they are ended."""
        return self.accepts or self.kind is Misshapen

    @property
    def slow(self) -> bool:
        """Whether each time takes as long as the bot waits for an answer."""
        return isinstance(self.fault, Silent | TooMany)

    @property
    def passing(self) -> bool:
        """Whether nobody need do anything."""
        return self.cause in PASSING

    @property
    def certain(self) -> bool:
        """Whether the bot knows that the request was not accepted."""
        return self.kind is not Uncertain


def _said(word: str) -> Case:
    kind, cause = SAID[word]
    return Case(word, "slack", Says(word), kind, cause)


def _answered(status: int) -> Case:
    kind, cause = ANSWERED[status]
    return Case(str(status), "teams", Broken(status), kind, cause)


def _network(platform: str) -> tuple[Case, ...]:
    def silent(name: str, fault: Fault, *, accepts: bool = False) -> Case:
        return Case(name, platform, fault, Uncertain, Cause.SILENT, accepts)

    return (
        Case("429", platform, TooMany(1), RateLimited, Cause.BUSY),
        Case("500", platform, Broken(500), Uncertain, Cause.BROKEN),
        Case("502", platform, Broken(502), Uncertain, Cause.BROKEN),
        silent("no answer, not done", Silent(LONG)),
        silent("no answer, but done", Late(LONG), accepts=True),
        silent("cut off before it was done", DropBefore()),
        silent("cut off after it was done", DropAfter(), accepts=True),
        silent("cut off in the middle of the answer", CutMidway(), accepts=True),
        Case("200 that is a web page", platform, Garbled(), Uncertain, Cause.STRANGE),
        Case("200 that is broken JSON", platform, Garbled("application/json", "{"), Uncertain, Cause.STRANGE),
    )


CASES = (
    *_network("slack"),
    Case("200 that is text", "slack", Garbled("text/plain", "hello"), Uncertain, Cause.STRANGE),
    Case("200 that is a list", "slack", Garbled("application/json", "[1]"), Uncertain, Cause.STRANGE),
    Case("200 without an id", "slack", Garbled("application/json", '{"ok": true}'), Uncertain, Cause.STRANGE),
    Case("a word not known", "slack", Says("a_word_of_tomorrow"), Unreachable, Cause.NO),
    *(
        _said(word)
        for word in (
            "invalid_auth",
            "token_revoked",
            "missing_scope",
            "channel_not_found",
            "is_archived",
            "not_in_channel",
            "message_not_found",
            "msg_too_long",
            "invalid_blocks",
            "user_not_found",
            "restricted_action",
            "org_login_required",
        )
    ),
    *_network("teams"),
    *(_answered(status) for status in ANSWERED),
    Case("400", "teams", Broken(400), Refused, Cause.NO),
)


def what_happens(kind: type[PlatformError], cause: Cause) -> str:
    """What the bot does about it, for a posting."""
    if issubclass(kind, RateLimited):
        return "again when the time it asks for is over; until then nothing asks it the same"
    if issubclass(kind, MessageGone):
        return "never again: what people removed stays removed"
    if issubclass(kind, Misshapen):
        return "at once, in words alone; if those are refused, too, not again; a card that stands is tried again when it changes"
    if issubclass(kind, Refused):
        return "not again; a card that stands is tried again when it changes"
    if issubclass(kind, Uncertain):
        return "looked for after 15 seconds and sent again if it isn't there; where nobody can tell, its kind decides; ever more seldom, at least every ten minutes"
    if cause in PASSING:
        return "again after a second, then ever more seldom, at least every ten minutes"
    return "again, ever more seldom, at least every ten minutes; at once when the bot is invited or a steward says so"


def because(cause: Cause) -> str:
    """What stewards read."""
    return BECAUSE[cause](Words())


PLATFORMS: Mapping[str, str] = {"slack": "Slack", "teams": "Teams"}
