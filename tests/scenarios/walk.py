"""A walk through everything the product can show: every command, button, form and card, by people of every kind."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product

from bot import menu
from bot.chat.calls import Asking, ButtonCall, CommandCall, FormCall, MessageCall, Where
from bot.chat.cards import Button, Card, buttons_of
from bot.chat.forms import Values
from bot.chat.refs import AccountRef, Subject
from bot.chat.replies import OpenForm, Private, Reply
from bot.errors import CommunityError
from bot.feature import Feature
from scheduling.drawing import Drawing
from storage.unit_of_work import Work
from tests.stage import EAST, WEST, Stage

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
    "unit": ("unit",),
    "series": ("series",),
    "meeting": ("meeting",),
    "notes": ("notes",),
    "action": ("action",),
    "daysoff": ("daysoff",),
    "turn": ("turn", "meeting"),
    "offer": ("offer",),
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
    "me": (
        *("unit", "unit zqunit", "name zqname", "accounts", "kept", "forget", "forget now", "moved", "moved zqunit"),
        *("export", "edit"),
        *("interests #zqtag", "did zqran zqthings", "undo 1", "welcome yes", "ask yes", "ask no", "ask zq"),
        *("quiet 16:00 09:00", "quiet zq", "away 3 May to 5 May 2027", "away from 3 May", "back"),
    ),
    "settings": ("change", "log", "again", "leave", "home", "home 2", "home 99"),
    "meetings": (
        "every second Thursday 10:00, zqroom | https://zq.example/zqmeet",
        "move 1 2 April 2027 10:00",
        "cancel 1",
        "venue 1 zqroom",
        "every thirtyth",
    ),
    "meeting": ("1 named", "1 nameless", "1 off", "99 named"),
    "rsvp": ("yes", "maybe", "no", "here", "yes 1", "yes 99"),
    "notes": ("1 zqnoted", "99"),
    "daysoff": ("1 May 2027 to 3 May 2027, zqlabel", "quiet 1 June 2027", "drop 1", "3 May 2027 to 1 May 2027"),
    "setup": ("change", "open", "connect", "steward", "sample"),
    "topic": ("come 1", "short 1", "edit 1", "edit 1 zqother", "merge 2 1", "retire 1", "choose 1", "again 3"),
    "hand": ("1 zqnameother", "1 zqnobody", "resource 1"),
    "log": ("2",),
    "units": (
        *("add", "add zqunit | zqother", "add |", "show 1", "rename 1", "rename 1 zqnamed", "rename 1 zqsecondunit"),
        *("also 1 zqalso", "edit 1", "invite 1", "drop 1"),
    ),
    "poll": ("open", "close", "remind"),
    "tick": ("1 2", "0", "9"),
    "who": ("zqfirst", "#zqtag"),
    "offers": ("pause", "resume"),
    "introduce": ("1 no", "4"),
    "convene": (
        *("join", "pause", "resume", "stop", "back", "this", "yes", "no", "drop", "kit"),
        *("away", "away 3 May to 5 May 2027", "away zqsometime", "swap", "swap zqname", "swap me", "zqwhat"),
    ),
}
"""What else people may type after one."""
CHOSEN = {
    "topic.add": "zqtopic zqadded",
    "topic.add_short": "zqtopic zqadded",
    "topic.choose": "",
    "poll.tick": "1",
    "unit.adopt": "zqunit",
    "member.moved": "",
    "member.ask_yes": "zqtag",
}
"""What goes with a press; something of another kind when it isn't here."""
FIRST = ("questions", "offers", "library", "members", "community", "digest")
CYCLE = ("meetings", "topics", "conveners")
"""What is tried at a stage of the walk."""
MESSAGE = "zqmessage zqwith https://zq.example/zqlinked #zqtag"
"""What stands in a message on whose menu something is chosen."""
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
    "units": "zqunit | zqother\nzqmissing",
    "also": "zqalso",
    "other": "zqunit",
    "interests": "#zqtag",
    "experience": "zqran zqthings",
    "asks": "seldom",
    "quiet_from": "16:00",
    "quiet_until": "09:00",
    "away_from": "3 May 2027",
    "away_until": "5 May 2027",
    "code": "AAAA-2222",
    "with": "1",
    "days": "3 May to 5 May 2027",
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
        for name, own in product([name for one in features for name in one.on_message], (True, False)):
            yield MessageCall(key(), who, channel, name, MESSAGE, "https://chat.example/p1", own=own)
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
                opener = ButtonCall(self.stage.key(), who, where, form.opener, str(form.subject or ""), form.carried)
                again = await self.tried(*before, opener)
                same = isinstance(again, OpenForm) and again.form.action == form.action
                self.openers.append((form.action, form.opener, same))
        return reply

    async def _press_all(
        self, who: AccountRef, where: Where, after: str, shown: Card, before: Sequence[Asking]
    ) -> None:
        """Press every button on the card as everybody who may see it."""
        whoever: tuple[AccountRef, ...] = (STEWARD, ASKER, OTHER) if after.startswith("drawn") else (who,)
        whoever = PEOPLE if after == "drawn home" else whoever  # it may be anybody's
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
        case MessageCall(action=name, own=own):
            return f"{call.by.person} chose {name} of {'their own' if own else 'a'} message {place}"
        case FormCall(form=name, subject=subject, values=values):
            return f"{call.by.person} sent {name} of {subject!r} with {len(values)} values"
