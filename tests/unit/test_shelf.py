"""What a member may put before others: what their community shows, without names, and nothing to anybody else."""

from dataclasses import replace

import pytest

from bot.chat.calls import Where
from bot.chat.cards import Button, buttons_of
from bot.chat.picks import Browse, Picks
from bot.chat.plain import plain
from bot.chat.refs import AccountRef
from bot.chat.richtext import flat
from bot.errors import Busy
from tests.unit.community.founding import FORESTS, HEALTH, LABOUR, STEWARD, Founded
from tests.unit.library.conftest import helped

STRANGER = AccountRef("east", "t", "stranger")
FORESTS_HERE = AccountRef("east", "t", "forests")


async def browses(
    founded: Founded, who: AccountRef | None, text: str = "", where: Where | None = None, skip: int = 0, most: int = 10
) -> Picks:
    return await founded.stage.door.browse(Browse(who, where or founded.home, text, skip, most))


async def titles(founded: Founded, text: str = "", skip: int = 0, most: int = 10) -> list[str]:
    return [pick.title for pick in (await browses(founded, HEALTH, text, skip=skip, most=most)).picks]


async def filled(founded: Founded) -> None:
    """A question that Labour's reply helped, one that is open, a resource."""
    await founded.opens()
    await helped(founded)
    await founded.asks(HEALTH, "Who keeps zebras?")
    await founded.says(LABOUR, "share https://example.org/plan Consultation plan", founded.home)


async def test_without_words_the_newest_stand_first_page_by_page(founded: Founded) -> None:
    await filled(founded)
    everything = await titles(founded)
    assert sorted(everything) == ["Consultation plan", "How early do you start?", "Who keeps zebras?"]
    pages = [title for skip in (0, 1, 2, 3) for title in await titles(founded, skip=skip, most=1)]
    assert pages == everything


async def test_words_find_resources_questions_and_replies_that_helped(founded: Founded) -> None:
    await filled(founded)
    assert await titles(founded, "zebras") == ["Who keeps zebras?"]
    assert await titles(founded, "consultation plan") == ["Consultation plan"]
    reply = (await browses(founded, HEALTH, "six weeks before")).picks[0]
    assert "Six weeks before" in plain(reply.card)
    nothing = await browses(founded, HEALTH, "unicorns")
    assert not nothing.picks
    assert "nothing about that yet" in nothing.sentence


async def test_what_is_put_before_others_names_nobody_and_has_nothing_to_press(founded: Founded) -> None:
    await filled(founded)
    await founded.is_called(HEALTH, "Hanna Healthy")
    await founded.says(FORESTS_HERE, "me unit Forests", founded.home)
    picks = [*(await browses(founded, FORESTS_HERE)).picks]
    picks += (await browses(founded, FORESTS_HERE, "six weeks before")).picks
    assert any("Six weeks before" in plain(pick.card) for pick in picks)
    for pick in picks:
        read = f"{pick.title} {flat(pick.line)} {plain(pick.card)}"
        assert "Lena" not in read
        assert "Hanna" not in read
        assert not [one for one in buttons_of(pick.card) if isinstance(one, Button)]
        assert "Policy CoP" in plain(pick.card), "where it comes from"
    assert any("https://example.org/plan" in plain(pick.card) for pick in picks)


async def test_a_question_without_a_name_stays_so(founded: Founded) -> None:
    await founded.opens()
    await founded.says(HEALTH, "me unit Secrets", founded.home)
    await founded.is_called(HEALTH, "Hanna Healthy")
    await helped(founded, nameless=True)
    picks = [*(await browses(founded, STEWARD)).picks, *(await browses(founded, STEWARD, "six weeks")).picks]
    assert len(picks) >= 2
    for pick in picks:
        read = f"{pick.title} {flat(pick.line)} {plain(pick.card)}"
        assert "Hanna" not in read
        assert "Secrets" not in read


@pytest.mark.parametrize("gone", ["takeback 1", "hide"])
async def test_what_is_taken_back_or_hidden_is_put_before_nobody(founded: Founded, gone: str) -> None:
    await filled(founded)
    if gone == "hide":
        for kind, number in (("question", 1), ("resource", 1)):
            await founded.stage.send(STEWARD, founded.home, f"{kind}.hide", {"reason": "unkind"}, f"1/{kind}:{number}")
    else:
        await founded.says(HEALTH, gone, founded.home)
        await founded.says(LABOUR, "takeback resource 1", founded.home)
    assert await titles(founded) == ["Who keeps zebras?"]
    for words in ("six weeks before", "how early", "consultation plan"):
        assert await titles(founded, words) in ([], ["Who keeps zebras?"])


async def test_strangers_are_told_in_a_sentence_and_looking_makes_nobody_a_member(founded: Founded) -> None:
    await filled(founded)
    for who, where in (
        (STRANGER, founded.home),
        (STRANGER, founded.stage.channel("east", "far")),
        (None, founded.home),
    ):
        told = await browses(founded, who, "zebras", where)
        assert not told.picks
        assert "Only members" in told.sentence
    assert await founded.member(STRANGER) is None


async def test_before_the_doors_are_open_there_is_nothing_to_look_through(founded: Founded) -> None:
    await founded.set_up()
    assert "isn't open yet" in (await browses(founded, STEWARD)).sentence


async def test_each_community_shows_its_own_and_who_is_in_several_chooses_first(founded: Founded) -> None:
    await filled(founded)
    far = founded.stage.channel("east", "far")
    await founded.stage.arrive(far, FORESTS)
    await second_community(founded, far)
    await founded.says(HEALTH, "me unit Health", far)
    elsewhere = founded.stage.channel("east", "elsewhere")
    assert "several communities" in (await browses(founded, HEALTH, where=elsewhere)).sentence
    assert not (await browses(founded, HEALTH, "zebras", far)).picks
    assert [pick.title for pick in (await browses(founded, HEALTH, "zebras", founded.home)).picks]
    theirs = await founded.community(far)
    await founded.stage.press(HEALTH, founded.dm(HEALTH), "community.choose", str(theirs.subject))
    assert not (await browses(founded, HEALTH, "zebras", elsewhere)).picks
    here = await founded.community()
    await founded.stage.press(HEALTH, founded.dm(HEALTH), "community.choose", str(here.subject))
    assert (await browses(founded, HEALTH, "zebras", elsewhere)).picks


async def test_a_community_that_is_not_open_yet_hides_no_open_one(founded: Founded) -> None:
    await filled(founded)
    begun, elsewhere = founded.stage.channel("east", "begun"), founded.stage.channel("east", "elsewhere")
    await founded.stage.arrive(begun, HEALTH)
    account = await founded.stage.store.read(lambda work: work.members.known_account(HEALTH))
    assert account is not None
    await founded.stage.store.write(lambda work: work.members.save_account(replace(account, chosen_community=None)))
    for where in (begun, elsewhere, founded.home, founded.dm(HEALTH)):
        assert [pick.title for pick in (await browses(founded, HEALTH, "zebras", where)).picks] == ["Who keeps zebras?"]
    assert [pick.title for pick in (await browses(founded, LABOUR, "zebras", begun)).picks], "a member of another"
    assert not (await browses(founded, STRANGER, "zebras", begun)).picks
    theirs = (await founded.community(begun)).subject
    await founded.stage.press(HEALTH, founded.dm(HEALTH), "community.choose", str(theirs))
    assert (await browses(founded, HEALTH, "zebras", elsewhere)).picks, "there is nothing to look through yet"


async def second_community(founded: Founded, far: Where) -> None:
    other = AccountRef("east", "t", "other-steward")
    await founded.stage.arrive(far, other)
    community = await founded.community(far)
    values = {"name": "Far CoP", "meets": "monthly", "second": "", "zone": "America/Toronto"}
    setter = FORESTS if await founded.member(FORESTS, community) else other
    reply = await founded.stage.send(setter, founded.dm(setter), "community.setup", values, str(community.subject))
    await founded.presses(setter, reply, "Open the doors")
    assert (await founded.community(far)).open


async def test_when_it_cannot_be_looked_up_that_is_said(founded: Founded, monkeypatch: pytest.MonkeyPatch) -> None:
    await founded.opens()

    async def busy(*_: object) -> None:
        raise Busy

    monkeypatch.setattr(founded.stage.store, "read", busy)
    assert "very busy" in (await browses(founded, HEALTH)).sentence
