"""A resource: a link in the library, known by its normalised address."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, get_args
from urllib.parse import unquote, urlsplit, urlunsplit

from yarl import URL

from bot.chat.refs import Subject

Kind = Literal["template", "guide", "example", "tool", "data", "other"]
OpenTo = Literal["everyone", "government", "ministry", "ask"]
KINDS: tuple[Kind, ...] = get_args(Kind)
OPEN_TO: tuple[OpenTo, ...] = get_args(OpenTo)


@dataclass(frozen=True, slots=True)
class Resource:
    """A link the community shares. `sharer` and `owner` are None when that member was forgotten."""

    id: int
    community: int
    url: str
    url_key: str
    """The address without what changes from one copy of a link to the next; unique in the community."""
    title: str
    kind: Kind
    tags: tuple[str, ...]
    sharer: int | None
    owner: int | None
    open_to: OpenTo
    shared_at: datetime
    hidden: bool = False
    withdrawn: bool = False

    @property
    def subject(self) -> Subject:
        """`3/resource:5`."""
        return Subject(self.community, "resource", self.id)

    @property
    def visible(self) -> bool:
        """Whether anybody may see it."""
        return not (self.hidden or self.withdrawn)

    def taken_back(self) -> "Resource":
        """Without its words, visible nowhere; the same link can be shared anew."""
        return replace(self, url="", url_key=f"withdrawn:{self.id}", title="", tags=(), withdrawn=True)


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
