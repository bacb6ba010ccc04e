"""How members say when and how often they may be written to, and that it is kept to."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot import quiet
from bot.audience import Caller, View
from bot.chat.cards import Card, Quiet, Text
from bot.chat.forms import ChoiceField, TextField
from bot.chat.replies import FormErrors, OpenForm, Private
from bot.chat.richtext import rich
from bot.members.actions import consent
from bot.members.model import Away
from bot.postings import Direct
from tests.stage import EAST, told
from tests.unit.community.founding import HEALTH, Founded
from tests.unit.members.test_profile import field, known, opened

TUESDAY = datetime(2027, 3, 2, 17, tzinfo=UTC)
"""Noon in Toronto."""


async def leaves(founded: Founded) -> list[tuple[date, date]]:
    """When Health is away."""
    member = await known(founded)
    rows = await founded.stage.store.read(lambda work: work.members.away(member.community, member.id, date(2000, 1, 1)))
    return [(one.first, one.last) for one in rows]


async def starts(founded: Founded, number: int, at: datetime = TUESDAY, until: datetime | None = None) -> str:
    """When something that the bot starts by itself reaches Health, in Toronto; empty for never."""
    member, account = await known(founded), await founded.account(HEALTH)
    subject = member.subject.about(f"note:{number}")
    when = await founded.stage.store.write(
        lambda work: quiet.want(subject, Direct(account.id), work, at, expires_at=until)
    )
    return f"{when.astimezone(ZoneInfo('America/Toronto')):%a %d %H:%M}" if when else ""


async def test_own_quiet_hours_are_typed_kept_to_and_given_up(founded: Founded) -> None:
    await opened(founded)
    assert "Quiet from 16:00 to 10:00." in told(await founded.says(HEALTH, "me quiet 16:00 10:00"))
    assert await starts(founded, 1, TUESDAY + timedelta(hours=4)) == "Wed 03 10:00"
    assert "Quiet from" not in told(await founded.says(HEALTH, "me quiet usual"))
    assert await starts(founded, 2, TUESDAY + timedelta(days=2, hours=4)) == "Thu 04 16:00"
    member = await known(founded)
    assert (member.quiet_from, member.quiet_until) == (None, None)


@pytest.mark.parametrize(
    ("typed", "hours"),
    [
        ("16:00 09:00", (time(16), time(9))),
        ("from 4 pm to 9 am", (time(16), time(9))),
        ("16 9", (time(16), time(9))),
        ("20:30 until 7", (time(20, 30), time(7))),
    ],
)
async def test_hours_as_one_would_say_them(founded: Founded, typed: str, hours: tuple[time, time]) -> None:
    await opened(founded)
    await founded.says(HEALTH, f"me quiet {typed}")
    member = await known(founded)
    assert (member.quiet_from, member.quiet_until) == hours


@pytest.mark.parametrize("typed", ["09:00 16:00", "always", "16:00", "16:00 09:00 12:00", "25:00 9:00"])
async def test_hours_that_leave_none_or_cannot_be_read_change_nothing(founded: Founded, typed: str) -> None:
    before = await opened(founded)
    assert "me quiet 16:00 09:00" in told(await founded.says(HEALTH, f"me quiet {typed}"))
    assert await known(founded) == before


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("2027-03-08 2027-03-14", (date(2027, 3, 8), date(2027, 3, 14))),
        ("8 March to 14 March", (date(2027, 3, 8), date(2027, 3, 14))),
        ("10 March", (date(2027, 3, 10), date(2027, 3, 10))),
        ("from 10 March", (date(2027, 3, 10), date.max)),
        ("from 8 March to 14 March", (date(2027, 3, 8), date(2027, 3, 14))),
    ],
)
async def test_a_leave_as_one_would_say_it(founded: Founded, typed: str, days: tuple[date, date]) -> None:
    await opened(founded)
    shown = told(await founded.says(HEALTH, f"me away {typed}"))
    assert "Away " in shown
    assert ("until you're back" in shown) == (days[1] == date.max)
    assert await leaves(founded) == [days]
    await founded.says(HEALTH, f"me away {typed}")
    assert await leaves(founded) == [days], "said twice it is kept once"
    assert "Away " not in told(await founded.says(HEALTH, "me back"))
    assert await leaves(founded) == []


@pytest.mark.parametrize("typed", ["sometime", "14 March to 8 March 2027", "1 March 2020 to 2 March 2020", "from"])
async def test_days_that_cannot_be_read_keep_no_leave(founded: Founded, typed: str) -> None:
    await opened(founded)
    told(await founded.says(HEALTH, f"me away {typed}"))
    assert await leaves(founded) == []


async def test_nobody_on_leave_is_written_to_until_they_are_back(founded: Founded) -> None:
    await opened(founded)
    await founded.says(HEALTH, "me away 2 March to 5 March")
    assert await starts(founded, 1) == "Mon 08 08:30"
    assert await starts(founded, 2, until=TUESDAY + timedelta(days=3)) == ""
    await founded.says(HEALTH, "me away from 9 March")
    assert await starts(founded, 3) == "", "one today would be the second on Monday, and after that nobody knows"


async def test_what_waited_when_somebody_goes_on_leave_waits_on(founded: Founded) -> None:
    await opened(founded)
    assert await starts(founded, 1, TUESDAY + timedelta(hours=6)) == "Wed 03 08:30"
    assert await starts(founded, 2, until=TUESDAY + timedelta(days=2)) == "Tue 02 12:00"
    await founded.says(HEALTH, "me away 3 March to 9 March")
    assert [f"{one:%a %d}" for one in await started(founded)] == ["Tue 02", "Wed 10"]


async def started(founded: Founded) -> list[datetime]:
    """When something was or will be started with Health."""
    account, here = await founded.account(HEALTH), (await founded.community()).id
    found = await founded.stage.store.read(
        lambda work: work.postings.started(here, Direct(account.id), TUESDAY - timedelta(days=30))
    )
    return sorted(found)


async def test_whoever_is_written_to_seldom_gets_one_a_week(founded: Founded) -> None:
    await opened(founded)
    await founded.says(HEALTH, "me ask seldom")
    days = [await starts(founded, number) for number in (1, 2, 3)]
    assert days == ["Tue 02 12:00", "Mon 08 08:30", "Mon 15 08:30"]


async def test_the_form_shows_what_stands_and_keeps_what_is_chosen(founded: Founded) -> None:
    await opened(founded)
    await founded.says(HEALTH, "me quiet 18:15 08:30")
    await founded.says(HEALTH, "me away 8 March to 14 March")
    form = await founded.presses(HEALTH, await founded.says(HEALTH, "me"), "How I may reach you")
    begins, first, last = (field(form, name) for name in ("quiet_from", "away_from", "away_until"))
    assert isinstance(begins, ChoiceField)
    assert begins.value == "18:15"
    assert "18:15" in [option.value for option in begins.options]
    assert isinstance(first, TextField)
    assert isinstance(last, TextField)
    assert (first.value, last.value) == ("2027-03-08", "2027-03-14")
    values = {"asks": "usual", "quiet_from": "usual", "quiet_until": "09:00", "away_from": "2027-03-08"}
    shown = told(await founded.stage.send(HEALTH, founded.dm(HEALTH), "member.reach", values))
    assert "Away from Monday 8 March until you're back." in shown
    assert await leaves(founded) == [(date(2027, 3, 8), date.max)]
    member = await known(founded)
    assert (member.asks, member.quiet_from, member.quiet_until) == ("usual", None, time(9))
    await founded.stage.send(HEALTH, founded.dm(HEALTH), "member.reach", {"asks": "usual"})
    assert await leaves(founded) == []


async def test_a_leave_that_has_begun_can_be_made_longer_in_the_form(founded: Founded) -> None:
    await opened(founded)
    await founded.says(HEALTH, "me away 2 March to 5 March")
    founded.stage.clock.forward(timedelta(days=2))
    values = {"away_from": "2027-03-02", "away_until": "12 March"}
    await founded.stage.send(HEALTH, founded.dm(HEALTH), "member.reach", values)
    assert await leaves(founded) == [(date(2027, 3, 2), date(2027, 3, 12))]


async def test_hours_that_leave_none_keep_the_form_open(founded: Founded) -> None:
    before = await opened(founded)
    values = {"asks": "usual", "quiet_from": "15:00", "quiet_until": "15:00", "away_from": "8 March"}
    sent = await founded.stage.send(HEALTH, founded.dm(HEALTH), "member.reach", values)
    assert isinstance(sent, FormErrors)
    sent = await founded.stage.send(HEALTH, founded.dm(HEALTH), "member.reach", {"quiet_from": "zz"})
    assert isinstance(sent, FormErrors)
    assert await known(founded) == before
    assert await leaves(founded) == []


async def asked(founded: Founded, tag: str = "consultation") -> bool:
    """The bot asks Health whether they may be asked about that."""
    member = await known(founded)
    now = founded.stage.clock.now()
    return await founded.stage.store.write(
        lambda work: consent.ask(work.members.get(member.community, member.id), tag, work, now)
    )


async def test_somebody_is_asked_once_whether_they_may_be_asked(founded: Founded) -> None:
    member = await opened(founded)
    subject = member.subject.about("consent")
    assert await asked(founded)
    assert not await asked(founded, "costing")
    assert await founded.places(subject) == [Direct((await founded.account(HEALTH)).id)]
    shown = await founded.stage.sees(subject)
    assert "May I ask you about consultation now and then?" in shown
    assert "me ask yes" in shown


@pytest.mark.parametrize("before", ["me ask yes", "me ask no", "me ask seldom"])
async def test_nobody_is_asked_who_has_said_already(founded: Founded, before: str) -> None:
    await opened(founded)
    await founded.says(HEALTH, before)
    assert not await asked(founded)


async def test_yes_is_one_press_and_makes_it_an_interest(founded: Founded) -> None:
    member = await opened(founded)
    await founded.says(HEALTH, "me interests #costing")
    await asked(founded)
    subject = str(member.subject)
    answer = await founded.stage.press(HEALTH, founded.dm(HEALTH), "member.ask_yes", subject, "consultation")
    assert "Thank you. I'll ask now and then." in told(answer)
    after = await known(founded)
    assert (after.asks, after.interests) == ("usual", ("costing", "consultation"))
    assert "Thank you" in await founded.stage.sees(member.subject.about("consent"))
    assert isinstance(await founded.presses(HEALTH, answer, "How I may reach you"), OpenForm)


async def test_no_is_one_press_too_and_nothing_more_is_asked(founded: Founded) -> None:
    member = await opened(founded)
    await asked(founded)
    answer = await founded.stage.press(HEALTH, founded.dm(HEALTH), "member.ask_no", str(member.subject), "")
    assert "All right: I won't ask." in told(answer)
    after = await known(founded)
    assert (after.asks, after.interests) == ("never", ())


async def test_a_choice_that_is_no_tag_is_no_interest(founded: Founded) -> None:
    member = await opened(founded)
    await founded.stage.press(HEALTH, founded.dm(HEALTH), "member.ask_yes", str(member.subject), "1/resource:1 or so")
    assert (await known(founded)).interests == ()


async def test_who_answers_before_the_question_reached_them_is_not_asked_any_more(founded: Founded) -> None:
    member = await opened(founded)
    founded.stage.clock.at = TUESDAY + timedelta(hours=8)
    await asked(founded)
    await founded.says(HEALTH, "me ask no")
    assert await founded.places(member.subject.about("consent")) == []


async def test_saying_yes_ends_a_pause(founded: Founded) -> None:
    await opened(founded)
    await founded.says(HEALTH, "me ask yes")
    paused = replace(await known(founded), paused_until=TUESDAY + timedelta(days=30))
    await founded.stage.store.write(lambda work: work.members.save(paused))
    assert "Pausing until Thursday 1 April" in told(await founded.says(HEALTH, "me"))
    await founded.says(HEALTH, "me ask yes")
    assert "Pausing" not in told(await founded.says(HEALTH, "me"))
    assert "You can type: me ask yes" in told(await founded.says(HEALTH, "me ask perhaps"))
    assert (await known(founded)).asks == "usual"


async def test_the_question_rides_on_an_answer_only_until_they_have_said(founded: Founded) -> None:
    member = await opened(founded)
    view = View(founded.stage.words, EAST, founded.stage.deployment)
    caller = Caller(member.community, member.id, 1, "", "", False, None, view)
    thanks = Card("Thank you.", (Text(rich("Thank you.")), Quiet(rich("Or type: takeback 1"))))

    async def rides() -> Card:
        return await founded.stage.store.read(lambda work: consent.riding(thanks, "consultation", caller, work))

    ridden = Private(await rides())
    assert told(ridden).index("May I ask you about consultation") < told(ridden).index("takeback 1")
    answer = await founded.presses(HEALTH, ridden, "Yes, ask me")
    assert "Thank you. I'll ask now and then." in told(answer)
    assert await rides() == thanks


def test_an_open_leave_has_no_last_day() -> None:
    leave = Away(1, 1, 1, date(2027, 3, 8), date.max)
    assert leave.open
    assert leave.on(date(2035, 1, 1))
    assert not leave.on(date(2027, 3, 7))


@pytest.mark.parametrize("hour", ["10:00:00+05:00", "25:00", "ten", "10:00:01", "😀"])
async def test_an_hour_that_the_form_did_not_offer_changes_nothing(founded: Founded, hour: str) -> None:
    member = await opened(founded)
    sent = {"asks": "usual", "quiet_from": hour, "quiet_until": "usual"}
    answer = await founded.stage.send(HEALTH, founded.dm(HEALTH), "member.reach", sent, str(member.subject))
    assert "Please say from when" in told(answer)
    assert await known(founded) == member


async def test_being_back_from_one_leave_in_the_form_keeps_the_next(founded: Founded) -> None:
    member = await opened(founded)
    for days in ("2 March to 5 March", "2 August to 13 August"):
        await founded.says(HEALTH, f"me away {days}")
    sent = {"asks": "usual", "quiet_from": "usual", "quiet_until": "usual", "away_from": "", "away_until": ""}
    await founded.stage.send(HEALTH, founded.dm(HEALTH), "member.reach", sent, str(member.subject))
    assert await leaves(founded) == [(date(2027, 8, 2), date(2027, 8, 13))]
