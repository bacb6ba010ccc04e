"""A resource: a link in the library, known by its normalised address, or a reply that is kept in it."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Literal, Protocol, get_args
from urllib.parse import unquote, urlsplit, urlunsplit

from yarl import URL

from bot.calendar import Calendar
from bot.chat.refs import Subject
from bot.due import Step
from bot.feature import Setting

Kind = Literal["template", "guide", "example", "tool", "data", "note", "other"]
OpenTo = Literal["everyone", "government", "ministry", "ask"]
LONGEST_TITLE = 300
KINDS: tuple[Kind, ...] = get_args(Kind)
OPEN_TO: tuple[OpenTo, ...] = get_args(OpenTo)
REVIEW = Setting(
    "library.review",
    "Owners look at what they share again",
    "12",
    options=(("0", "never"), ("6", "after six months"), ("12", "after a year"), ("24", "after two years")),
)
"""After how many months; 0 for never."""
REVIEWED_AT = time(9, 30)
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Source:
    """The reply that a resource was kept from, and its question, as they are now.

    `member` is who wrote it, None when forgotten; `unit` is theirs on that day.
    """

    reply: int
    question: int
    asked: str
    text: str
    member: int | None
    unit: str
    visible: bool


@dataclass(frozen=True, slots=True)
class Resource:
    """A link or a note that the community shares. `sharer` and `owner` are None when that member was forgotten."""

    id: int
    community: int
    url: str
    """Empty for a note."""
    url_key: str
    """The address without what changes from one copy of a link to the next; unique in the community."""
    title: str
    """As somebody wrote it; empty while a note goes by the question it answers."""
    kind: Kind
    tags: tuple[str, ...]
    sharer: int | None
    owner: int | None
    """Who looks after it; None while it seeks somebody."""
    open_to: OpenTo
    shared_at: datetime
    hidden: bool = False
    withdrawn: bool = False
    review_on: date | None = None
    """When its owner is asked whether it is still good; None: never."""
    outdated_at: datetime | None = None
    """When somebody said that it is out of date, and its owner hasn't answered since."""
    source: Source | None = None

    @property
    def subject(self) -> Subject:
        """`3/resource:5`."""
        return Subject(self.community, "resource", self.id)

    @property
    def visible(self) -> bool:
        """Whether anybody may see it. A note goes with the reply it was kept from."""
        return not (self.hidden or self.withdrawn) and (self.source is None or self.source.visible)

    @property
    def name(self) -> str:
        """What it is called."""
        return self.title or (self.source.asked if self.source else self.url)

    @property
    def note(self) -> str:
        """The words of the reply it was kept from; empty for a link."""
        return self.source.text if self.source else ""

    def called(self, title: str) -> "Resource":
        """With that title. A note that is called like its question keeps no copy of those words."""
        asked = self.source.asked if self.source else ""
        return replace(self, title="" if title == asked else title)

    def due(self, today: date) -> bool:
        """Whether it is to be looked at again."""
        return self.review_on is not None and self.review_on <= today

    def looked_at(self, today: date, months: int) -> "Resource":
        """Still good, and to be looked at again after so many months; 0 for never."""
        return replace(self, outdated_at=None, review_on=months_later(today, months) if months else None)

    def next_step(self, calendar: Calendar) -> Step | None:
        """Its owner is asked on the day."""
        if self.review_on is None or self.owner is None or not self.visible:
            return None
        return Step("resource.review", calendar.at(self.review_on, REVIEWED_AT))

    def taken_back(self) -> "Resource":
        """Without its words, visible nowhere; the same link or reply can be shared anew."""
        without = replace(self, url="", url_key=f"withdrawn:{self.id}", title="", tags=(), source=None)
        return replace(without, withdrawn=True, review_on=None, outdated_at=None)


def reply_key(reply: int) -> str:
    """What stands in place of an address where a reply is kept. No address reads like that."""
    return f"reply:{reply}"


def months_later(day: date, months: int) -> date:
    """The same day of the month so many months later, or the last one before it."""
    years, month = divmod(day.month - 1 + months, MONTHS)
    for last in range(day.day, 0, -1):
        try:
            return date(day.year + years, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has a first day")


class Written(Protocol):
    """A reply, as far as the library needs to know it."""

    @property
    def id(self) -> int:
        """Its number."""

    @property
    def member(self) -> int | None:
        """Who wrote it; None when forgotten."""


class Asked(Protocol):
    """A question, as far as the library needs to know it."""

    @property
    def member(self) -> int | None:
        """Who asked; None when nobody can tell."""

    @property
    def nameless(self) -> bool:
        """Whether it was asked without a name."""


TRACKING = frozenset(
    [
        "fbclid",
        "gclid",
        "dclid",
        "gbraid",
        "wbraid",
        "msclkid",
        "yclid",
        "igshid",
        "mc_cid",
        "mc_eid",
        "mkt_tok",
        "oly_anon_id",
        "oly_enc_id",
        "vero_id",
        "_hsenc",
        "_hsmi",
        "hsctatracking",
        "_ga",
        "_gl",
        "ref_src",
        "ref_url",
        "s_cid",
        "cmpid",
        "trk",
    ]
)
"""Query parameters that say how a reader came to a page, never which page it is."""
SHAREPOINT_VOLATILE = frozenset(
    [
        "e",
        "d",
        "csf",
        "ct",
        "web",
        "at",
        "clickparams",
        "xsdata",
        "sdata",
        "ovuser",
        "or",
        "cid",
        "ga",
        "action",
        "wdsle",
    ]
)
"""What SharePoint adds to a link each time it is copied."""
_SHAREPOINT_VIEWER = re.compile(r"^/:[a-z]:/r(?=/)")
LONGEST_LINK = 2000


def link(text: str) -> str | None:
    """The http(s) address without what tracks its reader; None when it isn't one that can be kept."""
    try:
        return _clean(text.strip())
    except (ValueError, IndexError):
        return None


def _clean(text: str) -> str | None:
    url = URL(text)
    host = url.host or ""
    secret = url.raw_user is not None or url.raw_password is not None
    if url.scheme not in {"http", "https"} or secret or "." not in host or len(text) > LONGEST_LINK:
        return None
    raw = urlsplit(str(url))
    pairs = [pair for pair in raw.query.split("&") if pair and not _volatile(unquote(pair.partition("=")[0]), host)]
    path = _SHAREPOINT_VIEWER.sub("", raw.path) if host.endswith(".sharepoint.com") else raw.path
    return urlunsplit((raw.scheme, raw.netloc, path, "&".join(pairs), raw.fragment))


def link_key(clean: str) -> str:
    """What two copies of one link have in common: scheme, "www.", case of the host, order of parameters left out."""
    url = URL(clean)
    host = (url.host or "").removeprefix("www.")
    query = "&".join(sorted(url.raw_query_string.split("&")))
    return f"{host}{f':{url.explicit_port}' if url.explicit_port else ''}{url.path.rstrip('/')}?{query}#{url.fragment}"


def _volatile(name: str, host: str) -> bool:
    low = name.lower()
    return (
        low.startswith("utm_") or low in TRACKING or (host.endswith(".sharepoint.com") and low in SHAREPOINT_VOLATILE)
    )
