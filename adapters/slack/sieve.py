"""What is not a reply to one of our cards goes no further: one look at where a message stands, none at its words."""

from collections.abc import Collection
from typing import Final

from adapters.slack.payload import Json, part, word

SPOKEN: Final = frozenset({"", "file_share", "thread_broadcast", "me_message"})
"""Kinds of message that a person wrote; the others tell of something else."""


def concerns_us(body: Json) -> bool:
    """Whether anything but a message in a channel came in, or one that may hang under a message of ours.

    Pure, and asks nobody: whether it really hangs there is one indexed read, later.
    """
    event = part(body, "event")
    if word(event, "type") != "message" or word(event, "channel_type") == "im":
        return True
    us = _us(body)
    match word(event, "subtype"):
        case "message_changed":
            after, before = part(event, "message"), part(event, "previous_message")
            return _may_hang(after, us) or _may_hang(before, us) or _stone_of_ours(after, before, us)
        case "message_deleted":
            before = part(event, "previous_message")
            return not before or _may_hang(before, us) or _by(before, us)
        case subtype:
            return subtype in SPOKEN and _may_hang(event, us)


def _us(body: Json) -> Collection[str]:
    """Our user here, as the envelope says; empty when it doesn't, or when others' installations may be meant."""
    given = body.get("authorizations")
    if body.get("is_ext_shared_channel") is True or not isinstance(given, list):
        return ()
    return {word(one, "user_id") for one in given if isinstance(one, dict)} - {""}


def _may_hang(message: Json, us: Collection[str]) -> bool:
    thread, parent = word(message, "thread_ts"), word(message, "parent_user_id")
    return thread not in ("", word(message, "ts")) and (not us or parent in ("", *us))


def _stone_of_ours(after: Json, before: Json, us: Collection[str]) -> bool:
    return word(after, "subtype") == "tombstone" and (not before or _by(before, us))


def _by(message: Json, us: Collection[str]) -> bool:
    return not us or word(message, "user") in us
