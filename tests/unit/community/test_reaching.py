"""What stewards read of what has not reached people, and what they can do about it."""

from datetime import timedelta

import pytest

from bot.errors import Cause, PlatformError, RateLimited, Refused, Uncertain, Unreachable
from bot.postings import NO_TIME, NOT_SERVED, NOT_SHOWN, Posting
from tests.stage import told
from tests.unit.community.founding import HEALTH, LABOUR, STEWARD, Founded

LEASE = timedelta(seconds=60)
ARCHIVED = Unreachable("is_archived", Cause.ARCHIVED)


async def claim(founded: Founded) -> list[Posting]:
    return list(await founded.stage.store.ledger.claim(founded.stage.clock.now(), LEASE, 100))


async def fails(founded: Founded, error: PlatformError, times: int = 1, asked: str = "How early is marmalade?") -> None:
    """A question's card doesn't reach the channel."""
    await claim(founded)
    await founded.asks(HEALTH, asked)
    for posting in await claim(founded):
        if posting.subject.kind == "question":
            for _ in range(times):
                at = founded.stage.clock.now() + LEASE
                await founded.stage.store.ledger.later(posting, at, error.told, unsettled=False)


async def settings(founded: Founded) -> str:
    return told(await founded.says(STEWARD, "settings"))


async def test_where_all_arrives_settings_say_nothing_of_it(founded: Founded) -> None:
    await founded.opens()
    assert "reaches people" not in await settings(founded)


async def test_what_people_can_put_right_is_told_at_once_with_what_helps(founded: Founded) -> None:
    await founded.opens()
    await fails(founded, ARCHIVED)
    said = await settings(founded)
    assert "1 card has not reached East yet: the channel is archived. Bring it back" in said
    assert "marmalade" not in said
    assert "is_archived" not in said


async def test_what_passes_by_itself_is_told_only_when_it_lasts(founded: Founded) -> None:
    await founded.opens()
    await fails(founded, RateLimited(1), times=3)
    assert "reaches people" not in await settings(founded)
    await fails(founded, RateLimited(1), times=4, asked="And how late?")
    assert "asked me to go slowly. It passes by itself." in await settings(founded)


async def test_a_steward_has_it_tried_again(founded: Founded) -> None:
    await founded.opens()
    await fails(founded, ARCHIVED)
    assert not [one for one in await claim(founded) if one.subject.kind == "question"]
    reply = await founded.presses(STEWARD, await founded.says(STEWARD, "settings"), "Try these cards again")
    assert "trying again now" in told(reply)
    assert [one for one in await claim(founded) if one.subject.kind == "question"]


async def test_the_same_can_be_typed_and_is_the_stewards_alone(founded: Founded) -> None:
    community = await founded.opens()
    await fails(founded, ARCHIVED)
    pressed = await founded.stage.press(LABOUR, founded.home, "settings.again", str(community.subject))
    assert "Only a steward" in told(pressed)
    assert not [one for one in await claim(founded) if one.subject.kind == "question"]
    assert "trying again now" in told(await founded.says(STEWARD, "settings again"))
    assert [one for one in await claim(founded) if one.subject.kind == "question"]


async def test_what_waited_for_an_invitation_comes_with_it(founded: Founded) -> None:
    await founded.opens()
    await fails(founded, Unreachable("not_in_channel", Cause.NOT_IN_CHANNEL))
    assert "Invite me there, and they come at once." in await settings(founded)
    await founded.stage.arrive(founded.home, STEWARD)
    assert [one for one in await claim(founded) if one.subject.kind == "question"]


async def test_what_was_given_up_says_so_and_offers_nothing(founded: Founded) -> None:
    await founded.opens()
    await claim(founded)
    for text, outcome, reason in (
        ("How early?", "refused", Refused("cant").told),
        ("How late?", "dropped", NOT_SHOWN),
    ):
        await founded.asks(HEALTH, text)
        for posting in await claim(founded):
            now = founded.stage.clock.now()
            await founded.stage.store.ledger.given_up(posting, now, outcome, reason)  # type: ignore[arg-type]
    said = await settings(founded)
    assert "1 card was not shown in East: the platform refuses it." in said
    assert "1 card may not have reached East: the platform broke off" in said
    assert "Try these cards again" not in said


async def test_a_failure_of_ours_is_told_by_its_incident(founded: Founded) -> None:
    await founded.opens()
    await claim(founded)
    await founded.asks(HEALTH, "How early?")
    (posting,) = await claim(founded)
    at = founded.stage.clock.now() + LEASE
    await founded.stage.store.ledger.later(posting, at, "incident 0badcafe", unsettled=False)
    assert "something in me failed. Please tell whoever runs me: incident 0badcafe." in await settings(founded)


def test_what_the_ledger_keeps_is_known_again() -> None:
    assert Uncertain("http 500", Cause.BROKEN).told == "the platform is out of order (http 500)"
    assert len({cause.value for cause in Cause}) == len(Cause)


@pytest.mark.parametrize(
    ("kept", "times", "said"),
    [
        (NOT_SERVED, 1, "I am not running there. Whoever runs me needs to set me up for it again."),
        (NO_TIME, 1, ""),
        (NO_TIME, 4, "I have too much to do. I try again by myself."),
    ],
)
async def test_what_is_no_failure_of_the_platform_is_not_called_one_of_mine(
    founded: Founded, kept: str, times: int, said: str
) -> None:
    await founded.opens()
    await claim(founded)
    await founded.asks(HEALTH, "How early?")
    (posting,) = await claim(founded)
    for _ in range(times):
        await founded.stage.store.ledger.later(posting, founded.stage.clock.now() + LEASE, kept, unsettled=False)
    read = await settings(founded)
    assert said in read
    assert ("reaches people" in read) == bool(said)
    assert "something in me failed" not in read
