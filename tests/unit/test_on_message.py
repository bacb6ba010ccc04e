"""What people do with a message where it stands: a form first, the way back kept, nobody's words copied."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from bot.catalogue import Catalogue, Work
from bot.chat.calls import ButtonCall, MessageCall, Where
from bot.chat.forms import Form, TicksField, Values
from bot.chat.refs import AccountRef
from bot.chat.replies import FormErrors, OpenForm, Reply
from bot.feature import Feature, OnMessage, Pressed
from bot.topics.actions import bringing
from tests.scenarios.onlookers import rows
from tests.stage import told
from tests.unit.community.founding import FORESTS, HEALTH, LABOUR, STEWARD, Founded

LINK = "https://policy.slack.com/archives/C1/p1700000000000100"
PLAN = "https://docs.example.org/consultation-plan"
ASK, SAVE, ADD = "question.from_message", "resource.from_message", "topic.from_message"


async def chooses(
    opened: Founded, who: AccountRef, action: str, text: str, *, own: bool = False, where: Where | None = None
) -> Reply:
    key, place = opened.stage.key(), where or opened.home
    return await opened.stage.door(MessageCall(key, who, place, action, text, LINK, own=own))


def form_of(reply: Reply) -> Form:
    assert isinstance(reply, OpenForm), told(reply)
    return reply.form


def standing(form: Form) -> Mapping[str, str]:
    """What stands in the fields beforehand."""
    return {field.name: field.value for field in form.fields if not isinstance(field, TicksField)}


async def sends(opened: Founded, who: AccountRef, form: Form, where: Where | None = None, **values: str) -> Reply:
    filled: Values = {**standing(form), **values}
    return await opened.stage.send(who, where or opened.home, form.action, filled, str(form.subject or ""))


async def test_ones_own_message_stands_in_the_form_with_the_way_back(founded: Founded) -> None:
    await founded.opens()
    form = form_of(await chooses(founded, HEALTH, ASK, "How early do you start?\nWe have weeks #timing", own=True))
    fields = standing(form)
    assert fields["text"] == "How early do you start?"
    assert fields["detail"] == f"We have weeks\n\nIt began here: {LINK}"
    assert fields["tags"] == "#timing"
    await founded.presses(HEALTH, await sends(founded, HEALTH, form), "Post it", founded.home)
    shown = told(await founded.says(LABOUR, "question 1", founded.home))
    assert "How early do you start?" in shown
    assert LINK in shown


async def test_of_somebody_elses_message_only_the_link_is_brought_along(founded: Founded) -> None:
    await founded.opens()
    for action in (ASK, SAVE, ADD):
        form = form_of(await chooses(founded, HEALTH, action, f"Zebras need licences {PLAN}"))
        assert not any("Zebras" in value for value in standing(form).values()), form
        assert "Zebras" in told(OpenForm(form)), "whoever fills it in can read it"
    assert LINK in standing(form_of(await chooses(founded, HEALTH, ASK, "Zebras")))["detail"]
    assert standing(form_of(await chooses(founded, HEALTH, ADD, "Zebras")))["link"] == LINK


@pytest.mark.parametrize("own", [True, False])
async def test_nothing_of_a_message_is_kept_before_the_form_is_sent(
    founded: Founded, tmp_path: Path, own: bool
) -> None:
    await founded.opens()
    await founded.says(HEALTH, "me unit Health", founded.home)
    before = list(rows(tmp_path / "cop.db"))
    for action in (ASK, SAVE, ADD):
        form_of(await chooses(founded, HEALTH, action, "Zebras need licences", own=own))
    assert list(rows(tmp_path / "cop.db")) == before


async def test_what_others_saw_one_say_cannot_be_asked_without_the_name(founded: Founded) -> None:
    await founded.opens()
    seen = form_of(await chooses(founded, HEALTH, ASK, "How early do you start?", own=True))
    assert not any(field.name == "nameless" for field in seen.fields)
    preview = told(await sends(founded, HEALTH, seen))
    assert "Hide my name" not in preview
    forged = await founded.stage.send(HEALTH, founded.home, seen.action, {"text": "Zebras?", "nameless": ("yes",)})
    assert "can't ask them without your name" in told(forged)
    others = form_of(await chooses(founded, HEALTH, ASK, "How early do you start?"))
    assert any(field.name == "nameless" for field in others.fields)
    assert "Hide my name" in told(await sends(founded, HEALTH, others, text="Is it early?"))


async def test_the_link_in_a_message_is_shared_and_one_that_is_known_opens_its_entry(founded: Founded) -> None:
    await founded.opens()
    form = form_of(await chooses(founded, HEALTH, SAVE, f"Our plan: {PLAN}, have a look #consultation", own=True))
    assert standing(form)["url"] == PLAN
    assert standing(form)["title"] == "Our plan: have a look"
    assert standing(form)["tags"] == "#consultation"
    await sends(founded, HEALTH, form)
    assert "Our plan: have a look" in told(await founded.says(LABOUR, "library", founded.home))
    assert "This is in the library." in told(await chooses(founded, LABOUR, SAVE, f"Again: {PLAN}?utm_source=x"))
    await founded.stage.send(STEWARD, founded.home, "resource.hide", {"reason": "unkind"}, "1/resource:1")
    assert "Our plan" not in told(await chooses(founded, LABOUR, SAVE, f"Again: {PLAN}"))


async def test_a_message_without_a_link_is_shared_by_its_own(founded: Founded) -> None:
    await founded.opens()
    form = form_of(await chooses(founded, HEALTH, SAVE, "Six weeks, always"))
    assert standing(form)["url"] == LINK
    await sends(founded, HEALTH, form, title="Six weeks")
    assert LINK in told(await founded.says(LABOUR, "resource 1", founded.home))


async def test_a_topic_keeps_where_it_came_up_until_it_is_taken_back(founded: Founded) -> None:
    await founded.opens()
    form = form_of(await chooses(founded, HEALTH, ADD, "Consultation\nmethods", own=True))
    assert standing(form) == {"text": "Consultation methods", "link": LINK}
    await sends(founded, HEALTH, form)
    assert LINK in told(await founded.says(LABOUR, "topic 1", founded.home))
    edit = form_of(await founded.stage.press(HEALTH, founded.home, "topic.edit", "1/topic:1"))
    wrong = await sends(founded, HEALTH, edit, link="javascript:alert(1)")
    assert isinstance(wrong, FormErrors)
    assert set(wrong.errors) == {"link"}
    await sends(founded, HEALTH, edit, text="Consultation")
    assert LINK in told(await founded.says(LABOUR, "topic 1", founded.home))
    await founded.says(HEALTH, "topic takeback 1", founded.home)
    assert (await founded.stage.store.read(lambda work: work.topics.get(1, 1))).link == ""


async def test_whoever_is_forgotten_leaves_the_topic_and_no_link_to_their_message(founded: Founded) -> None:
    await founded.opens()
    for who, text in ((HEALTH, "Consultation methods"), (LABOUR, "Drafting legislation")):
        await sends(founded, who, form_of(await chooses(founded, who, ADD, text, own=True)))
    await founded.says(HEALTH, "me forget now", founded.home)
    gone, stays = [await founded.stage.store.read(lambda work, n=n: work.topics.get(1, n)) for n in (1, 2)]  # type: ignore[misc]  # a default binds the loop's value
    assert (gone.text, gone.link, stays.link) == ("Consultation methods", "", LINK)


async def test_what_sounds_like_another_topic_keeps_its_link_when_it_is_added_all_the_same(founded: Founded) -> None:
    await founded.opens()
    await founded.says(LABOUR, "topic Consultation methods that work", founded.home)
    form = form_of(await chooses(founded, HEALTH, ADD, "Consultation methods that do work", own=True))
    near = await sends(founded, HEALTH, form)
    await founded.presses(HEALTH, near, "Mine is different, add it", founded.home)
    shown = told(await founded.says(LABOUR, "topic 2", founded.home))
    assert "do work" in shown
    assert LINK in shown


@pytest.mark.parametrize("own", [True, False])
@pytest.mark.parametrize("action", [ASK, SAVE, ADD])
async def test_the_private_button_opens_the_same_form_where_it_could_not_open_by_itself(
    founded: Founded, action: str, own: bool
) -> None:
    await founded.opens()
    form = form_of(await chooses(founded, HEALTH, action, "How early?\n\nWe have weeks", own=own))
    again = await founded.stage.press(HEALTH, founded.home, form.opener, str(form.subject or ""), form.carried)
    assert replace(form_of(again), nonce="") == replace(form, nonce="")


async def test_somebody_in_no_community_is_told_and_nothing_is_kept(founded: Founded, tmp_path: Path) -> None:
    await founded.opens()
    elsewhere = founded.stage.channel("east", "elsewhere")
    before = list(rows(tmp_path / "cop.db"))
    reply = await chooses(founded, LABOUR, SAVE, "Zebras", where=elsewhere)
    assert "community" in told(reply)
    assert list(rows(tmp_path / "cop.db")) == before


async def test_before_the_doors_are_open_nobody_brings_anything(founded: Founded) -> None:
    await founded.set_up()
    assert "isn't open yet" in told(await chooses(founded, HEALTH, ASK, "How early?"))


async def test_a_member_brings_along_what_stands_in_any_channel(founded: Founded) -> None:
    await founded.opens()
    await founded.says(HEALTH, "me unit Health", founded.home)
    elsewhere = founded.stage.channel("east", "elsewhere")
    form = form_of(await chooses(founded, HEALTH, ADD, "Zebras", own=True, where=elsewhere))
    await sends(founded, HEALTH, form, elsewhere)
    assert "Zebras" in told(await founded.says(LABOUR, "topic", founded.home))


async def test_what_nobody_declared_is_unknown(founded: Founded) -> None:
    await founded.opens()
    assert "can't find that" in told(await chooses(founded, HEALTH, "message.eat", "Zebras"))


async def test_the_same_choice_sent_twice_is_one(founded: Founded) -> None:
    await founded.opens()
    call = MessageCall("twice", FORESTS, founded.home, ASK, "How early?", LINK, own=True)
    form_of(await founded.stage.door(call))  # makes a member, so that something is kept
    assert told(await founded.stage.door(call)) == "nothing"


def test_a_title_that_no_menu_holds_is_refused_with_its_catalogue() -> None:
    for titles in (("x" * 25,), ("",), ("Same", "Same")):
        feature: Feature[Work] = Feature("f", on_message={f"m.{n}": chosen(title) for n, title in enumerate(titles)})
        with pytest.raises(ValueError, match="24 characters"):
            Catalogue([feature])
    with pytest.raises(ValueError, match="No such button"):
        Catalogue([Feature("f", anywhere={"m.gone": "Gone"})])
    twice: Feature[Work] = Feature("f", buttons={"m.a": Pressed(_nothing)}, on_message={"m.a": chosen("A")})
    with pytest.raises(ValueError, match="Two features"):
        Catalogue([twice])


def chosen(title: str) -> OnMessage[Work]:
    return OnMessage(title, bringing.suggest)


def _nothing(_call: ButtonCall, _caller: object, _work: object, _now: object) -> Reply:
    raise AssertionError
