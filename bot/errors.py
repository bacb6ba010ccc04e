"""What can go wrong, as the core and the adapters tell it to one another."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum


class CommunityError(Exception):
    """Somebody asked for what the community's rules don't allow. `code` is worded for people in one place, `dispatch`."""

    field: str = ""
    """In a form, the field that it is about; empty for the first one."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


@contextmanager
def at_field(name: str) -> Iterator[None]:
    """What the rules don't allow in here is about that field of a form."""
    try:
        yield
    except CommunityError as refusal:
        refusal.field = refusal.field or name
        raise


class Unknown(CommunityError):
    """No such thing in the caller's community. The same for what never existed and for what is another's."""

    def __init__(self) -> None:
        super().__init__("unknown")


class StewardsOnly(CommunityError):
    """Only a steward may do this."""

    def __init__(self) -> None:
        super().__init__("stewards_only")


class Busy(Exception):
    """The unit of work could not be started in time. Nothing was kept."""


class NotYet(Exception):
    """An event about a message of ours that is not recorded yet. Answered 503, so that the platform sends it again."""


class Cause(Enum):
    """Why a platform did not do what it was asked, in the words in which the delivery ledger keeps it."""

    NOT_IN_CHANNEL = "the bot is not in the channel"
    NO_CHANNEL = "the platform finds no such channel"
    ARCHIVED = "the channel is archived"
    NOT_ALLOWED_IN = "the platform doesn't let the bot write there"
    NOBODY = "the platform knows no such person"
    SHUT_OUT = "the person has blocked the bot, or removed it"
    TOKEN = "the platform doesn't accept the bot's token"  # noqa: S105 - a sentence
    PERMISSION = "the bot lacks a permission"
    RULES = "a rule of the organisation stands against it"
    REMOVED = "people removed the message"
    SHAPE = "the card is too large for the platform, or has a shape that it doesn't take"
    BUSY = "the platform asked for patience"
    CLASH = "something else was written there at the same moment"
    BROKEN = "the platform is out of order"
    SILENT = "the platform's answer never came"
    STRANGE = "what came back was no answer of the platform's"
    CLOSED = "the platform can't be reached"
    NO = "the platform refuses it"


PASSING = frozenset({Cause.BUSY, Cause.CLASH, Cause.BROKEN, Cause.SILENT, Cause.STRANGE, Cause.CLOSED})
"""What passes by itself, as a rule soon: nobody need do anything."""


def cause_in(told: str) -> Cause | None:
    """The cause in what the ledger keeps, see `PlatformError.told`; None when it tells of something else."""
    sentence = told.partition(" (")[0]
    return next((cause for cause in Cause if cause.value == sentence), None)


class PlatformError(Exception):
    """A platform did not do what it was asked. `reason` is short, without anybody's words; a platform's own code."""

    cause = Cause.SILENT

    def __init__(self, reason: str, cause: Cause | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.cause = cause or type(self).cause

    @property
    def told(self) -> str:
        """What the delivery ledger keeps of it: a sentence, and the platform's code."""
        return f"{self.cause.value} ({self.reason})"


class Unreachable(PlatformError):
    """The request was certainly not accepted. Repeat it later."""

    cause = Cause.CLOSED


class RateLimited(Unreachable):
    """The platform asks for patience: nothing to this method and tenant for `retry_after` seconds."""

    cause = Cause.BUSY

    def __init__(self, retry_after: float) -> None:
        super().__init__("rate limited")
        self.retry_after = retry_after


class Uncertain(PlatformError):
    """The request may or may not have been accepted. Settle it before it is repeated."""


class Refused(PlatformError):
    """The platform won't do this however often it is asked."""

    cause = Cause.NO


class Misshapen(Refused):
    """The platform won't take a card of that size or shape; its words alone it may take."""

    cause = Cause.SHAPE


class ShutOut(Refused):
    """Whoever it is for doesn't let the bot write to them alone: they blocked it, or removed it."""

    cause = Cause.SHUT_OUT


class MessageGone(Refused):
    """The message to change is no longer there; people deleted it."""

    cause = Cause.REMOVED
