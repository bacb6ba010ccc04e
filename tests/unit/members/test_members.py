"""What people see and change of themselves, and how they leave."""

from datetime import timedelta

from bot.chat.refs import MessageRef
from bot.chat.replies import OpenForm
from tests.stage import told
from tests.unit.community.founding import HEALTH, LABOUR, STEWARD, Founded

LEASE = timedelta(minutes=1)
QUESTION = "How early do you bring local governments into a regulation change?"


async def test_me_shows_what_others_see(founded: Founded) -> None:
    community = await founded.opens()
    await founded.says(HEALTH, "me unit Health", founded.home)
    await founded.is_called(HEALTH, "Leilani")
    answer = told(await founded.says(HEALTH, "me"))
    assert "Leilani" in answer
    assert "Health" in answer
    member = await founded.member(HEALTH)
    assert member is not None
    assert f"You are member {member.id} of community {community.id}" in answer


async def test_a_person_whose_name_is_not_told_yet_is_a_colleague(founded: Founded) -> None:
    await founded.opens()
    assert "a colleague" in told(await founded.says(HEALTH, "me", founded.home))


async def test_one_unit_has_one_spelling(founded: Founded) -> None:
    await founded.opens()
    await founded.says(HEALTH, "me unit Children and Family", founded.home)
    await founded.says(LABOUR, "me unit  children  AND family", founded.home)
    member = await founded.member(LABOUR)
    assert member is not None
    assert member.unit == "Children and Family"
    form = await founded.says(LABOUR, "me unit")
    assert isinstance(form, OpenForm)
    assert "Known so far: Children and Family" in told(form)


async def test_a_unit_may_be_taken_off_and_an_empty_name_stays(founded: Founded) -> None:
    await founded.opens()
    await founded.says(HEALTH, "me unit Health", founded.home)
    await founded.says(HEALTH, "me name Leilani Kahale", founded.home)
    await founded.stage.send(HEALTH, founded.home, "member.edit", {"name": "", "unit": ""})
    member = await founded.member(HEALTH)
    assert member is not None
    assert (member.name, member.unit) == ("Leilani Kahale", "")


async def test_what_is_kept_is_counted(founded: Founded) -> None:
    await founded.opens()
    await founded.asks(HEALTH, QUESTION)
    await founded.says(HEALTH, "reply 1 Six weeks before", founded.home)
    await founded.says(HEALTH, "share https://example.org/plan Consultation plan", founded.home)
    await founded.says(HEALTH, "ask A draft that stays one?", founded.home)
    await founded.says(HEALTH, "flag reply 1", founded.home)
    answer = told(await founded.says(HEALTH, "me kept"))
    for line in ("1 draft", "1 question with your name", "0 questions without your name", "1 reply", "1 resource"):
        assert line in answer
    assert "1 thing you flagged" in answer


async def test_forgetting_is_asked_first_and_keeps_what_was_written_without_the_name(founded: Founded) -> None:
    await founded.opens()
    await founded.says(HEALTH, "me name Leilani", founded.home)
    await founded.asks(HEALTH, QUESTION)
    asked = await founded.says(HEALTH, "me forget")
    assert "The 1 thing you wrote stays, without your name" in told(asked)
    assert await founded.member(HEALTH) is not None
    assert "You are forgotten here" in told(await founded.presses(HEALTH, asked, "Yes, forget me"))
    assert await founded.member(HEALTH) is None
    shown = told(await founded.says(LABOUR, "question 1", founded.home))
    assert QUESTION in shown
    assert "Leilani" not in shown
    assert "a former member" in shown


async def test_who_is_forgotten_is_redrawn_off_every_card(founded: Founded) -> None:
    community = await founded.opens()
    await founded.asks(HEALTH, QUESTION)
    await shown_as_wanted(founded)
    await founded.says(HEALTH, "me forget now")
    claimed = await wanted(founded)
    assert f"{community.id}/question:1" in claimed


async def test_a_new_unit_is_redrawn_too(founded: Founded) -> None:
    community = await founded.opens()
    await founded.asks(HEALTH, QUESTION)
    await shown_as_wanted(founded)
    await founded.says(HEALTH, "me unit Health")
    assert f"{community.id}/question:1" in await wanted(founded)


async def test_a_nameless_question_is_not_redrawn_when_its_asker_is_forgotten(founded: Founded) -> None:
    community = await founded.opens()
    await founded.says(HEALTH, "me", founded.home)
    asked = await founded.presses(HEALTH, await founded.says(HEALTH, f"ask {QUESTION}"), "Hide my name")
    await founded.presses(HEALTH, asked, "Post it")
    await shown_as_wanted(founded)
    await founded.says(HEALTH, "me forget now")
    assert f"{community.id}/question:1" not in await wanted(founded)


async def test_the_last_steward_names_another_before_being_forgotten(founded: Founded) -> None:
    await founded.opens()
    for line in ("me forget", "me forget now"):
        assert "You are the only steward. Name another one first" in told(await founded.says(STEWARD, line))
    await founded.says(HEALTH, f"join {await founded.code('Invite a steward')}")
    assert "You are forgotten here" in told(await founded.says(STEWARD, "me forget now"))
    assert len(await founded.stewards()) == 1


async def test_somebody_who_was_forgotten_may_come_back_as_somebody_new(founded: Founded) -> None:
    await founded.opens()
    await founded.says(HEALTH, "me unit Health", founded.home)
    before = await founded.member(HEALTH)
    await founded.says(HEALTH, "me forget now")
    await founded.says(HEALTH, "me", founded.home)
    after = await founded.member(HEALTH)
    assert before is not None
    assert after is not None
    assert before.id != after.id
    assert after.unit == ""


async def test_nobody_is_forgotten_by_a_press_that_names_somebody_else(founded: Founded) -> None:
    await founded.opens()
    await founded.says(HEALTH, "me", founded.home)
    await founded.says(LABOUR, "me", founded.home)
    member = await founded.member(LABOUR)
    assert member is not None
    for action in founded.stage.catalogue.buttons:
        if action.startswith("member."):
            pressed = await founded.stage.press(HEALTH, founded.home, action, str(member.subject))
            assert "can't find that" in told(pressed), action
    assert await founded.member(HEALTH) is not None


async def wanted(founded: Founded) -> set[str]:
    """What the courier has to draw now."""
    stage = founded.stage
    rows = await stage.store.ledger.claim(stage.clock.now(), lease=LEASE, most=50)
    return {str(row.subject) for row in rows}


async def shown_as_wanted(founded: Founded) -> None:
    """Everything stands as it is wanted."""
    stage = founded.stage
    now = stage.clock.now()
    for row in await stage.store.ledger.claim(now, lease=LEASE, most=50):
        message = MessageRef(founded.home.channel, f"m{row.id}")
        await stage.store.ledger.shown(row, row.wanted, message, now)
