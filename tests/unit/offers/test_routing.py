"""Whom a question is brought to, when, and what becomes of it."""

from datetime import timedelta

from bot.chat.refs import Subject
from tests.stage import told
from tests.unit.offers.crowd import ASKS, CONSULTED, MORNING, Crowd, person

ASKER = person(0)


async def six_have_done_it(crowd: Crowd) -> None:
    """Six members of as many units, who may be asked."""
    await crowd.joins(ASKER, "Health")
    for number in range(1, 7):
        await crowd.joins(person(number), f"Unit{number}", CONSULTED)


async def test_a_question_is_brought_to_three_who_have_done_it(crowd: Crowd) -> None:
    await six_have_done_it(crowd)
    await crowd.asks(ASKER)
    assert len(await crowd.asked()) == 3
    assert (await crowd.question()).rings == 1


async def test_after_two_working_days_three_more_are_asked_and_then_nobody(crowd: Crowd) -> None:
    await six_have_done_it(crowd)
    await crowd.joins(person(7), "Unit7", CONSULTED)
    await crowd.asks(ASKER)
    await crowd.waits(days=1, hours=23)
    assert len(await crowd.offers()) == 3
    await crowd.waits(hours=1)
    assert len(await crowd.offers()) == 6
    await crowd.waits(days=10)
    assert len(await crowd.offers()) == 6
    assert (await crowd.question()).rings == 2


async def test_while_a_reply_waits_for_the_asker_nobody_else_is_asked(crowd: Crowd) -> None:
    await six_have_done_it(crowd)
    await crowd.asks(ASKER)
    await crowd.founded.says(person(9), "reply 1 Six weeks before", crowd.founded.home)
    await crowd.waits(days=5)
    assert len(await crowd.offers()) == 3


async def test_who_is_still_looking_has_three_more_asked_at_once(crowd: Crowd) -> None:
    await six_have_done_it(crowd)
    question = await crowd.asks(ASKER)
    await crowd.happens("looking", question.subject)
    assert len(await crowd.offers()) == 6
    await crowd.waits(days=5)
    assert len(await crowd.offers()) == 6


async def test_other_units_come_first(crowd: Crowd) -> None:
    await crowd.joins(ASKER, "Health")
    for number, unit in enumerate(("Health", "Health", "Labour", "Forests", "Housing"), 1):
        await crowd.joins(person(number), unit, CONSULTED)
    await crowd.asks(ASKER)
    assert await crowd.asked() == {"p3", "p4", "p5"}


async def test_without_a_name_no_unit_is_preferred(crowd: Crowd) -> None:
    units = ("Health", "Health", "Labour", "Forests", "Housing")
    await crowd.joins(ASKER, "Health")
    for number, unit in enumerate(units, 1):
        await crowd.joins(person(number), unit, CONSULTED)
    await crowd.asks(ASKER, nameless=True)
    first = await crowd.asked()
    await crowd.changes(ASKER, unit="Labour")
    for number in range(1, 6):
        await crowd.changes(person(number), unit="")
    assert len(first) == 3
    assert "Somebody asks" in await crowd.sees((await crowd.offers())[0])


async def test_whom_others_see_asked_tells_nothing_of_who_asks_without_a_name(crowd: Crowd) -> None:
    for number in range(1, 7):
        await crowd.joins(person(number), f"Unit{number}", CONSULTED)
    await crowd.asks(person(1), nameless=True)
    members = {await crowd.name(one.member): one for one in await crowd.offers()}
    assert len(members) == 3
    seen = await crowd.asked()
    assert "p1" not in seen
    assert seen == set(members) - {"p1"}
    await crowd.waits(days=3)
    everybody = [one.member for one in await crowd.offers()]
    assert len(everybody) == len(set(everybody)) == 6
    own = await crowd.offer_to(person(1))
    assert own.own
    assert await crowd.sees(own) == ""
    assert "can't find" in told(await crowd.presses(person(1), "offer.talk"))
    assert "haven't brought you" in told(await crowd.founded.says(person(1), "talk 1"))


async def test_thirty_days_after_the_end_nothing_kept_tells_who_asked(crowd: Crowd) -> None:
    for number in range(1, 4):
        await crowd.joins(person(number), f"Unit{number}", CONSULTED)
    await crowd.asks(person(1), nameless=True)
    await crowd.founded.says(person(1), "close 1")
    assert len(await crowd.offers()) == 3
    await crowd.waits(days=31)
    assert [(one.state, one.own) for one in await crowd.offers()] == [("settled", False)] * 3
    assert not [one for one in await crowd.offers() if await crowd.founded.places(one.subject)]


async def test_only_who_agreed_is_asked(crowd: Crowd) -> None:
    await crowd.joins(ASKER, "Health")
    await crowd.joins(person(1), "Labour", CONSULTED, asks="")
    await crowd.joins(person(2), "Labour", CONSULTED, asks="never")
    await crowd.joins(person(3), "Labour", CONSULTED, asks="seldom")
    await crowd.joins(person(4), "Labour", "Wrote a costing model for a cabinet submission")
    await crowd.asks(ASKER)
    assert await crowd.asked() == {"p3"}


async def test_who_cares_about_a_tag_is_asked_by_it(crowd: Crowd) -> None:
    await crowd.joins(ASKER, "Health")
    await crowd.joins(person(1), "Labour", interests=("costing",))
    await crowd.asks(ASKER, "Who estimates what a regulation means for small shops? #costing")
    assert await crowd.asked() == {"p1"}
    (offer,) = await crowd.offers()
    shown = await crowd.sees(offer)
    assert "Could you help with a question about costing?" in shown
    assert "You said you care about this." in shown


async def test_a_reply_that_helped_speaks_for_whoever_wrote_it(crowd: Crowd) -> None:
    await crowd.joins(ASKER, "Health")
    await crowd.joins(person(1), "Labour")
    await crowd.asks(ASKER)
    await crowd.founded.says(person(1), "reply 1 Six weeks before", crowd.founded.home)
    await crowd.founded.says(ASKER, "helped 1", crowd.founded.home)
    await crowd.joins(person(2), "Forests")
    await crowd.asks(person(2), "When do local governments join a consultation?")
    assert await crowd.asked(2) == {"p1"}
    assert "reply of yours has helped" in await crowd.sees((await crowd.offers(2))[0])


async def test_nobody_is_asked_more_often_than_they_said(crowd: Crowd) -> None:
    await crowd.joins(ASKER, "Health")
    await crowd.joins(person(1), "Labour", CONSULTED)
    await crowd.joins(person(2), "Labour", CONSULTED, asks="seldom")
    for _day in range(56):
        await crowd.asks(ASKER)
        await crowd.waits(days=1)
    days: dict[str, list[object]] = {"p1": [], "p2": []}
    calendar = await crowd.stage.store.read(lambda work: work.communities.calendar(crowd.id))
    for number in range(1, 57):
        for offer in await crowd.offers(number):
            days[await crowd.name(offer.member)].append(calendar.day_of(offer.offered_at))
    for name, a_week, a_month in (("p1", 2, 4), ("p2", 1, 2)):
        weeks = [day.isocalendar()[:2] for day in days[name]]  # type: ignore[attr-defined]
        months = [day.month for day in days[name]]  # type: ignore[attr-defined]
        assert max(days[name].count(day) for day in days[name]) == 1
        assert max(weeks.count(week) for week in weeks) == a_week
        assert max(months.count(month) for month in months) == a_month


async def test_three_unanswered_in_a_row_are_a_pause_and_one_word_of_it(crowd: Crowd) -> None:
    await crowd.joins(ASKER, "Health")
    await crowd.joins(person(1), "Labour", CONSULTED)
    for _case in range(4):
        await crowd.asks(ASKER)
        await crowd.waits(days=7)
    member = await crowd.member(person(1))
    assert member.paused_until is not None
    assert [one.state for number in (1, 2, 3) for one in await crowd.offers(number)] == ["lapsed"] * 3
    assert await crowd.offers(4) == []
    assert len(await crowd.founded.places(member.subject.about("paused"))) == 1
    assert "Good." in told(await crowd.founded.says(person(1), "offers resume"))
    await crowd.asks(ASKER)
    assert await crowd.asked(5) == {"p1"}


async def test_who_is_away_or_gone_is_not_asked(crowd: Crowd) -> None:
    await crowd.joins(ASKER, "Health")
    await crowd.joins(person(1), "Labour", CONSULTED)
    await crowd.joins(person(2), "Labour", CONSULTED)
    gone = await crowd.member(person(2))
    day = MORNING.date()
    away = await crowd.member(person(1))
    await crowd.write(lambda work: work.members.add_away(crowd.id, away.id, day, day + timedelta(days=9)))
    await crowd.changes(person(2), departed_at=MORNING)
    assert gone.departed_at is None
    await crowd.asks(ASKER)
    assert await crowd.offers() == []


async def test_what_is_asked_in_the_evening_is_brought_in_the_morning(crowd: Crowd) -> None:
    await six_have_done_it(crowd)
    crowd.stage.clock.at = MORNING + timedelta(hours=10)
    await crowd.asks(ASKER)
    assert {one.offered_at for one in await crowd.offers()} == {MORNING + timedelta(hours=22, minutes=30)}


async def test_what_waits_for_somebody_who_goes_on_leave_never_comes(crowd: Crowd) -> None:
    await six_have_done_it(crowd)
    crowd.stage.clock.at = MORNING + timedelta(hours=10)
    await crowd.asks(ASKER)
    who = (await sorted_asked(crowd))[0]
    away = person(int(who[1:]))
    await crowd.founded.says(away, "me away 3 March to 12 March")
    assert who not in await crowd.asked()
    assert (await crowd.offer_to(away)).state == "withdrawn"
    assert [one.state for one in await crowd.offers()].count("offered") == 2


async def test_what_waits_for_somebody_who_wants_no_questions_never_comes(crowd: Crowd) -> None:
    await six_have_done_it(crowd)
    crowd.stage.clock.at = MORNING + timedelta(hours=10)
    await crowd.asks(ASKER)
    who = (await sorted_asked(crowd))[0]
    await crowd.founded.says(person(int(who[1:])), "me ask no")
    assert who not in await crowd.asked()
    assert (await crowd.offer_to(person(int(who[1:])))).state == "withdrawn"


async def test_when_a_reply_helped_what_waits_is_never_shown_and_what_stands_is_settled(crowd: Crowd) -> None:
    await six_have_done_it(crowd)
    await crowd.asks(ASKER)
    await crowd.founded.says(person(9), "reply 1 Six weeks before", crowd.founded.home)
    await crowd.founded.says(ASKER, "helped 1", crowd.founded.home)
    assert {one.state for one in await crowd.offers()} == {"settled"}
    assert "settled" in await crowd.sees((await crowd.offers())[0])
    crowd.stage.clock.at = MORNING + timedelta(hours=10)
    await crowd.asks(ASKER, f"{ASKS} Again")
    await crowd.founded.says(ASKER, "close 2", crowd.founded.home)
    assert {one.state for one in await crowd.offers(2)} == {"withdrawn"}
    assert await crowd.asked(2) == set()


async def test_what_is_taken_back_or_hidden_stands_nowhere(crowd: Crowd) -> None:
    await six_have_done_it(crowd)
    await crowd.asks(ASKER)
    await crowd.presses(person(int((await sorted_asked(crowd))[0][1:])), "offer.talk")
    await crowd.founded.says(ASKER, "takeback 1", crowd.founded.home)
    assert await crowd.asked() == set()
    for offer in await crowd.offers():
        for part in ("", "asker", "helper"):
            assert await crowd.founded.places(offer.subject.about(part)) == []
            assert await crowd.sees(offer, part) == ""


async def sorted_asked(crowd: Crowd, question: int = 1) -> list[str]:
    return sorted(await crowd.asked(question))


async def test_equals_are_asked_in_turn(crowd: Crowd) -> None:
    await six_have_done_it(crowd)
    await crowd.asks(ASKER)
    first = await crowd.asked()
    await crowd.founded.says(ASKER, "close 1", crowd.founded.home)
    await crowd.asks(ASKER, f"{ASKS} Again")
    assert await crowd.asked(2) == {f"p{number}" for number in range(1, 7)} - first


async def test_where_few_have_said_what_they_did_the_asker_is_told(crowd: Crowd) -> None:
    await crowd.joins(ASKER, "Health")
    for number in range(1, 11):
        shown = await crowd.founded.says(ASKER, f"ask {ASKS} Case {number}", crowd.founded.home)
        answer = told(await crowd.founded.presses(ASKER, shown, "Post it", crowd.founded.home))
        assert "the channel carries it" in answer
        await crowd.joins(person(number), "Labour", CONSULTED)
    shown = await crowd.founded.says(ASKER, f"ask {ASKS} Once more", crowd.founded.home)
    answer = told(await crowd.founded.presses(ASKER, shown, "Post it", crowd.founded.home))
    assert "the channel carries it" not in answer


async def test_a_newcomers_first_question_is_brought_to_two_who_welcome_newcomers(crowd: Crowd) -> None:
    for number in range(1, 4):
        await crowd.joins(person(number), "Labour", welcomes=True, asks="")
    await crowd.joins(ASKER, "Health")
    await crowd.asks(ASKER)
    assert len(await crowd.asked()) == 2
    assert "first question" in await crowd.sees((await crowd.offers())[0])
    await crowd.asks(ASKER, "What is a cabinet submission made of?")
    assert await crowd.offers(2) == []


async def test_neither_an_old_hand_nor_somebody_without_a_name_is_welcomed(crowd: Crowd) -> None:
    await crowd.joins(person(1), "Labour", welcomes=True)
    await crowd.joins(ASKER, "Health", joined=MORNING - timedelta(days=90))
    await crowd.asks(ASKER)
    await crowd.joins(person(2), "Health")
    await crowd.asks(person(2), nameless=True)
    assert await crowd.offers(1) == await crowd.offers(2) == []


async def test_who_goes_is_brought_nothing_more(crowd: Crowd) -> None:
    await six_have_done_it(crowd)
    await crowd.asks(ASKER)
    first, second, _ = await crowd.offers()
    await crowd.happens("departed", Subject(crowd.id, "member", first.member))
    assert await crowd.founded.places(first.subject) == []
    await crowd.founded.says(person(int((await crowd.name(second.member))[1:])), "me forget now")
    assert len(await crowd.offers()) == 2
    assert await crowd.sees(second) == ""
    await crowd.waits(days=9)
    ahead = crowd.stage.clock.now() + timedelta(days=99)
    waiting = await crowd.stage.store.read(lambda work: work.due.of_community(crowd.id, ahead, 99))
    assert not [one for one in waiting if one.kind.startswith("offer.")]
