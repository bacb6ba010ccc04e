"""Somebody goes on in another unit: what they wrote keeps the old one, and everything can come along."""

from bot.chat.refs import AccountRef
from tests.stage import told
from tests.unit.community.founding import FORESTS, HEALTH, LABOUR, STEWARD, Founded, code_in

QUESTION = "How early do you bring local governments into a regulation change?"


async def test_replies_keep_the_unit_of_their_day(founded: Founded) -> None:
    await founded.opens()
    await founded.asks(LABOUR, QUESTION)
    await founded.says(HEALTH, "me unit Labour", founded.home)
    await founded.says(HEALTH, "me name Leilani")
    await founded.says(HEALTH, "reply 1 Six weeks before", founded.home)
    shown = told(await founded.says(HEALTH, "me moved Finance"))
    assert "You're with Finance now" in shown
    assert "Beside what you wrote stands “then Labour”" in shown
    assert "Leilani (then Labour)" in told(await founded.says(LABOUR, "question 1", founded.home))


async def test_the_form_offers_the_list_and_leaves_room_for_another(founded: Founded) -> None:
    await founded.opens()
    await founded.says(STEWARD, "units add Finance | Treasury")
    form = told(await founded.says(HEALTH, "me moved", founded.home))
    assert "Option(value='Finance'" in form
    assert "Or one that isn't there" in form
    chosen = {"unit": "Finance", "other": ""}
    assert "You're with Finance now" in told(await founded.stage.send(HEALTH, founded.home, "member.moved", chosen))
    typed = {"unit": "Finance", "other": "Parks"}
    assert "You're with Parks now" in told(await founded.stage.send(HEALTH, founded.home, "member.moved", typed))
    other_name = {"other": "treasury"}
    moved = told(await founded.stage.send(HEALTH, founded.home, "member.moved", other_name))
    assert "You're with Finance now" in moved
    nothing = told(await founded.stage.send(HEALTH, founded.home, "member.moved", {}))
    assert "Which unit are you with now?" in nothing


async def test_history_goes_to_a_new_account_by_a_code(founded: Founded) -> None:
    await founded.opens()
    await founded.says(HEALTH, "me unit Health", founded.home)
    await founded.asks(HEALTH, QUESTION)
    before = await founded.member(HEALTH)
    code = code_in(
        await founded.presses(HEALTH, await founded.says(HEALTH, "me moved Labour"), "Carry it to a new account")
    )
    new = AccountRef("east", "t", "health-at-labour")
    await founded.presses(new, await founded.says(new, f"join {code}"), "Yes, both are mine")
    after = await founded.member(new)
    assert before is not None
    assert after is not None
    assert (after.id, after.unit) == (before.id, "Labour")
    assert "1 question with your name" in told(await founded.says(new, "me kept"))


async def test_nobody_moves_somebody_else(founded: Founded) -> None:
    await founded.opens()
    await founded.says(HEALTH, "me", founded.home)
    await founded.says(LABOUR, "me", founded.home)
    subject = str((await founded.member(LABOUR)).subject)  # type: ignore[union-attr]
    for name in ("member.moved", "member.export"):
        assert "can't find that" in told(await founded.stage.press(HEALTH, founded.home, name, subject, "Parks"))
    assert "can't find that" in told(
        await founded.stage.send(HEALTH, founded.home, "member.moved", {"unit": "Parks"}, subject)
    )
    assert await founded.member(FORESTS) is None
