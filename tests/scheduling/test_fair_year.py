"""A year of questions, lived through by the clock: who is brought how many, and never against what they said."""

import random
import sqlite3
from collections import Counter
from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import median
from zoneinfo import ZoneInfo

import pytest

from bot.calendar import Calendar
from storage.tables.columns import EPOCH, MICROSECOND
from tests.conftest import FIGURES
from tests.scheduling.asking_year import OWN_HOURS, QUESTIONS, ZONE, AskingYear
from tests.unit.community.founding import founding

MOST = {"usual": (1, 2, 4), "seldom": (1, 1, 2)}
"""A day, a week, and a month, as the product says; not as the code does."""
REGION = "CA/ON"


@dataclass(frozen=True)
class Written:
    """Something that the bot started by itself in a member's direct messages."""

    member: int
    kind: str
    question: int
    at: datetime


def written(file: Path, now: datetime) -> set[Written]:
    """All of it up to now, from the delivery ledger, as long as that says to whom."""
    with sqlite3.connect(file) as database:
        rows = database.execute(
            "SELECT i.member_id, p.kind || CASE p.kind WHEN 'member' THEN '/' || p.part ELSE '' END,"
            " coalesce(o.question_id, CASE p.kind WHEN 'question' THEN p.number ELSE 0 END), p.started_at FROM postings p"
            " JOIN identities i ON i.community_id = p.community_id AND i.account_id = p.account_id"
            " LEFT JOIN offers o ON p.kind = 'offer' AND o.community_id = p.community_id AND o.id = p.number"
            " WHERE p.started_at <= ? AND p.present",
            [(now - EPOCH) // MICROSECOND],
        ).fetchall()
    database.close()
    return {Written(member, kind, asked, EPOCH + timedelta(microseconds=at)) for member, kind, asked, at in rows}


@dataclass(frozen=True)
class Fair:
    """What a year was like."""

    offers: int
    asked: int
    most: int
    median: float
    least: int
    """Of those who put no narrower limit on it."""
    against: Sequence[str]
    matched: int
    could_match: int

    def told(self) -> str:
        share = 100 * self.matched / self.could_match
        return (
            f"Fair year: {QUESTIONS} questions brought {self.offers} times to {self.asked} members who may be asked; "
            f"the most to one {self.most}, the median {self.median:g}, the least {self.least}; {len(self.against)} against what somebody said; "
            f"{share:.1f} % of {self.could_match} questions reached somebody who has done it"
        )


def measured(year: AskingYear, wrote: Sequence[Written], ever: Collection[Written]) -> Fair:
    """Counted by what the ledger says in the end.

    `ever` is all that it ever said: to whom a question without a name was brought it forgets a month later.
    """
    may = [member for member, asks in year.asks.items() if asks in MOST]
    offers = [one for one in wrote if one.kind == "offer"]
    counts = Counter(one.member for one in offers)
    reached = {
        one.question for one in ever if one.kind == "offer" and year.about[one.question] in year.knows[one.member]
    }
    exist = {
        question
        for question, subject in year.about.items()
        if any(subject in year.knows[member] and member != year.asked_by[question] for member in may)
    }
    least = min(counts[member] for member in may if year.asks[member] == "usual")
    loads = [counts[member] for member in may]
    against = [*_against(year, wrote), *_unknown(offers, year)]
    return Fair(len(offers), len(may), max(loads), median(loads), least, against, len(reached & exist), len(exist))


def _against(year: AskingYear, wrote: Sequence[Written]) -> list[str]:
    """Whatever shouldn't have been sent, in words."""
    calendar, found = Calendar(ZONE, REGION), []
    for one in wrote:
        day, who = calendar.day_of(one.at), f"{one.kind} to {one.member} at {one.at}"
        if year.asks[one.member] not in MOST and not _own(one, year):
            found.append(f"{who}: they never agreed")
        if calendar.outside_quiet_hours(one.at) != one.at:
            found.append(f"{who}: in quiet hours")
        wall = one.at.astimezone(ZoneInfo(ZONE)).time()
        if one.member in year.narrow and not OWN_HOURS[1] <= wall < OWN_HOURS[0]:
            found.append(f"{who}: in their own quiet hours")
        if one.member in year.away and year.away[one.member][0] <= day <= year.away[one.member][1]:
            found.append(f"{who}: on leave")
        if one.kind == "offer" and year.asked_by.get(one.question) == one.member:
            found.append(f"{who}: it is theirs")
    for member in year.asks:
        days = [calendar.day_of(one.at) for one in wrote if one.member == member]
        found += _too_many(member, days, (1, 3, 31))
        of_offers = [calendar.day_of(one.at) for one in wrote if one.member == member and one.kind == "offer"]
        found += _too_many(member, of_offers, MOST.get(year.asks[member], (0, 0, 0)))
    return found


def _own(one: Written, year: AskingYear) -> bool:
    """Whether it is news of what they asked themselves, or the one question whether they may be asked."""
    return (one.kind == "question" and year.asked_by[one.question] == one.member) or (
        one.kind == "member/consent" and year.asks[one.member] == ""
    )


def _too_many(member: int, days: Sequence[date], most: tuple[int, int, int]) -> list[str]:
    spans: tuple[Counter[Hashable], ...] = (
        Counter(days),
        Counter(day.isocalendar()[:2] for day in days),
        Counter((day.year, day.month) for day in days),
    )
    return [
        f"{count} to {member} in {span}"
        for counted, limit in zip(spans, most, strict=True)
        for span, count in counted.items()
        if count > limit
    ]


def _unknown(offers: Sequence[Written], year: AskingYear) -> list[str]:
    twice = Counter((one.member, one.question) for one in offers)
    return [f"{one} twice" for one, count in twice.items() if count > 1 or one[1] not in year.about]


@pytest.mark.timeout(300)
async def test_in_a_year_questions_find_who_has_done_it_and_nobody_carries_too_much(tmp_path: Path) -> None:
    async with founding(tmp_path) as founded:
        await founded.opens()
        year = AskingYear(founded, random.Random(2027))
        await year.begins()
        ever: set[Written] = set()
        async for now in year.passes():
            ever |= written(tmp_path / "cop.db", now)
    wrote = sorted(written(tmp_path / "cop.db", now), key=lambda one: one.at)
    fair = measured(year, wrote, ever)
    FIGURES.mkdir(exist_ok=True)
    (FIGURES / "fair-year.txt").write_text(fair.told())
    assert len(year.about) == QUESTIONS
    assert fair.against == []
    assert fair.most <= 3 * fair.median
    assert 2 * fair.least >= fair.median
    assert fair.matched >= 0.95 * fair.could_match
    assert fair.could_match > 0.95 * QUESTIONS
