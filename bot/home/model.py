"""When somebody looks, what is news to them, and how long a Home that nobody opens stands."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.chat.refs import Subject
from bot.due import Step
from bot.members.model import Member
from bot.postings import HOME

VISIT = timedelta(minutes=30)
"""Who looks again within so long is still looking: what was news to them stays so."""
FIRST_LOOK = timedelta(days=7)
"""To somebody who never looked before, what has come within so long is news."""
STANDS_FOR = timedelta(days=30)
"""A Home that nobody opens for so long is emptied, and kept up to date no more."""
SOON = timedelta(minutes=1)
"""Within so long a Home shows what others did; what its owner did, and what was taken back, it shows at once."""
MOST_NEWS = 3
MOST_QUESTIONS = 3
"""Of somebody's own open questions; the others are counted."""
LOOKED_THROUGH = 20
"""So many of the newest questions may be news."""


def looked(member: Member, now: datetime) -> Member:
    """The member, who looks at their home now."""
    before = member.looked_at
    again = before is not None and now - before >= VISIT
    return replace(member, looked_at=now, news_since=before if again else member.news_since)


def new_since(member: Member) -> datetime:
    """Since when something is news to somebody who has looked."""
    return member.news_since or (member.looked_at or member.joined_at) - FIRST_LOOK


def home_of(community: int, account: int) -> Subject:
    """`3/home:7`: what stands in the Home of the account of that id."""
    return Subject(community, HOME, account)


def rests(now: datetime) -> Step:
    """What happens to a Home that was opened now and isn't again."""
    return Step("home.rest", now + STANDS_FOR)
