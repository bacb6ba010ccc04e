"""What can go wrong, as the core and the adapters tell it to one another."""

from collections.abc import Iterator
from contextlib import contextmanager


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


class PlatformError(Exception):
    """A platform did not do what it was asked. `reason` is short, without anybody's words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Unreachable(PlatformError):
    """The request was certainly not accepted. Repeat it later."""


class RateLimited(Unreachable):
    """The platform asks for patience: nothing to this method and tenant for `retry_after` seconds."""

    def __init__(self, retry_after: float) -> None:
        super().__init__("rate limited")
        self.retry_after = retry_after


class Uncertain(PlatformError):
    """The request may or may not have been accepted. Settle it before it is repeated."""


class Refused(PlatformError):
    """The platform won't do this however often it is asked."""


class MessageGone(Refused):
    """The message to change is no longer there; people deleted it."""
