"""The stewards' log: who and when, with reasons, never anybody's words."""

from bot.catalogue import Work
from bot.chat.refs import Subject
from bot.community.actions.log import ON_A_PAGE
from bot.history import Happening
from bot.members.actions.leaving import introduce
from tests.stage import button, card, told
from tests.unit.community.founding import HEALTH, LABOUR, STEWARD, Founded


async def test_a_hiding_is_told_with_who_and_why_and_without_the_words(founded: Founded) -> None:
    await founded.opens()
    await founded.is_called(STEWARD, "Amara")
    await founded.asks(HEALTH, "Where is the secret marmalade?")
    await founded.says(LABOUR, "flag 1", founded.home)
    await founded.stage.send(STEWARD, founded.home, "question.hide", {"reason": "personal"}, "1/question:1")
    await founded.says(STEWARD, "help")
    log = told(await founded.says(STEWARD, "log"))
    assert "Amara hid question 1, because it may hold personal information" in log
    assert "Somebody flagged question 1" in log
    assert "marmalade" not in log
    assert log == told(await founded.says(STEWARD, "settings log"))


async def test_whoever_asked_without_a_name_has_none_in_the_log(founded: Founded) -> None:
    await founded.opens()
    preview = await founded.stage.send(
        HEALTH, founded.home, "question.ask", {"text": "How early?", "nameless": ("yes",)}
    )
    await founded.presses(HEALTH, preview, "Post it", founded.home)
    await founded.is_called(HEALTH, "Hana")
    await founded.says(HEALTH, "takeback 1", founded.home)
    log = told(await founded.says(STEWARD, "log"))
    assert "Somebody took back question 1" in log
    assert "Hana" not in log


async def test_who_comes_and_goes_is_told(founded: Founded) -> None:
    await founded.opens()
    await founded.says(HEALTH, "me unit Health", founded.home)
    await founded.says(LABOUR, "me forget now", founded.home)
    account = await founded.account(HEALTH)
    await founded.stage.store.write(lambda work: introduce(account, None, work, founded.stage.clock.now()))
    log = told(await founded.says(STEWARD, "log"))
    assert "member 3 asked to be forgotten" in log
    assert "No account is left of member 2" in log


async def test_it_is_read_page_by_page(founded: Founded) -> None:
    await founded.opens()
    now = founded.stage.clock.now()

    def much(work: Work) -> None:
        for number in range(1, 2 * ON_A_PAGE):
            work.history.add(Happening(now, 1, "hid", Subject(1, "question", number)))
            work.history.add(Happening(now, 1, "edited", Subject(1, "member", 1)))

    await founded.stage.store.write(much)
    first = await founded.says(STEWARD, "log")
    assert told(first).count("hid question") == ON_A_PAGE
    assert button(card(first), "Older").choice == "2"
    second = told(await founded.presses(STEWARD, first, "Older"))
    assert second == told(await founded.says(STEWARD, "log 2"))
    assert second.count("hid question") == ON_A_PAGE - 1
    assert "opened the doors" in second + told(await founded.says(STEWARD, "log 3"))
    assert "Nothing happened yet." in told(await founded.says(STEWARD, "log 99"))


async def test_only_stewards_read_it(founded: Founded) -> None:
    await founded.opens()
    assert "opened the doors" not in told(await founded.says(HEALTH, "log", founded.home))
    community = await founded.community()
    pressed = await founded.stage.press(HEALTH, founded.home, "settings.log", str(community.subject))
    assert "Only a steward" in told(pressed)
