"""Nothing that happens to others, nor when it happens, depends on who asks without a name: two may have asked it.

Each life is led twice, once by each of the two; whatever differs for anybody else gives the asker away.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.chat.refs import AccountRef
from tests.unit.community.founding import founding
from tests.unit.offers.crowd import CONSULTED, Crowd, person

ONE, TWO, REPLIES, CURIOUS = person(1), person(2), person(8), person(9)
THREE = 3
"""As often the bot writes to somebody unasked in a week, and leaves them alone who didn't answer."""
KNOWING = [person(number) for number in range(1, 8)]
Life = Callable[[Crowd, AccountRef, AccountRef], Awaitable[None]]
"""What the asker does, and the other one who might be."""


async def asks_and_so_does_somebody_else_the_same_day(crowd: Crowd, asker: AccountRef, _other: AccountRef) -> None:
    await crowd.asks(asker, nameless=True)
    await crowd.waits(hours=1)


async def hears_of_it_three_times_in_a_week(crowd: Crowd, asker: AccountRef, other: AccountRef) -> None:
    for number in range(1, THREE + 1):
        await crowd.asks(asker, f"Consultation with local governments, part {number}?", nameless=True)
        await crowd.founded.says(other, f"pass {number}")
        await crowd.founded.says(REPLIES, f"reply {number} Six weeks before", crowd.founded.home)
    await crowd.waits(days=3)


async def closes_it_before_anybody_has_read_of_it(crowd: Crowd, asker: AccountRef, _other: AccountRef) -> None:
    await crowd.waits(hours=8)
    await crowd.asks(asker, nameless=True)
    await crowd.founded.says(asker, "close 1")
    await crowd.waits(hours=16)


async def is_reminded_of_three_drafts(crowd: Crowd, asker: AccountRef, _other: AccountRef) -> None:
    for number in range(1, THREE + 1):
        shown = await crowd.founded.says(asker, f"ask Budgets, part {number}? --anon")
        await crowd.waits(hours=2)
        await crowd.founded.presses(asker, shown, "Post it")
        await crowd.waits(hours=22 if number < THREE else 0)


async def hides_the_name_after_three_reminders(crowd: Crowd, asker: AccountRef, _other: AccountRef) -> None:
    for number in range(1, THREE + 1):
        shown = await crowd.founded.says(asker, f"ask Budgets, part {number}?")
        await crowd.waits(hours=2)
        hidden = await crowd.founded.presses(asker, shown, "Hide my name")
        await crowd.founded.presses(asker, hidden, "Post it")
        await crowd.waits(hours=22 if number < THREE else 0)


async def goes_on_leave_and_comes_back_like_the_other(crowd: Crowd, asker: AccountRef, _other: AccountRef) -> None:
    await crowd.waits(hours=8)
    await crowd.asks(asker, nameless=True)
    for who in (ONE, TWO):
        await crowd.founded.says(who, "me away 2027-03-03 2027-03-12")
    await crowd.waits(days=2)
    for who in (ONE, TWO):
        await crowd.founded.says(who, "me back")


async def is_asked_three_things_of_their_own(crowd: Crowd, asker: AccountRef, other: AccountRef) -> None:
    for number in range(1, THREE + 1):
        await crowd.asks(asker, f"Consultation with local governments, part {number}?", nameless=True)
        await crowd.waits(days=3)
        await crowd.founded.says(other, f"pass {number}")
        await crowd.waits(days=4)


LIVES: tuple[Life, ...] = (
    asks_and_so_does_somebody_else_the_same_day,
    hears_of_it_three_times_in_a_week,
    closes_it_before_anybody_has_read_of_it,
    is_reminded_of_three_drafts,
    hides_the_name_after_three_reminders,
    goes_on_leave_and_comes_back_like_the_other,
    is_asked_three_things_of_their_own,
)


@pytest.mark.parametrize("life", LIVES, ids=lambda life: str(life.__name__))
async def test_whom_the_next_questions_are_brought_to_tells_nothing(tmp_path: Path, life: Life) -> None:
    assert await others_in(tmp_path / "one", life, ONE, TWO) == await others_in(tmp_path / "two", life, TWO, ONE)


async def others_in(folder: Path, life: Life, asker: AccountRef, other: AccountRef) -> set[tuple[int, str, datetime]]:
    """To whom each question was brought, and when, but for those two."""
    folder.mkdir()
    async with founding(folder) as made:
        crowd = await gathered(Crowd(made))
        await life(crowd, asker, other)
        for again in ("begin", "end", "pay for"):
            last = (await crowd.asks(CURIOUS, f"How do you {again} a consultation with local governments?")).id
        await crowd.waits(days=3)
        return {
            (offer.question, name, offer.offered_at)
            for question in range(1, last + 1)
            for offer in await crowd.offers(question)
            if (name := await crowd.name(offer.member)) not in {ONE.person, TWO.person}
        }


async def gathered(crowd: Crowd) -> Crowd:
    """All have done it before."""
    await crowd.gathers()
    for who in KNOWING:
        await crowd.joins(who, f"Unit {who.person}", CONSULTED)
    for who in (REPLIES, CURIOUS):
        await crowd.joins(who, f"Unit {who.person}")
    return crowd


async def one_of_the_two_replies_late(crowd: Crowd, asker: AccountRef, _other: AccountRef) -> None:
    await crowd.asks(asker, nameless=True)
    await crowd.waits(days=28)
    await crowd.founded.says(ONE, "reply 1 Six weeks before", crowd.founded.home)


async def one_of_the_two_is_forgotten(crowd: Crowd, asker: AccountRef, _other: AccountRef) -> None:
    await crowd.asks(asker, nameless=True)
    await crowd.founded.says(ONE, "me forget now")
    await crowd.waits(days=28)
    await crowd.founded.says(REPLIES, "reply 1 Six weeks before", crowd.founded.home)


@pytest.mark.parametrize(
    "life", [one_of_the_two_replies_late, one_of_the_two_is_forgotten], ids=lambda life: life.__name__
)
async def test_the_hour_at_which_it_closes_tells_nothing(tmp_path: Path, life: Life) -> None:
    closed = [
        await closes_in(tmp_path / "one", life, ONE, TWO),
        await closes_in(tmp_path / "two", life, TWO, ONE),
    ]
    assert closed[0] == closed[1] is not None
    assert closed[0][0] - closed[0][1] > timedelta(days=31)


async def closes_in(folder: Path, life: Life, asker: AccountRef, other: AccountRef) -> tuple[datetime, datetime]:
    """When the first question closed by itself, and when it was asked."""
    folder.mkdir()
    async with founding(folder) as made:
        crowd = await gathered(Crowd(made))
        await life(crowd, asker, other)
        await crowd.waits(days=20)
        question = await crowd.question(1)
        assert question.closed_at is not None
        return question.closed_at, question.asked_at
