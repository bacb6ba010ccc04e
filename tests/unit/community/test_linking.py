"""Two accounts of one person become one member, and nobody becomes anybody else."""

from datetime import timedelta

from bot.chat.cards import Button, buttons_of
from bot.chat.refs import AccountRef
from bot.chat.replies import Reply
from tests.stage import card, told
from tests.unit.community.founding import FORESTS, HEALTH, LABOUR, STEWARD, Founded, code_in

WRONG = "That code doesn't work here"


async def two_members(founded: Founded) -> None:
    """Health in the east, and Forests in the west, who are one person."""
    await founded.opens()
    await founded.enters(FORESTS, await founded.code("Connect another platform"), founded.other)
    await founded.says(HEALTH, "me unit Health", founded.home)
    await founded.is_called(HEALTH, "Leilani")
    await founded.is_called(FORESTS, "Leilani K.")


async def number(founded: Founded, who: AccountRef) -> int:
    """Somebody's member number."""
    member = await founded.member(who)
    assert member is not None
    return member.id


async def is_asked(founded: Founded) -> Reply:
    """Forests enters Health's code."""
    return await founded.says(FORESTS, f"join {code_in(await founded.says(HEALTH, 'link'))}")


async def test_a_link_code_and_a_yes_make_two_accounts_one_member(founded: Founded) -> None:
    await two_members(founded)
    asked = await is_asked(founded)
    assert "Is Leilani (Health, East) you, too?" in told(asked)
    assert await number(founded, HEALTH) != await number(founded, FORESTS)
    assert "Linked" in told(await founded.presses(FORESTS, asked, "Yes, both are mine"))
    assert await number(founded, HEALTH) == await number(founded, FORESTS)
    answer = told(await founded.says(FORESTS, "me"))
    assert "Leilani (East)" in answer
    assert "Leilani K. (West)" in answer
    assert "Health" in answer


async def test_somebody_new_here_can_be_linked_too(founded: Founded) -> None:
    await founded.opens()
    new = AccountRef("west", "t", "new")
    asked = await founded.says(new, f"join {code_in(await founded.says(STEWARD, 'link'))}")
    await founded.presses(new, asked, "Yes, both are mine")
    assert await number(founded, new) == await number(founded, STEWARD)
    assert "How Policy CoP is set" in told(await founded.says(new, "settings"))


async def test_no_links_nothing_and_cannot_be_turned_into_yes(founded: Founded) -> None:
    await two_members(founded)
    asked = await is_asked(founded)
    assert "Nothing was linked" in told(await founded.presses(FORESTS, asked, "No"))
    assert WRONG in told(await founded.presses(FORESTS, asked, "Yes, both are mine"))
    assert await number(founded, HEALTH) != await number(founded, FORESTS)


async def test_a_yes_without_the_code_links_nothing(founded: Founded) -> None:
    await two_members(founded)
    asked = await is_asked(founded)
    assert WRONG in told(await founded.presses(LABOUR, asked, "Yes, both are mine"))
    assert WRONG in told(await founded.presses(STEWARD, asked, "Yes, both are mine"))


async def test_a_yes_comes_within_a_quarter_of_an_hour(founded: Founded) -> None:
    await two_members(founded)
    asked = await is_asked(founded)
    founded.stage.clock.forward(timedelta(minutes=15))
    assert WRONG in told(await founded.presses(FORESTS, asked, "Yes, both are mine"))


async def test_ones_own_code_links_nothing(founded: Founded) -> None:
    await two_members(founded)
    code = code_in(await founded.says(HEALTH, "link"))
    assert "This account is yours already" in told(await founded.says(HEALTH, f"link {code}"))


async def test_linking_keeps_a_steward_a_steward(founded: Founded) -> None:
    await two_members(founded)
    asked = await founded.says(STEWARD, f"join {code_in(await founded.says(FORESTS, 'link'))}")
    await founded.presses(STEWARD, asked, "Yes, both are mine")
    assert await founded.stewards() == [await number(founded, FORESTS)]


async def share_an_email(founded: Founded) -> None:
    """Both platforms tell the same work e-mail."""
    await two_members(founded)
    await founded.is_called(HEALTH, "Leilani", "l.kahale@example.org")
    await founded.is_called(FORESTS, "Leilani K.", "L.Kahale@example.org")


async def test_the_same_work_email_links_nothing_by_itself(founded: Founded) -> None:
    await share_an_email(founded)
    assert "has the same work e-mail" in told(await founded.says(HEALTH, "me accounts"))
    assert await number(founded, HEALTH) != await number(founded, FORESTS)


async def test_with_the_same_work_email_both_accounts_say_yes(founded: Founded) -> None:
    await share_an_email(founded)
    first = await founded.presses(HEALTH, await founded.says(HEALTH, "me accounts"), "Yes, that's me")
    assert "In West, type" in told(first)
    assert await number(founded, HEALTH) != await number(founded, FORESTS)
    again = await founded.presses(HEALTH, await founded.says(HEALTH, "me accounts"), "Yes, that's me")
    assert "Linked" not in told(again)
    second = await founded.presses(FORESTS, await founded.says(FORESTS, "me accounts"), "Yes, that's me")
    assert "Linked" in told(second)
    assert await number(founded, HEALTH) == await number(founded, FORESTS)


async def test_a_yes_is_waited_for_seven_days(founded: Founded) -> None:
    await share_an_email(founded)
    await founded.presses(HEALTH, await founded.says(HEALTH, "me accounts"), "Yes, that's me")
    founded.stage.clock.forward(timedelta(days=8))
    late = await founded.presses(FORESTS, await founded.says(FORESTS, "me accounts"), "Yes, that's me")
    assert "Linked" not in told(late)


async def test_somebody_with_another_email_cannot_say_they_are_me(founded: Founded) -> None:
    await share_an_email(founded)
    await founded.says(LABOUR, "me", founded.home)
    subject = next(
        str(found.subject)
        for found in buttons_of(card(await founded.says(HEALTH, "me accounts")))
        if isinstance(found, Button) and found.action == "account.same"
    )
    assert "can't find that" in told(await founded.stage.press(LABOUR, founded.home, "account.same", subject))
