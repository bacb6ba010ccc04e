"""The life of a community as the walk goes through it: founded, asking, minded, choosing, meeting, leaving."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot import menu
from bot.chat.cards import Button, Card, Text, buttons_of
from bot.chat.forms import ChoiceField
from bot.chat.replies import OpenForm, Private
from bot.chat.words import Words
from bot.errors import CommunityError
from bot.meetings.model.meetings import Meeting
from bot.questions.model.questions import NAMELESS_LINK_KEPT
from storage.engine import Store
from storage.unit_of_work import Work
from tests.scenarios.walk import ASKER, CYCLE, FIRST, OTHER, PEOPLE, STEWARD, STRANGER, UNNAMED, Shown, Walk
from tests.stage import HandClock, Stage, button, card


async def walked(store: Store, words: Words) -> Walk:
    """The life of a community from its first minute on, with a look around at each stage."""
    walk = Walk(Stage(store, HandClock(), words))
    await lived(walk)
    return walk


async def lived(walk: Walk) -> None:
    """The same on a walk of one's own."""
    await _founded(walk)
    await _asked(walk)
    await _brought(walk)
    await _looked_after(walk)
    await _minded(walk)
    await _planned(walk)
    await _chosen(walk)
    await _met(walk)
    await _took_turns(walk)
    await _left(walk)
    _said_without_a_call(walk)


async def _founded(walk: Walk) -> None:
    stage = walk.stage
    await walk.say(STRANGER, "hello", direct=True)
    await stage.arrive(walk.east, STEWARD)
    await walk.look()
    await walk.try_everything(STEWARD, STRANGER)
    await walk.send(STEWARD, await walk.say(STEWARD, "setup"), name="zqcommunity", second="zqsecond", meets="zqmeets")
    code = await _code(walk, "setup connect")
    await walk.send(OTHER, await walk.say(OTHER, "join"), code=code)
    await stage.store.write(_channels_named)
    await walk.look()
    await walk.try_everything(STEWARD, ASKER, OTHER)
    await walk.press(STEWARD, button(card(await walk.say(STEWARD, "setup")), walk.stage.words("Open the doors")))
    for who in (STEWARD, ASKER, OTHER):
        await walk.say(who, f"me unit zqunit{who.person}")
        await walk.say(who, f"me name zqname{who.person}")
    await stage.store.write(_same_email)
    await walk.say(ASKER, "me accounts")
    await walk.say(UNNAMED, "me")
    for line in ("add zqunitother | zqshort", "add zqsecondunit", "invite 2"):
        await walk.say(STEWARD, f"units {line}")
    await _connected_again(walk)
    await _another_community(walk)


async def _connected_again(walk: Walk) -> None:
    """A second channel here; and somebody who entered another's code and is asked whether both are theirs."""
    code = await _code(walk, "setup connect")
    await walk.stage.say(STEWARD, walk.stage.channel("east", "second"), f"join {code}")
    await walk.say(STEWARD, "settings")
    await walk.say(UNNAMED, f"join {await _code(walk, 'link')}", direct=True)


async def _code(walk: Walk, text: str) -> str:
    blocks = card(await walk.say(STEWARD, text)).blocks
    found = [run.text for block in blocks if isinstance(block, Text) for run in block.text]
    return next(text for text in found if len(text) == 9 and text[4] == "-")


def _channels_named(work: Work) -> None:
    work.only_writer_of(1)
    for channel in work.communities.channels(1):
        work.communities.save_channel(replace(channel, name="zqchannel", people=12, guests=2))


def _same_email(work: Work) -> None:
    work.only_writer_of(1)
    for who in (ASKER, OTHER):
        account = work.members.known_account(who)
        assert account is not None
        work.members.save_account(replace(account, email="zq@zq.example", name=f"zqname{who.person}"))


async def _another_community(walk: Walk) -> None:
    """Where the asker is a member too, so that the bot has to ask which one is meant."""
    elsewhere = walk.stage.channel("east", "elsewhere")
    await walk.stage.arrive(elsewhere, ASKER)
    shown = await walk.stage.say(ASKER, elsewhere, "setup change")
    assert isinstance(shown, OpenForm)
    await walk.stage.send(ASKER, elsewhere, "community.setup", {"name": "zqelsewhere"}, str(shown.form.subject))
    await walk.stage.say(ASKER, elsewhere, "setup open now")
    chosen = await walk.say(ASKER, "zqasked zqin zqsome zqcommunity", direct=True)
    await walk.press(ASKER, next(one for one in buttons_of(card(chosen)) if isinstance(one, Button)), direct=True)


async def _asked(walk: Walk) -> None:
    walk.stage.clock.forward(timedelta(minutes=5))
    post = walk.stage.words("Post it")
    await walk.say(OTHER, "me did zqfirst zqsecond")
    await walk.say(STEWARD, "me did zqsecond zqfirst")
    await walk.say(STEWARD, "me interests #zqtag")
    await walk.stage.store.write(_may_be_asked)
    for who, text in ((ASKER, "zqfirst #zqtag"), (ASKER, "zqsecond --anon"), (OTHER, "zqthird\nzqdetail")):
        await walk.press(who, button(card(await walk.say(who, f"ask {text}")), post))
    await walk.stage.reaches(walk.stage.clock.now())
    await walk.look()
    await walk.say(STEWARD, "share https://zq.example/zqguide zqguide zqabout zqfirst #zqtag")
    await walk.say(ASKER, "helped resource 1")
    await walk.say(ASKER, "ask zqfirst zqguide zqfourth")
    await walk.say(OTHER, "ask zqfifth")
    await walk.say(UNNAMED, "ask zqsixth")
    for number in (1, 1, 2):
        await walk.say(OTHER, f"reply {number} zqreply zqwith zqwords")
    await walk.say(STEWARD, "reply 3 zqreply")
    await walk.look()
    await walk.try_everything(*PEOPLE, of=(*FIRST, *CYCLE))


async def _looked_after(walk: Walk) -> None:
    """A reply is kept in the library; a link is called out of date, handed over, given up and taken on."""
    await walk.stage.store.write(_one_kept)
    for who, line in ((ASKER, "resource 2"), (ASKER, "outdated 1"), (ASKER, "resource 1"), (STEWARD, "resource 1")):
        await walk.say(who, line)
    await walk.look()
    for line in ("good 1", "hand 1 zqnameasker", "hand 1 zqnameother"):
        await walk.say(STEWARD, line)
    await walk.look()
    await walk.try_everything(STEWARD, OTHER, of=("library",))
    await walk.send(STEWARD, await walk.say(STEWARD, "hand 1"), name="")
    await walk.say(OTHER, "library")
    await walk.say(OTHER, "adopt 1")


def _one_kept(work: Work) -> None:
    """Its writer looks after it, and said that the bot may write to them."""
    work.only_writer_of(1)
    reply = work.questions.reply(1, 1)
    assert reply.member is not None
    work.library.new_note(1, 1, reply.member, reply.member, reply.replied_at)
    work.members.save(replace(work.members.get(1, reply.member), asks="usual"))


def _may_be_asked(work: Work) -> None:
    work.only_writer_of(1)
    for who in (STEWARD, OTHER):
        known = work.members.of_account(1, who)
        assert known is not None
        work.members.save(replace(known[0], asks="usual", welcomes=True))


async def _brought(walk: Walk) -> None:
    """Who was asked would talk, thinks of somebody, or is paused; who asked without a name is put in touch."""
    for line in ("talk 1", "talk 2"):
        await walk.say(OTHER, line)
    for line in ("iknow 1 zqnobody", "offers", "offers pause"):
        await walk.say(STEWARD, line)
    await walk.look()
    for line in ("introduce 4 no", "introduce 4", "introduce 5 no", "introduce 5"):
        await walk.say(ASKER, line)
        await walk.look()
    await walk.say(STEWARD, "who zqfirst")
    await walk.try_everything(OTHER, STEWARD, of=("offers",))


async def _minded(walk: Walk) -> None:
    for line in ("flag 1", "flag 2", "flag reply 2", "flag resource 1"):
        await walk.say(OTHER, line)
    await walk.say(STEWARD, "helped 1")
    await walk.say(OTHER, "me unit zqmoved")
    await walk.look()
    await walk.try_everything(STEWARD, ASKER)
    await walk.send(
        STEWARD, await walk.say(STEWARD, "settings change"), **{"name": "zqcommunity", "questions.nameless": "no"}
    )
    for line in ("hide reply 3", "hide resource 1", "hide 1", "hide 2"):
        await walk.send(STEWARD, await walk.say(STEWARD, line), reason="unkind")
    await walk.say(OTHER, "close 3")
    await walk.look()
    await walk.try_everything(STEWARD, OTHER)
    for line in ("unhide 1", "unhide 2", "unhide resource 1"):
        await walk.say(STEWARD, line)


async def _planned(walk: Walk) -> None:
    """A steward says when they meet."""
    shown = card(await walk.say(STEWARD, "next"))
    opened = await walk.press(STEWARD, button(shown, walk.stage.words("Say when you meet")))
    await walk.send(STEWARD, opened, **_SERIES)
    await walk.say(STEWARD, "daysoff 3 May 2027 to 4 May 2027, zqlabel")
    for line in ("meetings", "daysoff"):
        await walk.say(STEWARD, line)
    await walk.say(OTHER, "next")
    for line in ("reopen 1", "meeting 1", "meeting 1 named", "next"):
        await walk.say(ASKER, line)


_SERIES = {
    "when": "every second Thursday 10:00 for 60 min from 8 April 2027",
    "venue": "zqroom",
    "link": "https://zq.example/zqmeet",
    "on_day_off": "skip",
    "polls": "yes",
}


async def _chosen(walk: Walk) -> None:
    """Topics, and a poll that chooses one."""
    for who, text in ((ASKER, "zqfirst zqtopic"), (OTHER, "zqnext zqmatter"), (OTHER, "zqlast zqthing")):
        await walk.say(who, f"topic {text}")
    await walk.say(ASKER, "topic zqlast zqthings")
    opened = await walk.press(ASKER, button(card(await walk.say(ASKER, "topic")), walk.stage.words("Suggest a topic")))
    await walk.send(ASKER, opened, text="zqlast zqthings", short="yes")
    await walk.send(OTHER, await walk.say(OTHER, "topic edit 2"), text="zqnext zqbetter", short="yes")
    for who, line in ((OTHER, "topic come 1"), (OTHER, "topic 1"), (STEWARD, "topic 1"), (STEWARD, "topic retire 3")):
        await walk.say(who, line)
    for line in ("flag topic 1", "find zqfirst", "poll"):
        await walk.say(OTHER, line)
    await walk.look()
    await walk.say(STEWARD, "poll open")
    await walk.say(ASKER, "tick 1 2")
    await walk.look()
    await walk.try_everything(STEWARD, ASKER, of=CYCLE)
    await walk.say(OTHER, "tick 2")
    await walk.say(STEWARD, "poll close")
    await walk.send(STEWARD, await walk.say(STEWARD, "hide topic 1"), reason="unkind")
    await walk.look()
    for who in (STEWARD, OTHER):
        await walk.say(who, "poll")


async def _met(walk: Walk) -> None:
    """They come, draw the round table, and note what they talked about; the next meeting moves and is cancelled."""
    stage = walk.stage
    (meeting,) = await stage.store.read(lambda work: work.meetings.upcoming(1, stage.clock.now(), 1))
    await stage.reaches(meeting.starts_at - timedelta(hours=1))
    await walk.say(ASKER, "rsvp yes")
    await walk.say(OTHER, "rsvp maybe")
    await walk.press(STEWARD, Button("", "meeting.table", meeting.subject))
    await walk.look()
    await walk.try_everything(STEWARD, OTHER, of=CYCLE)
    await stage.reaches(meeting.ends_at + timedelta(hours=2))
    await walk.look()
    opened = await walk.press(STEWARD, Button("", "meeting.notes", meeting.subject))
    await walk.send(STEWARD, opened, talked="zqtalked", useful="zquseful", actions="zqaction\nzqanother")
    await walk.say(UNNAMED, "notes")
    for line in ("notes", "find zquseful", "done 1"):
        await walk.say(ASKER, line)
    await walk.say(ASKER, "flag notes 1")
    await walk.look()
    await walk.send(STEWARD, await walk.say(STEWARD, "hide notes 1"), reason="unkind")
    await walk.look()
    await walk.say(STEWARD, "unhide notes 1")
    await walk.say(STEWARD, "meetings move 2 30 April 2027 11:00")
    await walk.look()
    await walk.try_everything(STEWARD, ASKER, of=CYCLE)
    await walk.say(STEWARD, "meetings cancel 2")
    await walk.look()


async def _took_turns(walk: Walk) -> None:
    """Three volunteer; a turn is offered, nudged, passed on, swapped, prepared, dropped late, and found a stand-in."""
    stage = walk.stage
    for who in (ASKER, OTHER, STEWARD):
        await walk.press(
            who, button(card(await walk.say(who, "convene")), walk.stage.words("I'd convene now and then"))
        )
    (meeting,) = await stage.store.read(lambda work: work.meetings.upcoming(1, stage.clock.now(), 1))
    for days in (20, 17):
        await stage.reaches(meeting.starts_at - timedelta(days=days))
        await walk.look()
    for who in (ASKER, OTHER, STEWARD):
        await walk.say(who, "convene away 3 May 2027 to 4 May 2027")
        for line in ("convene", "rota", "convene yes"):
            await walk.say(who, line)
    await stage.reaches(meeting.starts_at - timedelta(days=14))
    await walk.look()
    await _swapped(walk)
    await stage.reaches(meeting.starts_at - timedelta(days=5))
    await walk.look()
    await walk.try_everything(ASKER, of=("conveners",))
    await _dropped_late(walk, meeting)


async def _swapped(walk: Walk) -> None:
    """One asks for a swap and the other declines; then they agree."""
    for answer in ("convene no", "convene yes"):
        for who in (ASKER, OTHER, STEWARD):
            opened = await walk.say(who, "convene swap")
            if isinstance(opened, OpenForm):
                await walk.send(who, opened, **{"with": _first_option(opened)})
        await walk.look()
        for who in (ASKER, OTHER, STEWARD):
            await walk.say(who, answer)
        await walk.look()


def _first_option(opened: OpenForm) -> str:
    (field,) = opened.form.fields
    assert isinstance(field, ChoiceField)
    return field.options[0].value


async def _dropped_late(walk: Walk, meeting: Meeting) -> None:
    """The convener can't come, the backup doesn't answer, and somebody else is quick."""
    for who in (ASKER, OTHER, STEWARD):
        await walk.say(who, "convene kit")
        await walk.say(who, "convene drop")
    for days in (4, 3, 2, 1):
        await walk.stage.reaches(meeting.starts_at - timedelta(days=days))
        await walk.look()
    await walk.say(STEWARD, "convene this")
    for line in ("convene pause", "convene back", "convene stop"):
        await walk.say(STEWARD, line)
    await walk.look()


async def _left(walk: Walk) -> None:
    for line in ("takeback 1", "takeback 2"):
        await walk.say(ASKER, line)
    await walk.say(OTHER, "reopen 3")
    await walk.say(STEWARD, "helped 4")
    await walk.say(STEWARD, "settings log")
    walk.stage.clock.forward(NAMELESS_LINK_KEPT)
    await walk.say(OTHER, "me forget now")
    await walk.look()
    await walk.try_everything(STEWARD, OTHER)


def _said_without_a_call(walk: Walk) -> None:
    """What the shell says by itself: storms, bugs, and every refusal there is."""
    words = walk.stage.words
    cards: Sequence[Card] = (
        menu.busy_card(words),
        menu.incident_card(words, "00ff00ff"),
        walk.drawing.broken("00ff00ff"),
        walk.drawing.taken_back(),
        *(menu.refusal_card(CommunityError(code), words) for code in sorted(menu.worded_codes())),
    )
    walk.shown += [Shown("by itself", Private(shown)) for shown in cards]
