"""The demo community's first week, played on a workspace in a process of its own and looked at with other eyes.

The story plays itself on members' pages. After each step the checks here read those pages with the transcripts' driver,
and the database past the product.
"""

import asyncio
import re
import sys
from collections.abc import Awaitable, Callable, Mapping
from contextlib import closing, suppress
from datetime import datetime, timedelta
from pathlib import Path

import aiohttp
import pytest

from adapters.demo import Figures, Machine, again, figures, on_a_machine
from adapters.web import demo
from adapters.web.week import after, friday, monday, thursday, tuesday, wednesday
from adapters.web.week.people import (
    CONVENER,
    EDUCATION,
    FINANCE,
    FISHERIES,
    FORESTS,
    HEALTH,
    HOUSING,
    LABOUR,
    NEWCOMER,
    SERVICES,
    STEWARD,
    TRANSPORTATION,
)
from adapters.web.week.steps import Step
from adapters.web.week.story import BEGINS, ENDS, FIRST_WEEK, STORY, played
from storage.tables.columns import EPOCH
from tests.conftest import FIGURES
from tests.scenarios.eyes import Eyes
from tests.scheduling.kill.truth import Truth

SERVER = (sys.executable, "-m", "tests.scenarios.week_server")
DEAD_WITHIN = 10.0
ANNOUNCEMENT = "Thursday 11 March, 10:00 Pacific: "
EVERYBODY = (*(person.id for person in demo.PEOPLE), NEWCOMER.id)


async def the_doors_are_open(eyes: Eyes) -> None:
    """The steward has seen samples; a stranger is told who the stewards are, and nothing of the settings."""
    assert len(eyes.history("opened")) == 1
    (answer,) = await eyes.of(NEWCOMER.id, "stewards")
    assert "They are: Amara Okafor, João Ferreira." in answer.text and answer.private and answer.buttons == ()
    assert await eyes.of(STEWARD, "This is how a question will look. Only you see this one.")


async def one_poll_a_channel(eyes: Eyes) -> None:
    assert await eyes.channels(monday.POLL) == [1, 1]
    assert sorted(one.channel or 0 for one in eyes.begun_on(1)) == [1, 2]
    assert {one.at.astimezone(BEGINS.tzinfo).strftime("%H:%M") for one in eyes.begun_on(1)} == {"10:00"}


async def counted_once_and_no_tally(eyes: Eyes) -> None:
    """Three people, four ballots on two platforms; the steward's last tick counts."""
    voters = eyes.truth.rows("SELECT member_id, count(*) FROM ballots WHERE poll_id = 2 GROUP BY member_id")
    assert sorted(ticks for _, ticks in voters) == [1, 1, 2]
    for who in EVERYBODY:
        for card in await eyes.of(who, monday.POLL, "home"):
            assert monday.TURNOUT in card.text and not re.search(r"\d+ ticks?\b", card.text)
    assert len(eyes.begun_on(1)) == 2, "one bot-started post a channel, nobody written to"


async def only_she_has_seen_it(eyes: Eyes) -> None:
    assert await eyes.channels(tuesday.QUESTION) == [0, 0]
    assert len(eyes.truth.rows("SELECT id FROM drafts")) == 1


async def reminded_once(eyes: Eyes) -> None:
    assert len(await eyes.of(NEWCOMER.id, tuesday.UNPOSTED, "direct")) == 1
    assert [(one.kind, one.at.minute) for one in eyes.begun_on(2)] == [("draft", 12)]


async def one_card_a_platform_and_three_asked(eyes: Eyes) -> None:
    """Those asked have said that they may be; nobody else sees anything of it."""
    assert await eyes.channels(tuesday.QUESTION) == [1, 1]
    for who in (LABOUR, SERVICES):
        (card,) = await eyes.of(who, tuesday.QUESTION, "home")
        assert card.notice == f"New question from Children and Family: {tuesday.QUESTION}"
        assert "Open · no replies yet" in card.text
    asked = [who for who in EVERYBODY if await eyes.of(who, tuesday.OFFER, "direct")]
    assert sorted(asked) == sorted([FORESTS, STEWARD, TRANSPORTATION])
    assert [one.asks for one in eyes.begun_on(2) if one.kind == "offer"] == ["usual"] * 3


async def one_is_named(eyes: Eyes) -> None:
    """Who was named agreed to be asked, too, and reads who thought of them; who said no isn't asked again."""
    (named,) = await eyes.of(CONVENER, tuesday.OFFER, "direct")
    assert "Grace Muthoni thought of you." in named.text
    assert await eyes.of(FORESTS, tuesday.OFFER) == []
    assert [one.asks for one in eyes.begun_on(2) if one.kind == "offer"] == ["usual"] * 4


async def carried_and_told_once(eyes: Eyes) -> None:
    """In the thread on Teams with name and unit; he has it from the bot that it is, and how to take it back."""
    (carried,) = await eyes.of(SERVICES, tuesday.REPLY)
    (card,) = await eyes.of(SERVICES, tuesday.QUESTION, "home")
    assert carried.under == card.id and "Henrik Solberg (Fisheries, in Slack)" in carried.text
    (told,) = await eyes.of(FISHERIES, "Your reply is also shown in Teams", "direct")
    assert "Take it back" in told.buttons
    assert [one for one in eyes.begun_on(2) if one.kind != "draft" and one.asks in ("", "never")] == []
    assert [one.channel for one in eyes.begun_on(2) if one.channel] == []


async def both_say_who_helped(eyes: Eyes) -> None:
    assert await eyes.channels("Answered · Henrik Solberg (Fisheries") == [1, 1]
    assert tuesday.REPLY in await eyes.finds(LABOUR, "consultation with local governments")
    for who in set(EVERYBODY) - {FISHERIES}:
        assert await eyes.of(who, wednesday.CONSENT) == []
    assert len(await eyes.of(FISHERIES, wednesday.CONSENT, "direct")) == 1
    assert eyes.truth.rows("SELECT asks FROM members WHERE name LIKE 'Henrik%'") == [("",)]


async def he_has_agreed(eyes: Eyes) -> None:
    agreed = eyes.truth.rows("SELECT asks, interests FROM members WHERE name LIKE 'Henrik%'")
    assert [asks for asks, _ in agreed] == ["usual"] and "consultation" in str(agreed)


async def two_know_of_each_other(eyes: Eyes) -> None:
    """Each has the other's name and account; nobody else, and no channel, hears of it."""
    assert await eyes.of(HOUSING, "Priya Raman (Finance) would be happy to talk.", "direct")
    assert await eyes.of(FINANCE, "Here as: Samir Haddad (Teams).", "direct")
    assert await eyes.channels("happy to talk") == [0, 0]
    for who in set(EVERYBODY) - {HOUSING, FINANCE}:
        assert await eyes.of(who, "happy to talk") == []
    assert [one for one in eyes.begun_on(3) if one.channel] == []


async def gone_everywhere(eyes: Eyes) -> None:
    """Within a minute from everybody's eyes and from search; the stewards' log has who and when, never the words."""
    for who in EVERYBODY:
        assert await eyes.of(who, wednesday.SLIP) == []
    assert wednesday.SLIP not in await eyes.finds(LABOUR, "submission April positions")
    assert [about[:2] for about in eyes.history("flagged")] == [("reply", 8)]
    assert ("reply", 8) in [about[:2] for about in eyes.history("took back")]
    await eyes.chat("slack").command(STEWARD, "settings log")
    log = (await eyes.of(STEWARD, "reply 8"))[-1]
    assert "nine" not in log.text and "flagged" in log.text.lower()
    assert wednesday.SLIP not in "".join(
        str(row) for row in eyes.truth.rows("SELECT details FROM history UNION ALL SELECT last_error FROM postings")
    )


async def kit_and_offer(eyes: Eyes) -> None:
    assert {one.kind for one in eyes.begun_on(4)} == {"turn"}
    (kit,) = await eyes.of(CONVENER, after.KIT, "direct")
    assert "Put the councils' calendar in the library" in kit.text
    for other in set(EVERYBODY) - {HEALTH}:
        assert await eyes.of(other, thursday.TURN) == []


async def passed_on_and_the_place_kept(eyes: Eyes) -> None:
    rota = (await eyes.of(SERVICES, "Next to be asked, for Thursday 8 April"))[-1]
    assert "Next to be asked, for Thursday 8 April: Leilani Kahale (Health)." in rota.text
    assert "why: had volunteered first among those due" in rota.text


async def nobody_can_tell_who_asks(eyes: Eyes) -> None:
    """Neither card nor history has a name; of what was typed in the open nothing is kept but what its writer typed."""
    for who in set(EVERYBODY) - {EDUCATION}:
        for shown in await eyes.of(who, thursday.NAMELESS):
            assert "Noor" not in f"{shown.text}{shown.notice}" and "Education" not in f"{shown.text}{shown.notice}"
    assert (
        eyes.truth.rows("SELECT actor FROM history WHERE kind = 'question' AND number = 6 AND actor IS NOT NULL") == []
    )
    kept = eyes.truth.rows("SELECT text FROM drafts UNION ALL SELECT text FROM questions")
    assert not any("finds this hard" in text for (text,) in kept)


async def nothing_is_posted(eyes: Eyes) -> None:
    assert await eyes.channels("What should I know before my first cabinet submission?") == [0, 0]
    assert [one for one in eyes.begun_on(4) if one.channel] == [], "no bot-started post all day"


async def a_tie_says_how_it_ended(eyes: Eyes) -> None:
    """After the power cut: once on Slack; in Teams, which can't be asked, the ledger owns up to a second one."""
    shown = await eyes.of(LABOUR, friday.ANNOUNCED, "home")
    assert len(shown) == 1
    assert "It was a tie; people from more units had ticked this one." in shown[0].text
    assert friday.TOPIC in shown[0].notice
    notes = eyes.truth.rows(
        "SELECT c.platform, p.note, p.outcome, p.work_at FROM postings p"
        " JOIN channels c ON c.community_id = p.community_id AND c.id = p.channel_id"
        " WHERE p.kind = 'meeting' AND p.number = 2 AND p.part = '' ORDER BY c.platform"
    )
    assert notes == [("web-slack", "", "", None), ("web-teams", "may have been shown twice", "", None)]
    assert len(await eyes.of(SERVICES, friday.ANNOUNCED, "home")) == 2
    assert len(await eyes.of(LABOUR, "Two or more were ticked equally often", "home")) == 1


async def they_come(eyes: Eyes) -> None:
    (card,) = await eyes.of(LABOUR, friday.ANNOUNCED, "home")
    assert "3 coming · 1 maybe" in card.text and "João Ferreira (Environment)" in card.text
    feed = await eyes.pages.follows(LABOUR, friday.ANNOUNCED, "Add to calendar")
    assert feed.startswith("BEGIN:VCALENDAR") and "DTSTART:20270311T170000Z" in feed and friday.TOPIC[:20] in feed


async def reads_then_labour(eyes: Eyes) -> None:
    (reply,) = await eyes.of(SERVICES, wednesday.TIP)
    assert "Tomasz Wójcik (then Labour, in Slack)" in reply.text
    assert eyes.truth.rows("SELECT unit FROM members WHERE name LIKE 'Tomasz%'") == [("Housing",)]


async def it_waits(eyes: Eyes) -> None:
    """Carried at once, and on its way to whoever asked: on Monday at half past eight."""
    assert await eyes.channels(friday.LATE) == [1, 1]
    assert await eyes.of(HOUSING, after.LATE_NEWS) == []
    assert eyes.news_to_come() == [BEGINS.replace(day=8, hour=8, minute=30)]


async def it_has_waited(eyes: Eyes) -> None:
    assert len(await eyes.of(HOUSING, after.LATE_NEWS, "direct")) == 1
    assert eyes.news_to_come() == []


async def a_digest_with_what_is_open(eyes: Eyes) -> None:
    """Once in each channel, with no word of what was taken back, and no name on what was asked without one."""
    assert await eyes.channels(after.DIGEST) == [1, 1]
    for who in (LABOUR, SERVICES):
        (told,) = await eyes.of(who, after.DIGEST, "home")
        still_open, _, rest = told.text.partition("Helped")
        assert "Still open" in still_open and wednesday.COSTING in still_open and thursday.NAMELESS in still_open
        assert tuesday.QUESTION in rest and "Fisheries helped" in rest
        assert "Noor" not in told.text and wednesday.SLIP not in told.text
    assert sorted(one.channel or 0 for one in eyes.begun_on(9) if one.channel) == [1, 2]


async def asked_what_next_in_few_words(eyes: Eyes) -> None:
    """No word of the question in the notification; and nobody else is asked about it."""
    (asked,) = await eyes.of(EDUCATION, after.NEXT, "direct")
    assert asked.notice == "News about something you asked."
    for who in set(EVERYBODY) - {EDUCATION}:
        assert not [one for one in await eyes.of(who, after.NEXT) if thursday.NAMELESS in one.text]


async def the_backup_convenes(eyes: Eyes) -> None:
    assert eyes.begun_on(11) == [one for one in eyes.begun_on(11) if one.channel is None]
    (card,) = await eyes.of(LABOUR, friday.ANNOUNCED, "home")
    assert "Convener: Leilani Kahale (Health)" in card.text


async def as_well_at_ten(eyes: Eyes) -> None:
    """The clocks of British Columbia don't change any more: 10:00 is the same instant of the day a fortnight later."""
    starts = eyes.truth.rows("SELECT starts_at FROM meetings WHERE id IN (2, 3) ORDER BY id")
    first, second = (EPOCH + timedelta(microseconds=at) for (at,) in starts)
    assert second - first == timedelta(days=14)
    assert first.astimezone(BEGINS.tzinfo).hour == second.astimezone(BEGINS.tzinfo).hour == 10


CHECKS: Mapping[Step, Callable[[Eyes], Awaitable[None]]] = {
    monday.settings: the_doors_are_open,
    monday.opens: one_poll_a_channel,
    monday.votes: counted_once_and_no_tally,
    tuesday.wonders: only_she_has_seen_it,
    tuesday.is_reminded: reminded_once,
    tuesday.posts: one_card_a_platform_and_three_asked,
    tuesday.are_asked: one_is_named,
    tuesday.is_answered: carried_and_told_once,
    wednesday.helps: both_say_who_helped,
    wednesday.agrees: he_has_agreed,
    wednesday.talk: two_know_of_each_other,
    wednesday.takes_back: gone_everywhere,
    thursday.prepares: kit_and_offer,
    thursday.passes: passed_on_and_the_place_kept,
    thursday.hides: nobody_can_tell_who_asks,
    thursday.finds: nothing_is_posted,
    friday.announces: a_tie_says_how_it_ended,
    friday.answer: they_come,
    friday.moves: reads_then_labour,
    friday.is_late: it_waits,
    after.mornings: it_has_waited,
    after.digest: a_digest_with_what_is_open,
    after.meets: asked_what_next_in_few_words,
    after.takes_over: the_backup_convenes,
    after.goes_on: as_well_at_ten,
}


def counted(eyes: Eyes, active: set[str]) -> Figures:
    """The three figures once more, from the table itself; who did anything from who acted on a page."""
    begun = eyes.begun(BEGINS, ENDS)
    names = eyes.truth.rows("SELECT i.member_id, a.person FROM identities i JOIN accounts a ON a.id = i.account_id")
    idle = {member for member, _ in names} - {member for member, person in names if person in active}
    channels = [one.channel for one in begun if one.channel]
    members = [one.member for one in begun if one.member]
    return Figures(
        max(map(channels.count, channels)), max(map(members.count, members)), sum(one in idle for one in members)
    )


@pytest.mark.timeout(240)
async def test_the_first_week_goes_as_it_is_told(tmp_path: Path) -> None:
    async with on_a_machine(tmp_path, command=(*SERVER, ANNOUNCEMENT)) as (machine, pages):
        with closing(Truth(machine.database_url)) as truth:
            async with aiohttp.ClientSession() as session:
                eyes = Eyes(pages, session, truth)
                await plays(eyes, machine, FIRST_WEEK)
                week = await figures(machine, pages, BEGINS, ENDS)
                assert counted(eyes, set(pages.acted)) == week
                await plays(eyes, machine, STORY[len(FIRST_WEEK) :])
        assert "Traceback" not in (tmp_path / "cop.log").read_text()
    FIGURES.mkdir(exist_ok=True)
    (FIGURES / "first-week.txt").write_text("First week: " + "; ".join(week.told()))
    assert week == Figures(channel=2, busiest=2, idle=0)


async def plays(eyes: Eyes, machine: Machine, steps: tuple[Step, ...]) -> None:
    """Every step, and after it what is to be seen."""

    async def cut(at: datetime) -> None:
        """The server dies of itself in mid-announcement, and a new one is started."""
        with suppress(aiohttp.ClientError):
            await eyes.pages.reaches(at)
        await asyncio.wait_for(machine.ended(), DEAD_WITHIN)
        await again(machine, eyes.pages, at, SERVER)

    async for step in played(eyes.pages, cut, steps):
        if step in CHECKS:
            await CHECKS[step](eyes)
