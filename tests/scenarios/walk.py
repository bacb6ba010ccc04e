"""A walk through everything the product can show: every command, button, form and card, by people of every kind."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import product

from bot import menu
from bot.chat.calls import Asking, ButtonCall, CommandCall, FormCall, Where
from bot.chat.cards import Button, Card, Text, buttons_of
from bot.chat.forms import Values
from bot.chat.refs import AccountRef, Subject
from bot.chat.replies import OpenForm, Private, Reply
from bot.chat.words import Words
from bot.errors import CommunityError
from bot.feature import Feature
from bot.questions.model import NAMELESS_LINK_KEPT
from scheduling.drawing import Drawing
from storage.engine import Store
from storage.unit_of_work import Work
from tests.stage import EAST, WEST, HandClock, Stage, button, card

STEWARD = AccountRef("east", "t", "steward")
ASKER = AccountRef("east", "t", "asker")
OTHER = AccountRef("west", "t", "other")
UNNAMED = AccountRef("west", "t", "newcomer")
STRANGER = AccountRef("east", "t", "stranger")
PEOPLE = (STEWARD, ASKER, OTHER, UNNAMED, STRANGER)

ABOUT = {
    "draft": ("draft",),
    "question": ("question",),
    "reply": ("reply",),
    "flag": ("question", "reply"),
    "resource": ("resource",),
    "topic": ("topic", "meeting"),
    "poll": ("poll",),
    "member": ("member",),
    "account": ("member",),
    "channel": ("channel",),
    "series": ("series",),
    "meeting": ("meeting",),
    "notes": ("notes",),
    "action": ("action",),
    "daysoff": ("daysoff",),
}
"""What a button or form may be about, by the first part of its name; the community when it isn't here."""
TAILS = (
    *("", "1", "99", "1 zqanswer", "zqone zqtwo zqthree zqfour"),
    *("zqasked --anon", "https://zq.example/zqnew zqtitle #zqtag", "https://", "AAAA-2222"),
)
"""What people may type after any command."""
OF = dict.fromkeys(
    ("helped", "flag", "hide", "unhide", "takeback"), ("reply 1", "resource 1", "reply 99", "topic 1")
) | {
    "me": ("unit", "unit zqunit", "name zqname", "accounts", "kept", "forget", "forget now", "moved", "edit"),
    "settings": ("change", "log", "leave", "home", "home 2", "home 99"),
    "meetings": (
        "every second Thursday 10:00, zqroom | https://zq.example/zqmeet",
        "move 1 2 April 2027 10:00",
        "cancel 1",
        "venue 1 zqroom",
        "every thirtyth",
    ),
    "rsvp": ("yes", "maybe", "no", "here", "yes 1", "yes 99"),
    "notes": ("1 zqnoted", "99"),
    "daysoff": ("1 May 2027 to 3 May 2027, zqlabel", "quiet 1 June 2027", "drop 1", "3 May 2027 to 1 May 2027"),
    "setup": ("change", "open", "connect", "steward", "sample"),
    "topic": ("come 1", "short 1", "edit 1", "edit 1 zqother", "merge 2 1", "retire 1", "choose 1", "again 3"),
    "poll": ("open", "close", "remind"),
    "tick": ("1 2", "0", "9"),
}
"""What else people may type after one."""
CHOSEN = {"topic.add": "zqtopic zqadded", "topic.add_short": "zqtopic zqadded", "topic.choose": "", "poll.tick": "1"}
"""What goes with a press; something of another kind when it isn't here."""
FIRST = ("questions", "library", "members", "community")
CYCLE = ("meetings", "topics", "conveners")
"""What is tried at a stage of the walk."""
SLIPS = ("hlep", "zqxyzzy zqword", "", "help", "hello", "shre zqplan", "repyl 1", "me4 zqname")
VALUES: Values = {
    "text": "zqchanged",
    "detail": "zqmore",
    "tags": "#zqtag",
    "nameless": ("yes",),
    "reason": "settled",
    "title": "zqtitle",
    "url": "https://zq.example/zqform",
    "name": "zqname",
    "unit": "zqunit",
    "code": "AAAA-2222",
    "second": "zqsecond",
    "meets": "zqmeets",
    "when": "every second Thursday 10:00",
    "from": "8 April 2027",
    "venue": "zqroom",
    "link": "https://zq.example/zqmeet",
    "on_day_off": "skip",
    "polls": "no",
    "sure": "yes",
    "talked": "zqtalked",
    "useful": "zquseful",
    "actions": "zqaction",
    "topics": ("1", "2"),
}


class _Undone(Exception):
    """Takes back what a call that was only tried has changed."""

    def __init__(self, reply: Reply) -> None:
        super().__init__("undone")
        self.reply = reply


@dataclass(frozen=True)
class Shown:
    """One thing that somebody was shown, after what they did."""

    after: str
    reply: Reply


@dataclass(frozen=True)
class Press:
    """A button on a card, and whether pressing it opened a form: None when it was refused."""

    after: str
    button: Button
    opened: bool | None


def _subjects(action: str) -> Iterator[str]:
    yield from ("", "nonsense", str(Subject(1, "community", 1)))
    for kind, number in product(ABOUT.get(action.partition(".")[0], ()), (1, 2, 3, 99)):
        yield str(Subject(1, kind, number))


@dataclass
class Walk:
    """A stage, and everything that anybody saw on it."""

    stage: Stage
    shown: list[Shown] = field(default_factory=list)
    presses: list[Press] = field(default_factory=list)
    openers: list[tuple[str, str, bool]] = field(default_factory=list)
    """A form's action, its opener, and whether the opener opened that form."""
    drawn: set[str] = field(default_factory=set)
    _known: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.east, self.west = self.stage.channel("east", "home"), self.stage.channel("west", "home")
        stage = self.stage
        self.drawing = Drawing(stage.store, stage.catalogue, stage.deployment, stage.words)

    def places(self, who: AccountRef) -> tuple[Where, Where]:
        """The home channel of somebody's platform, and their conversation with the bot."""
        return (self.east if who.platform == "east" else self.west), self.stage.direct(who)

    async def say(self, who: AccountRef, text: str, *, direct: bool = False, private: bool = True) -> Reply:
        """Type it, for good."""
        where = self.places(who)[direct]
        return await self._saw(who, where, text, await self.stage.say(who, where, text, private=private))

    async def press(self, who: AccountRef, pressed: Button, *, direct: bool = False) -> Reply:
        """Press it, for good."""
        where = self.places(who)[direct]
        reply = await self.stage.press(who, where, pressed.action, str(pressed.subject or ""), pressed.choice)
        return await self._saw(who, where, pressed.action, reply)

    async def send(self, who: AccountRef, opened: Reply, **values: str) -> Reply:
        """Fill in the form, for good."""
        assert isinstance(opened, OpenForm), opened
        where, form = self.places(who)[0], opened.form
        reply = await self.stage.send(who, where, form.action, values, str(form.subject or ""))
        return await self._saw(who, where, form.action, reply)

    async def tried(self, *calls: Asking) -> Reply | None:
        """What the last of the calls would be answered, and nothing changes; None for a refusal, kept among the shown."""
        stage, dispatch = self.stage, self.stage.door.dispatch

        def unit(work: Work) -> Reply:
            replies = [dispatch.handle(dispatch.looked_up(call, work), work, stage.clock.now()) for call in calls]
            raise _Undone(replies[-1])

        try:
            return await stage.store.write(unit)
        except _Undone as undone:
            return undone.reply
        except CommunityError as refusal:
            self.shown.append(Shown(_told(calls[-1]), Private(menu.refusal_card(refusal, stage.words))))
            return None

    async def look(self) -> None:
        """Draw every subject there is, for both platforms."""
        for (kind, drawn), number, can in product(self.stage.catalogue.subjects.items(), range(1, 9), (EAST, WEST)):
            name, _, part = kind.partition("/")
            shown = await self.drawing.card(Subject(1, name, number, part), can)
            if shown is not None:
                assert drawn.unsure in {"resend", "drop"}
                self.drawn.add(kind)
                where = self.east if can is EAST else self.west
                await self._saw(STEWARD, where, f"drawn {kind}", Private(shown))

    async def try_everything(self, *people: AccountRef, of: Sequence[str] = FIRST) -> None:
        """Each of them types, presses and sends all that these features declare, in turn, and nothing changes."""
        for who in people:
            for call in self._calls(who, [one for one in self.stage.catalogue.features if one.name in of]):
                reply = await self.tried(call)
                if reply is not None:
                    await self._saw(who, call.where, _told(call), reply, call)

    def _calls(self, who: AccountRef, features: Sequence[Feature[Work]]) -> Iterator[Asking]:
        channel, direct = self.places(who)
        key, words = self.stage.key, [command.word for one in features for command in one.commands]
        typed = [f"{word} {tail}".strip() for word in words for tail in (*TAILS, *OF.get(word, ()))]
        for text, (where, private) in product((*SLIPS, *typed), ((channel, True), (channel, False), (direct, True))):
            yield CommandCall(key(), who, where, text, private)
        for where, action in product((channel, direct), [name for one in features for name in one.buttons]):
            for subject in _subjects(action):
                choice = CHOSEN.get(action, "1/resource:1")
                yield ButtonCall(key(), who, where, action, subject, choice=choice)
        filled: tuple[Values, ...] = (VALUES, {}, {**VALUES, "nameless": (), "url": "https://"})
        for values, action in product(filled, [name for one in features for name in one.forms]):
            for subject in _subjects(action):
                yield FormCall(key(), who, channel, action, values, subject)

    async def _saw(self, who: AccountRef, where: Where, after: str, reply: Reply, *before: Asking) -> Reply:
        """Keep what was shown, and try every button on it; `before` is what was only tried so far."""
        self.shown.append(Shown(after, reply))
        match reply:
            case Private(shown):
                await self._press_all(who, where, after, shown, before)
            case OpenForm(form):
                opener = ButtonCall(self.stage.key(), who, where, form.opener, str(form.subject or ""))
                again = await self.tried(*before, opener)
                same = isinstance(again, OpenForm) and again.form.action == form.action
                self.openers.append((form.action, form.opener, same))
        return reply

    async def _press_all(
        self, who: AccountRef, where: Where, after: str, shown: Card, before: Sequence[Asking]
    ) -> None:
        """Press every button on the card as everybody who may see it."""
        whoever = (STEWARD, ASKER, OTHER) if after.startswith("drawn") else (who,)
        for pressed in (one for one in buttons_of(shown) if isinstance(one, Button)):
            if (once := f"{who} {pressed} {len(self.drawn)} {bool(before)}") in self._known:
                continue
            self._known.add(once)
            replies = [await self._pressed(one, where, pressed, before) for one in whoever]
            answered = [isinstance(reply, OpenForm) for reply in replies if reply is not None]
            self.presses.append(Press(after, pressed, any(answered) if answered else None))

    async def _pressed(self, who: AccountRef, where: Where, pressed: Button, before: Sequence[Asking]) -> Reply | None:
        here = where if where.direct else self.places(who)[0]
        press = ButtonCall(self.stage.key(), who, here, pressed.action, str(pressed.subject or ""), pressed.choice)
        return await self.tried(*before, press)


def _told(call: Asking) -> str:
    """The call in a few words, for whoever reads that a test failed."""
    place = "directly" if call.where.direct else "in the channel"
    match call:
        case CommandCall(text=text, private=private):
            return f"{call.by.person} typed {text!r} {place if private else 'in the open'}"
        case ButtonCall(button=name, subject=subject):
            return f"{call.by.person} pressed {name} of {subject!r} {place}"
        case FormCall(form=name, subject=subject, values=values):
            return f"{call.by.person} sent {name} of {subject!r} with {len(values)} values"


async def walked(store: Store, words: Words) -> Walk:
    """The life of a community from its first minute on, with a look around at each stage."""
    walk = Walk(Stage(store, HandClock(), words))
    await _founded(walk)
    await _asked(walk)
    await _minded(walk)
    await _planned(walk)
    await _chosen(walk)
    await _met(walk)
    await _left(walk)
    _said_without_a_call(walk)
    return walk


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
    await walk.say(UNNAMED, "me")
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
    post = walk.stage.words("Post it")
    for who, text in ((ASKER, "zqfirst #zqtag"), (ASKER, "zqsecond --anon"), (OTHER, "zqthird\nzqdetail")):
        await walk.press(who, button(card(await walk.say(who, f"ask {text}")), post))
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
    await walk.say(STEWARD, "meetings")
    await walk.say(OTHER, "next")


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
    await walk.say(STEWARD, "meetings move 2 30 April 2027 11:00")
    await walk.look()
    await walk.try_everything(STEWARD, ASKER, of=CYCLE)
    await walk.say(STEWARD, "meetings cancel 2")
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
