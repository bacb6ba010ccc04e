"""A home: five lines at most, each left out when it has nothing to say; then what can be set."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.audience import View
from bot.chat.cards import AnyButton, Block, Button, Buttons, Card, Entry, Quiet, Text, Title
from bot.chat.refs import Subject
from bot.chat.richtext import RichText, Strong, rich
from bot.chat.words import Words
from bot.community.cards.log import object_name
from bot.community.cards.setup import community_name
from bot.community.model import Community
from bot.conveners.cards.offers import swapping
from bot.conveners.model.turns import Turn
from bot.meetings.cards.meetings import add_to_calendar, name_of_meeting
from bot.meetings.cards.when import day, when
from bot.meetings.model.meetings import Answer, Meeting
from bot.members.model import Member
from bot.offers.cards.offers import answers
from bot.offers.model.offers import Offer
from bot.questions.cards.questions import shortly
from bot.questions.model.questions import Draft, Question
from bot.topics.model.polls import Poll

MOST_IN_A_ROW = 4


@dataclass(frozen=True, slots=True)
class News:
    """Something new: a line about it, and the button that shows it."""

    line: str
    button: Button


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question that could use the reader. `offer` is None when it wasn't brought to them."""

    question: Question
    why: str
    offer: Offer | None


@dataclass(frozen=True, slots=True)
class Mine:
    """What the reader has written: drafts, and open questions, each with how many replies it has."""

    drafts: Sequence[Draft]
    questions: Sequence[tuple[Question, int]]
    more: int = 0
    """How many of their open questions aren't told."""


@dataclass(frozen=True, slots=True)
class Choosing:
    """An open poll. `ticked` are the numbers of what the reader has ticked."""

    poll: Poll
    meeting: Meeting
    closes: str
    ticked: Sequence[int]


@dataclass(frozen=True, slots=True)
class Meets:
    """The next meeting, or the one that the reader is asked to convene. `answer` is None while they have given none.

    `turn` is the one they are asked to take, or the soonest that they have taken, whichever meeting it is for.
    """

    meeting: Meeting
    answer: Answer | None = None
    turn: Turn | None = None
    alone: bool = False
    """There is nobody to swap a turn with."""


@dataclass(frozen=True, slots=True)
class Home:
    """All that one member's home tells. What is None or empty has no line."""

    community: Community
    member: Member
    news: Sequence[News] = ()
    wanted: Wanted | None = None
    mine: Mine | None = None
    choosing: Choosing | None = None
    meets: Meets | None = None
    flagged: Sequence[Subject] = ()
    """What waits for a steward, to one."""
    others: Mapping[int, Community] | None = None
    """The other communities that the reader is in, by number."""

    @property
    def first(self) -> bool:
        """Whether the reader has never looked before."""
        return self.member.news_since is None


def home_card(home: Home, view: View) -> Card:
    """To one member alone."""
    words, name = view.words, community_name(home.community, view.words)
    told = tuple(_lines(home, view))
    notice = words("Hello. You can ask me in your own words.")
    if not home.first:
        notice = words("Good to see you. This may matter to you in {community}.", community=name)
    return Card(
        notice,
        (
            Title(rich(notice)),
            *(_welcome(words) if home.first else ()),
            *(told or _nothing(home, words)),
            *_settings(home, words),
            *_steward(home, words),
            *_elsewhere(home, name, words),
            Quiet(_typed_way(view)),
        ),
    )


def _welcome(words: Words) -> tuple[Text]:
    welcome = words.rich(
        "Write a question to me and I'll first look at what colleagues already know. "
        "Nothing is shown to others until you've seen it and pressed Post it. "
        "I won't message you unless you say so."
    )
    return (Text(welcome),)


def _nothing(home: Home, words: Words) -> tuple[Text, ...]:
    if home.first:
        return ()
    return (Text(words.rich("Nothing waits for you just now. If something is on your mind, ask.")),)


def _typed_way(view: View) -> RichText:
    return view.words.rich(
        "Or type: {command} find …, question 17, reply 17 …, drafts, tick 1 3, rsvp yes, me, help",
        command=view.can.command,
    )


def _lines(home: Home, view: View) -> Iterator[Block]:
    words = view.words
    if home.news:
        yield from _news(home, words)
    if home.wanted:
        yield _wanted(home.wanted, words)
    if home.mine:
        yield from _mine(home.mine, words)
    if home.choosing:
        yield from _choosing(home.choosing, words)
    if home.meets:
        yield from _meets(home.meets, view)


def _news(home: Home, words: Words) -> tuple[Block, Block]:
    heading = words("New this week:") if home.first else words("New since you last looked:")
    line = " · ".join(one.line for one in home.news)
    return Text(rich(Strong(heading), " ", line)), Buttons(tuple(one.button for one in home.news))


def news_of_question(question: Question, words: Words) -> News:
    """Somebody has asked it, or a reply has helped."""
    asked = shortly(question.text)
    line = words("“{question}” is asked", question=asked)
    if question.state == "answered":
        line = words("“{question}” is answered", question=asked)
    return News(line, _open_question(question, words))


def news_of_resource(subject: Subject, name: str, words: Words) -> News:
    """Somebody has shared it."""
    label = words("Open resource {number}", number=subject.id)
    return News(words("“{title}” in the library", title=shortly(name)), Button(label, "resource.show", subject))


def news_of_notes(notes: Subject, meeting: Meeting, words: Words) -> News:
    """Somebody has noted what was talked about."""
    line = words("Notes: {topic}", topic=shortly(name_of_meeting(meeting, words)))
    return News(line, Button(words("Read notes {number}", number=notes.id), "notes.show", notes))


def _open_question(question: Question, words: Words) -> Button:
    return Button(words("Open question {number}", number=question.id), "question.show", question.subject)


def _wanted(wanted: Wanted, words: Words) -> Entry:
    question = wanted.question
    name = words("question {number}", number=question.id)
    if wanted.offer:
        buttons = _none_main(answers(wanted.offer, question, words).buttons)
    else:
        buttons = (
            Button(words("Reply"), "question.reply", question.subject, opens_form=True, object_name=name),
            _open_question(question, words),
        )
    detail = words.rich(
        "It could use you. {who} {why} Question {number}.",
        who=_who_asks(question, words),
        why=wanted.why,
        number=str(question.id),
    )
    return Entry(rich(question.text), detail, buttons)


def _who_asks(question: Question, words: Words) -> str:
    if question.nameless:
        return words("Somebody asks it.")
    return words("{unit} asks it.", unit=question.unit) if question.unit else words("A colleague asks it.")


def _mine(mine: Mine, words: Words) -> Iterator[Block]:
    facts = [words.many("{count} draft", "{count} drafts", len(mine.drafts))] if mine.drafts else []
    facts += [_asked(question, replies, words) for question, replies in mine.questions]
    facts += [words("and {count} more", count=mine.more)] if mine.more else []
    yield Text(rich(Strong(words("Yours:")), " ", " · ".join(facts)))
    look = [Button(words("Look at your draft"), "draft.preview", draft.subject) for draft in mine.drafts[:1]]
    yield Buttons((*look, *(_open_question(question, words) for question, _ in mine.questions))[:MOST_IN_A_ROW])


def _asked(question: Question, replies: int, words: Words) -> str:
    count = words.many("{count} reply", "{count} replies", replies) if replies else words("no replies yet")
    return words("“{question}”, {replies}", question=shortly(question.text), replies=count)


def _choosing(choosing: Choosing, words: Words) -> tuple[Block, Block]:
    poll, date = choosing.poll, day(choosing.meeting.day, words)
    asks = words("What shall we talk about on {day}? Tick until {closes}.", day=date, closes=choosing.closes)
    places = ", ".join(map(str, choosing.ticked))
    mine = words("You have ticked {places}.", places=places) if places else ""
    number = words("poll {number}", number=poll.id)
    tick = Button(words("Tick topics"), "poll.ticks", poll.subject, opens_form=True, object_name=number)
    return Text(rich(Strong(words("Poll:")), f" {asks} {mine}".rstrip())), Buttons((tick,))


def _meets(meets: Meets, view: View) -> tuple[Block, Block]:
    words, meeting, turn = view.words, meets.meeting, meets.turn
    date = when(meeting, words)
    if turn is not None and turn.state == "offered":
        return Text(rich(Strong(words("Your turn:")), " ", _asks(turn, date, words))), _turn_answers(meets, turn, words)
    topic = meeting.topic or words("the topic is still to be chosen")
    facts = (date, topic, _role(turn, meeting, words), _answer(meets.answer, words))
    line = rich(Strong(words("Next meeting:")), " ", " · ".join(fact for fact in facts if fact))
    return Text(line), _comes(meeting, view)


def _asks(turn: Turn, date: str, words: Words) -> str:
    if turn.requested:
        return words("A colleague would like to swap. Would you convene on {when}?", when=date)
    if turn.role == "backup":
        return words("Would you stand by for {when}?", when=date)
    return words("Would you convene on {when}?", when=date)


def _role(turn: Turn | None, meeting: Meeting, words: Words) -> str:
    """What the reader does at the next meeting, or that they convene a later one."""
    if turn is None:
        return ""
    if turn.meeting == meeting.id:
        return words("you stand by") if turn.role == "backup" else words("you convene")
    return "" if turn.role == "backup" else words("you convene on {day}", day=day(turn.day, words))


def _answer(answer: Answer | None, words: Words) -> str:
    match answer:
        case "yes":
            return words("you said yes")
        case "maybe":
            return words("you said maybe")
        case "no":
            return words("you said no")
        case None:
            return ""


def _turn_answers(meets: Meets, turn: Turn, words: Words) -> Buttons:
    name = words("meeting {number}", number=meets.meeting.id)
    yes = Button(words("Yes, I'll do it"), "turn.accept", turn.subject, object_name=name)
    no = Button(words("Not this time"), "turn.decline", turn.subject, object_name=name)
    swap = swapping(turn, words, alone=meets.alone) if turn.convening else ()
    return Buttons((yes, no, *swap))


def _comes(meeting: Meeting, view: View) -> Buttons:
    words, about = view.words, view.words("meeting {number}", number=meeting.id)
    return Buttons(
        (
            Button(words("I'll come"), "meeting.yes", meeting.subject, object_name=about),
            Button(words("Maybe"), "meeting.maybe", meeting.subject, object_name=about),
            Button(words("I can't come"), "meeting.no", meeting.subject, object_name=about),
            *add_to_calendar(meeting, view),
        )
    )


def _settings(home: Home, words: Words) -> tuple[Buttons]:
    me = home.member.subject
    return (
        Buttons(
            (
                Button(words("Ask something"), "question.write", main=True, opens_form=True),
                Button(words("About me"), "member.show", me),
                Button(words("How I may reach you"), "member.reach", me, opens_form=True),
                Button(words("Help"), "help.show"),
            )
        ),
    )


def _steward(home: Home, words: Words) -> tuple[Entry, ...]:
    if not home.member.steward:
        return ()
    names = ", ".join(object_name(subject, words) for subject in home.flagged)
    waits = words("Waiting for a look: {names}", names=names) if names else words("Nothing waits for you.")
    settings = Button(words("Settings"), "settings.show", home.community.subject)
    return (Entry(words.rich("For you as a steward"), rich(waits), (settings,)),)


def _elsewhere(home: Home, name: str, words: Words) -> Iterator[Block]:
    others = list((home.others or {}).items())
    if others:
        yield Text(words.rich("This is {community}. You are also in:", community=name))
    for start in range(0, len(others), MOST_IN_A_ROW):
        yield Buttons(
            tuple(
                Button(community_name(other, words), "community.choose", Subject(number, "community", number))
                for number, other in others[start : start + MOST_IN_A_ROW]
            )
        )


def _none_main(buttons: Sequence[AnyButton]) -> tuple[AnyButton, ...]:
    """The buttons as they are on a card that has a main one already."""
    return tuple(replace(one, main=False) if isinstance(one, Button) else one for one in buttons)
