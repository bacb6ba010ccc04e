"""What stewards look after."""

from dataclasses import replace

import pytest

from bot.chat.forms import ChoiceField, TextField
from bot.chat.replies import FormErrors, OpenForm
from bot.community.actions.settings import make_steward
from bot.errors import Unknown
from tests.stage import told
from tests.unit.community.founding import FORESTS, HEALTH, LABOUR, STEWARD, Founded


async def test_a_member_who_asks_for_settings_is_told_who_the_stewards_are(founded: Founded) -> None:
    await founded.opens()
    await founded.is_called(STEWARD, "Amara")
    assert "They are: Amara" in told(await founded.says(HEALTH, "settings", founded.home))
    community = await founded.community()
    pressed = await founded.stage.press(HEALTH, founded.home, "settings.change", str(community.subject))
    assert "Only a steward" in told(pressed)


async def test_every_setting_of_every_feature_is_in_the_form_as_it_is(founded: Founded) -> None:
    await founded.opens()
    reply = await founded.says(STEWARD, "settings change")
    assert isinstance(reply, OpenForm)
    standing = {field.name: field.value for field in reply.form.fields if isinstance(field, TextField | ChoiceField)}
    assert set(founded.stage.catalogue.settings) == set(standing) - {"name", "zone"}
    assert standing["questions.nameless"] == "yes"
    assert standing["community.meets"] == "monthly"


async def test_every_choice_in_the_form_can_be_made_for_platforms_take_an_empty_one_for_no_answer(
    founded: Founded,
) -> None:
    await founded.opens()
    reply = await founded.says(STEWARD, "settings change")
    assert isinstance(reply, OpenForm)
    for field in reply.form.fields:
        if isinstance(field, ChoiceField):
            values = [option.value for option in field.options]
            assert all(values) and field.value in values, field.name


async def test_what_is_changed_is_kept_and_logged_without_the_words(founded: Founded) -> None:
    community = await founded.opens()
    await founded.is_called(STEWARD, "Amara")
    values = {"name": "Policy CoP", "questions.nameless": "no", "questions.caution": "Mind the secret marmalade"}
    reply = await founded.stage.send(STEWARD, founded.home, "settings.change", values, str(community.subject))
    assert "Mind the secret marmalade" in told(reply)
    log = told(await founded.says(STEWARD, "settings log"))
    assert "Amara changed a setting of the community: People may ask without a name" in log
    assert "marmalade" not in log
    assert "When you meet" not in log


async def test_what_stays_as_it_is_is_not_kept(founded: Founded) -> None:
    community = await founded.opens()
    form = await founded.says(STEWARD, "settings change")
    assert isinstance(form, OpenForm)
    values = {field.name: field.value for field in form.form.fields if isinstance(field, TextField | ChoiceField)}
    await founded.stage.send(STEWARD, founded.home, "settings.change", values, str(community.subject))
    kept = await founded.stage.store.read(lambda work: work.communities.settings(community.id))
    assert kept == {"community.meets": "monthly"}
    assert "changed a setting" not in told(await founded.says(STEWARD, "settings log"))


async def test_a_new_name_stands_everywhere_and_none_is_refused(founded: Founded) -> None:
    community = await founded.opens()
    for name, refused in (("Better name", False), (" ", True)):
        values = {"name": name, "zone": "Mars/Olympus"}
        reply = await founded.stage.send(STEWARD, founded.home, "settings.change", values, str(community.subject))
        assert isinstance(reply, FormErrors) == refused
    changed = await founded.community()
    assert changed == replace(community, name="Better name")


async def test_what_was_flagged_waits_where_stewards_see_it(founded: Founded) -> None:
    await founded.opens()
    await founded.asks(HEALTH, "How early do you bring local governments in?")
    await founded.says(LABOUR, "flag 1", founded.home)
    settings = told(await founded.says(STEWARD, "settings"))
    assert "Waiting for a steward: question 1" in settings
    assert "hide question 1" in settings
    assert "Somebody flagged question 1" in told(await founded.says(STEWARD, "settings log"))


async def test_a_community_never_loses_its_last_steward(founded: Founded) -> None:
    await founded.opens()
    assert "You are the only steward" in told(await founded.says(STEWARD, "settings leave"))
    await founded.says(HEALTH, f"join {await founded.code('Invite a steward')}")
    assert "a steward no more" in told(await founded.says(STEWARD, "settings leave"))
    assert "You are the only steward" in told(await founded.says(HEALTH, "settings leave"))
    assert len(await founded.stewards()) == 1


async def test_a_steward_can_be_made_from_the_command_line(founded: Founded) -> None:
    community = await founded.opens()
    await founded.says(HEALTH, "me", founded.home)
    member = await founded.member(HEALTH)
    assert member is not None
    now = founded.stage.clock.now()
    for _ in range(2):
        await founded.stage.store.write(lambda work: make_steward(community.id, member.id, work, now))
    assert member.id in await founded.stewards()
    with pytest.raises(Unknown):
        await founded.stage.store.write(lambda work: make_steward(community.id, 99, work, now))


async def test_a_home_channel_that_is_not_named_is_asked_for(founded: Founded) -> None:
    await founded.opens()
    assert "Please add the number" in told(await founded.says(STEWARD, "settings home"))


async def test_settings_say_which_platform_is_missing(founded: Founded) -> None:
    await founded.opens()
    assert "Connect another platform" in told(await founded.says(STEWARD, "settings"))
    await founded.enters(FORESTS, await founded.code("Connect another platform"), founded.other)
    assert "Connect another platform" not in told(await founded.says(STEWARD, "settings"))
