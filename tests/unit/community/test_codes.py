"""One-time codes: what each kind does, and that nobody learns anything from a wrong one."""

from dataclasses import replace
from datetime import timedelta

from bot.chat.calls import Where
from bot.chat.replies import OpenForm, Reply
from bot.community.actions.codes import new_setup_code
from bot.community.model import could_be_code, digest, looks_like_code, new_code
from bot.postings import Direct, InChannel
from tests.stage import told
from tests.unit.community.founding import FORESTS, HEALTH, LABOUR, STEWARD, Founded, code_in

WRONG = "That code doesn't work here"


async def setup_code(founded: Founded) -> str:
    """What `cop setup-code` prints."""
    stage = founded.stage
    return await stage.store.write(lambda work: new_setup_code(work, stage.clock.now(), b""))


def test_a_code_is_eight_letters_and_digits_in_two_groups() -> None:
    for code in (new_code() for _ in range(200)):
        assert could_be_code(code)
        assert not set(code) & set("01IOL")


def test_capitals_hyphens_and_spaces_make_no_difference() -> None:
    assert digest("K7QM-2XPA", b"key") == digest(" k7qm 2xpa", b"key") != digest("K7QM-2XPA", b"other")


def test_a_word_of_eight_letters_is_no_code_unless_it_is_asked_for() -> None:
    assert not looks_like_code("SANDWEAR")
    assert looks_like_code("SAND-WEAR")
    assert could_be_code("SANDWEAR")
    assert not could_be_code("AAAA-AAA")


async def test_the_set_up_code_makes_a_steward_and_goes_on_with_the_questions(founded: Founded) -> None:
    code = await setup_code(founded)
    reply = await founded.says(STEWARD, f"setup {code}", founded.home)
    assert isinstance(reply, OpenForm)
    assert reply.form.action == "community.setup"
    community = await founded.community()
    account = await founded.account(STEWARD)
    assert await founded.places(community.subject.about("setup")) == [Direct(account.id)]
    done = await founded.stage.send(STEWARD, founded.home, "community.setup", {"name": "Ours"}, str(community.subject))
    assert "Ours is set up" in told(done)


async def test_setup_without_a_code_asks_for_it_in_a_form(founded: Founded) -> None:
    reply = await founded.says(STEWARD, "setup", founded.home)
    assert isinstance(reply, OpenForm)
    assert isinstance(await founded.enters(STEWARD, await setup_code(founded), founded.home), OpenForm)
    assert len(await founded.stewards()) == 1


async def test_where_answers_come_elsewhere_the_form_remembers_its_channel(founded: Founded) -> None:
    asked = await founded.stage.say(FORESTS, founded.other, "setup", private=False)
    assert isinstance(asked, OpenForm)
    reply = await founded.enters(FORESTS, await setup_code(founded), founded.dm(FORESTS), str(asked.form.subject))
    assert isinstance(reply, OpenForm)
    community = await founded.community(founded.other)
    member = await founded.member(FORESTS, community)
    assert member is not None
    assert member.steward


async def test_a_set_up_code_in_direct_messages_names_no_channel_and_stays_good(founded: Founded) -> None:
    code = await setup_code(founded)
    assert WRONG in told(await founded.says(STEWARD, f"setup {code}"))
    assert isinstance(await founded.says(STEWARD, f"setup {code}", founded.home), OpenForm)


async def test_a_set_up_code_cannot_take_over_an_open_community(founded: Founded) -> None:
    await founded.opens()
    reply = await founded.enters(HEALTH, await setup_code(founded), founded.home)
    assert WRONG in told(reply)
    assert len(await founded.stewards()) == 1


async def test_a_channel_of_the_other_platform_joins_with_a_code(founded: Founded) -> None:
    await founded.opens()
    await founded.stage.arrive(founded.other, FORESTS)
    before = await founded.community(founded.other)
    code = await founded.code("Connect another platform")
    assert "part of Policy CoP now" in told(await founded.enters(FORESTS, code, founded.other))
    community = await founded.community()
    assert await founded.community(founded.other) == community
    assert [channel.home for channel in await founded.channels()] == [True, True]
    joined = (await founded.channels())[1]
    assert InChannel(joined.id) in await founded.places(community.subject.about("hello"))
    gone = await founded.stage.store.read(lambda work: work.communities.get(before.id))
    assert gone.closed_at is not None
    assert await founded.places(before.subject.about("setup")) == []
    member = await founded.member(FORESTS)
    assert member is not None
    assert not member.steward


async def test_the_installers_own_card_leads_to_the_form_that_connects(founded: Founded) -> None:
    await founded.opens()
    await founded.stage.arrive(founded.other, FORESTS)
    code = await founded.code("Connect another platform")
    before = await founded.community(founded.other)
    asked = await founded.stage.press(FORESTS, founded.dm(FORESTS), "code.enter", str(before.subject.about("setup")))
    assert isinstance(asked, OpenForm)
    await founded.enters(FORESTS, code, founded.dm(FORESTS), str(asked.form.subject))
    assert await founded.community(founded.other) == await founded.community()


async def test_a_channel_the_bot_never_arrived_in_joins_all_the_same(founded: Founded) -> None:
    await founded.opens()
    asked = await founded.stage.say(FORESTS, founded.other, "join", private=False)
    assert isinstance(asked, OpenForm)
    code = await founded.code("Connect another platform")
    await founded.enters(FORESTS, code, founded.dm(FORESTS), str(asked.form.subject))
    community = await founded.community()
    assert await founded.community(founded.other) == community
    assert await founded.stage.store.read(lambda work: list(work.communities.all())) == [community]


async def test_a_second_steward_of_an_unopened_community_may_open_it(founded: Founded) -> None:
    reply = await founded.set_up(second="Leilani")
    named = await founded.says(HEALTH, f"join {code_of(reply)}")
    await founded.presses(HEALTH, await founded.presses(HEALTH, named, "How far we are"), "Open the doors")
    assert (await founded.community()).open


async def test_a_second_channel_of_a_platform_does_not_become_its_home(founded: Founded) -> None:
    await founded.opens()
    further = founded.stage.channel("east", "further")
    reply = await founded.enters(STEWARD, await founded.code("Connect another platform"), further)
    assert "home channel" in told(reply)
    assert [channel.home for channel in await founded.channels()] == [True, False]


async def test_a_channel_that_others_have_set_up_can_be_joined_by_their_steward_alone(founded: Founded) -> None:
    await founded.opens()
    await founded.stage.arrive(founded.other, FORESTS)
    theirs = await founded.community(founded.other)
    await founded.stage.send(FORESTS, founded.dm(FORESTS), "community.setup", {"name": "T"}, str(theirs.subject))
    code = await founded.code("Connect another platform")
    stranger = LABOUR
    assert WRONG in told(await founded.enters(stranger, code, founded.other))
    assert "part of" in told(await founded.enters(FORESTS, code, founded.other))


async def test_a_community_of_two_channels_is_not_taken_apart(founded: Founded) -> None:
    await founded.opens()
    theirs = founded.stage.channel("west", "theirs")
    await founded.stage.arrive(theirs, FORESTS)
    other = await founded.community(theirs)
    await founded.stage.send(FORESTS, theirs, "community.setup", {"name": "Theirs"}, str(other.subject))
    connects = await founded.stage.press(FORESTS, theirs, "community.connect", str(other.subject))
    await founded.enters(FORESTS, code_in(connects), founded.stage.channel("west", "more"))
    assert WRONG in told(await founded.enters(FORESTS, await founded.code("Connect another platform"), theirs))
    assert (await founded.community(theirs)).closed_at is None


async def test_an_open_community_never_loses_its_channel_to_a_code(founded: Founded) -> None:
    await founded.opens()
    elsewhere = founded.stage.channel("east", "elsewhere")
    await founded.stage.arrive(elsewhere, LABOUR)
    theirs = await founded.community(elsewhere)
    await founded.stage.send(LABOUR, elsewhere, "community.setup", {"name": "Theirs"}, str(theirs.subject))
    await founded.stage.press(LABOUR, elsewhere, "community.open", str(theirs.subject))
    code = await founded.code("Connect another platform")
    assert WRONG in told(await founded.enters(LABOUR, code, elsewhere))
    assert (await founded.community(elsewhere)).id == theirs.id


async def test_a_code_entered_in_its_own_community_changes_nothing(founded: Founded) -> None:
    await founded.set_up()
    code = await founded.code("Connect another platform")
    assert "part of" in told(await founded.enters(STEWARD, code, founded.home))
    community = await founded.community()
    assert community.closed_at is None
    assert len(await founded.channels()) == 1


async def test_a_code_works_once(founded: Founded) -> None:
    await founded.opens()
    code = await founded.code("Invite a steward")
    assert "You are a steward" in told(await founded.says(HEALTH, f"join {code}"))
    assert WRONG in told(await founded.says(LABOUR, f"join {code}"))


async def test_a_code_works_for_a_short_time(founded: Founded) -> None:
    await founded.opens()
    code = await founded.code("Connect another platform")
    founded.stage.clock.forward(timedelta(minutes=15))
    assert WRONG in told(await founded.enters(FORESTS, code, founded.other))


async def test_a_stewards_code_is_good_for_a_week(founded: Founded) -> None:
    await founded.opens()
    code = await founded.code("Invite a steward")
    founded.stage.clock.forward(timedelta(days=6))
    assert "You are a steward" in told(await founded.says(HEALTH, code))


async def test_the_sixth_code_in_a_quarter_of_an_hour_is_not_looked_at(founded: Founded) -> None:
    await founded.opens()
    code = await founded.code("Invite a steward")
    for _ in range(5):
        assert WRONG in told(await founded.says(HEALTH, "join AAAA-2222"))
    assert "one try too many" in told(await founded.says(HEALTH, f"join {code}"))
    founded.stage.clock.forward(timedelta(minutes=16))
    assert "You are a steward" in told(await founded.says(HEALTH, f"join {code}"))


async def test_what_can_be_no_code_is_no_try(founded: Founded) -> None:
    await founded.opens()
    for _ in range(6):
        assert WRONG in told(await founded.says(HEALTH, "join now please"))


async def test_a_code_typed_where_others_read_it_is_void(founded: Founded) -> None:
    await founded.opens()
    code = await founded.code("Invite a steward")
    openly = await founded.stage.say(HEALTH, founded.home, f"join {code}", private=False)
    assert "no longer works" in told(openly)
    assert WRONG in told(await founded.says(HEALTH, f"join {code}"))
    wrong = await founded.stage.say(HEALTH, founded.home, "join AAAA-2222", private=False)
    assert told(wrong) == told(openly)


async def test_codes_of_a_community_that_was_closed_are_void(founded: Founded) -> None:
    await founded.opens()
    await founded.stage.arrive(founded.other, FORESTS)
    theirs = await founded.community(founded.other)
    invited = await founded.stage.press(FORESTS, founded.dm(FORESTS), "steward.invite", str(theirs.subject))
    await founded.enters(FORESTS, await founded.code("Connect another platform"), founded.other)
    assert WRONG in told(await founded.says(HEALTH, f"join {code_of(invited)}"))


async def test_a_form_that_names_somebody_elses_channel_is_no_way_in(founded: Founded) -> None:
    await founded.stage.arrive(founded.other, FORESTS)
    theirs = await founded.community(founded.other)
    elsewhere: Where = founded.dm(STEWARD)
    reply = await founded.enters(STEWARD, await setup_code(founded), elsewhere, str(theirs.subject))
    assert WRONG in told(reply)
    assert await founded.member(STEWARD, theirs) is None


def code_of(reply: Reply) -> str:
    """The code in a steward's line."""
    return told(reply).split("join ")[1].split()[0]


async def test_a_code_entered_over_a_conversation_makes_no_channel_of_it(founded: Founded) -> None:
    """The bot isn't there: the community would be written to where nobody hears it."""
    await founded.opens()
    chat = replace(founded.stage.channel("west", "two people"), beside=True)
    pressed = await founded.stage.press(FORESTS, chat, "code.enter")
    assert isinstance(pressed, OpenForm)
    assert pressed.form.subject is None
    for code in (await founded.code("Connect another platform"), await setup_code(founded)):
        assert WRONG in told(await founded.enters(FORESTS, code, chat))
    assert await founded.stage.store.read(lambda work: work.communities.of_channel(chat.channel)) is None
    code = await founded.code("Connect another platform")
    await founded.enters(FORESTS, code, founded.other)
    assert await founded.stage.store.read(lambda work: work.communities.of_channel(founded.other.channel)) is not None
