"""Words on their way into Slack, where they must show as typed and do nothing; and out of it, as plain words."""

import re
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import unquote

from yarl import URL

CUT = "…"
"""Stands where words were cut off."""
BLANK = "–"
"""Stands where Slack wants words and there are none."""
SOMEBODY = "a colleague"
"""Stands for a mentioned person whose name Slack did not tell in time."""

_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]")
_FRAGILE = re.compile("[\x00-\x20%&<>\x7f]")
_TOKEN = re.compile(r"<([^<>|]{1,3000})(?:\|([^<>]*))?>")
_MENTIONED = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>")


def carried(word: str) -> str:
    """A word of ours as a button or option carries it: without what Slack may escape, trim or lose on the way back."""
    return _FRAGILE.sub(lambda found: f"%{ord(found[0]):02X}", word)


def brought_back(word: str) -> str:
    """What `carried` was given."""
    return unquote(word) if "%" in word else word


def clean(text: str) -> str:
    """The words without control characters and without marks that turn the writing direction of what follows."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n"))


def clipped(text: str, most: int) -> str:
    """At most that many characters, with a sign at the end when some were cut off."""
    return text if len(text) <= most else text[: most - len(CUT)].rstrip() + CUT


def label(text: str, most: int) -> str:
    """Words for a button, title or label: one line, cleaned, never blank, at most that long."""
    return clipped(" ".join(clean(text).split()), most) or BLANK


def escaped(text: str, most: int) -> str:
    """Words for a place where Slack reads markup, harmless there; `most` counts what is sent."""
    safe = _escape(clipped(text, most))
    room = most
    while len(safe) > most:
        room -= max(1, (len(safe) - most) // 5)
        safe = _escape(clipped(text, room))
    return safe


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _unescape(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


@lru_cache(maxsize=1024)
def web_address(url: str, most: int) -> str | None:
    """The address encoded for Slack, or None when it isn't http(s), has no host, or is too long to be a link."""
    if len(url) > most or any(character.isspace() and character != " " for character in url):
        return None
    try:
        address = URL(clean(url))
        safe = str(address).replace("|", "%7C")
    except (ValueError, UnicodeError):
        return None
    sound = address.scheme in ("http", "https") and address.host and len(safe) <= most
    return safe if sound and not any(mark in safe for mark in '<>" ') else None


def misleading(words: str, url: str) -> bool:
    """Whether a link's words look like an address other than the one it leads to."""
    return "://" in words and words.strip() != url


def unnamed_people(text: str) -> tuple[str, ...]:
    """The ids of those mentioned, in order, each once."""
    return tuple(dict.fromkeys(_MENTIONED.findall(text))) if "<@" in text else ()


def plain_words(text: str, names: Mapping[str, str], *, bot: str = "") -> str:
    """What a person typed, from Slack's markup: mentions as names, links as addresses, the bot's mention left out."""
    return _unescape(_TOKEN.sub(lambda token: _token(token[1], token[2] or "", names, bot), text)).strip()


def _token(target: str, words: str, names: Mapping[str, str], bot: str) -> str:
    sign, rest = target[:1], target[1:]
    if sign == "@":
        return "" if rest == bot else f"@{names.get(rest) or words or SOMEBODY}"
    if sign == "#":
        return f"#{words or rest}"
    if sign == "!":
        return words or f"@{rest.partition('^')[0]}"
    if target.startswith(("mailto:", "tel:")):
        return words or target.partition(":")[2]
    same = not words or words == target or target.rstrip("/").endswith(f"//{words.rstrip('/')}")
    return target if same else f"{target} ({words})"
