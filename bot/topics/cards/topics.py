"""How suggestions are shown: one, many, one that sounds like another, and one that retires."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.audience import View
from bot.chat.calls import MessageCall
from bot.chat.cards import Block, Button, Buttons, Card, Entry, Quiet, Text, Title
from bot.chat.forms import Form, Option, TextField, TicksField
from bot.chat.refs import Subject
from bot.chat.richtext import Link, RichText, rich
from bot.chat.words import Words
from bot.meetings.cards.when import day, when
from bot.meetings.model.meetings import Meeting
from bot.topics.model.topics import LONGEST_LINK, LONGEST_TOPIC, Topic, TopicState

SHORT_TICK = "yes"
IN_SIGHT = 4
"""So many presses a card has; everything else is typed."""

_STATES: Mapping[TopicState, Callable[[Words], str]] = {
    "open": lambda words: words("waiting to be chosen"),
    "chosen": lambda words: words("chosen for a meeting"),
    "discussed": lambda words: words("discussed"),
    "retired": lambda words: words("retired"),
}
_RETIRED: Mapping[str, Callable[[Words], str]] = {
    "lost": lambda words: words(
        "It stood in three polls, and others were ticked more often; that says nothing about its worth."
    ),
    "old": lambda words: words("It has waited half a year, and the time may not have been right."),
    "convener": lambda words: words("Whoever looks after the next meeting has taken it off the list for now."),
}
_TYPED: Mapping[str, Callable[[Words, str, int], str]] = {
    "topic.come": lambda words, command, number: words("{command} topic come {number}", command=command, number=number),
    "topic.edit": lambda words, command, number: words("{command} topic edit {number}", command=command, number=number),
    "topic.take_back": lambda words, command, number: words(
        "{command} topic takeback {number}", command=command, number=number
    ),
    "topic.again": lambda words, command, number: words(
        "{command} topic again {number}", command=command, number=number
    ),
    "topic.choose": lambda words, command, number: words(
        "{command} topic choose {number}", command=command, number=number
    ),
    "topic.retire": lambda words, command, number: words(
        "{command} topic retire {number}", command=command, number=number
    ),
    "topic.short": lambda words, command, number: words(
        "{command} topic short {number}", command=command, number=number
    ),
    "topic.hide": lambda words, command, number: words("{command} hide topic {number}", command=command, number=number),
    "topic.flag": lambda words, command, number: words("{command} flag topic {number}", command=command, number=number),
}
"""What is typed in place of a press."""


@dataclass(frozen=True, slots=True)
class Reader:
    """What somebody may do with a topic, and whether they would come for it."""

    comes: bool
    mine: bool = False
    steward: bool = False
    leads: bool = False
    """They convene the next meeting, or are a steward."""


def about(topic: Topic, seconds: int, words: Words, *, numbered: bool = True) -> RichText:
    """A line about the topic: its number, who would come, where it stands."""
    facts = [
        words("Topic {number}", number=topic.id) if numbered else "",
        words.many("{count} would come", "{count} would come", seconds) if seconds else "",
        words("five minutes is enough") if topic.short else "",
        words("carried over from an earlier poll") if topic.carried and topic.state == "open" else "",
        _STATES[topic.state](words) if topic.state != "open" else "",
    ]
    return rich(" · ".join(fact for fact in facts if fact))


def topic_card(topic: Topic, seconds: int, reader: Reader, view: View, *, news: str = "") -> Card:
    """One topic, with what its reader can do. `news` says what they have just done, and names its number."""
    presses = _presses(topic, reader, view.words)
    typed = (presses[0], *presses[IN_SIGHT:])
    ways = ", ".join(_TYPED[press.action](view.words, view.can.command, topic.id) for press in typed)
    facts = about(topic, seconds, view.words, numbered=not news)
    return Card(
        news or view.words("Topic {number}: {text}", number=topic.id, text=topic.text),
        (
            Title(rich(topic.text)),
            *(Text(line) for line in (rich(news), facts, _came_up(topic, view.words)) if line),
            Buttons(presses[:IN_SIGHT]),
            Quiet(view.words.rich("Or type: {ways}", ways=ways)),
        ),
    )


def _came_up(topic: Topic, words: Words) -> RichText:
    return words.rich("It came up in {message}.", message=Link(words("a message"), topic.link)) if topic.link else ()


def _presses(topic: Topic, reader: Reader, words: Words) -> tuple[Button, ...]:
    name = words("topic {number}", number=topic.id)

    def button(label: str, verb: str, *, main: bool = False, opens_form: bool = False) -> Button:
        return Button(label, f"topic.{verb}", topic.subject, main=main, opens_form=opens_form, object_name=name)

    presses: list[Button] = [come_button(topic, words, comes=reader.comes)] if topic.state == "open" else []
    if topic.state == "retired" and (reader.mine or reader.leads):
        presses.append(button(words("Suggest it again"), "again"))
    if reader.mine:
        presses += [button(words("Edit"), "edit", opens_form=True), button(words("Take it back"), "take_back")]
    if reader.leads and topic.state == "open":
        presses += [button(words("Choose it for the next meeting"), "choose"), button(words("Retire it"), "retire")]
    if reader.mine and topic.state == "open":
        presses.append(button(words("It needs more time") if topic.short else words("Five minutes is enough"), "short"))
    if reader.steward and not reader.mine:
        presses.append(button(words("Hide"), "hide", opens_form=True))
    elif not reader.mine:
        presses.append(button(words("Flag"), "flag"))
    return tuple(presses)


def come_button(topic: Topic, words: Words, *, comes: bool) -> Button:
    """The tick that seconds a topic, and takes that back."""
    label = words("I wouldn't come after all") if comes else words("I'd come for this")
    return Button(label, "topic.come", topic.subject, object_name=words("topic {number}", number=topic.id))


def entry(topic: Topic, seconds: int, words: Words, *, comes: bool) -> Entry:
    """One topic of a list."""
    return Entry(rich(topic.text), about(topic, seconds, words), (come_button(topic, words, comes=comes),))


def topics_card(
    topics: Sequence[Topic], seconds: Mapping[int, int], comes: Collection[int], more: int, view: View
) -> Card:
    """What may be talked about next; `more` are left out."""
    words = view.words
    if topics:
        notice = words("What we might talk about. What would you come for?")
    else:
        notice = words("Nobody has suggested anything yet. What would you like to talk about?")
    blocks: list[Block] = [Title(rich(notice))]
    blocks += [entry(topic, seconds.get(topic.id, 0), words, comes=topic.id in comes) for topic in topics]
    if more:
        left = words.many(
            "And {count} more; find looks through all.", "And {count} more; find looks through all.", more
        )
        blocks.append(Text(rich(left)))
    blocks += [
        Buttons((Button(words("Suggest a topic"), "topic.write", main=not topics, opens_form=True),)),
        Quiet(words.rich("Or type: {command} topic What I'd like to talk about", command=view.can.command)),
    ]
    return Card(notice, tuple(blocks))


def near_card(
    text: str,
    close: Sequence[Topic],
    seconds: Mapping[int, int],
    comes: Collection[int],
    view: View,
    *,
    short: bool,
    link: str = "",
) -> Card:
    """A suggestion that sounds like what is there already, to whoever wrote it; nothing is kept yet."""
    words = view.words
    notice = words("That sounds like something we have. Is it one of these?")
    add = "topic.add_short" if short else "topic.add"
    return Card(
        notice,
        (
            Title(rich(notice)),
            *(entry(topic, seconds.get(topic.id, 0), words, comes=topic.id in comes) for topic in close),
            Text(words.rich("Yours: **{text}**", text=text)),
            Buttons((Button(words("Mine is different, add it"), add, choice=added(text, link), object_name=text),)),
            Quiet(
                words.rich(
                    "Or type: {command} topic come {number}, or {command} topic add {text}",
                    command=view.can.command,
                    number=str(close[0].id),
                    text=text,
                )
            ),
        ),
    )


def added(text: str, link: str) -> str:
    """A suggestion as a button carries it: one line, and the link under it."""
    return f"{text}\n{link}" if link else text


def as_added(choice: str) -> tuple[str, str]:
    """The suggestion and the link that such a button carries."""
    text, _, link = choice.partition("\n")
    return text, link.strip()


def suggest_form(view: View, *, text: str = "", subject: Subject | None = None) -> Form:
    """A topic to write."""
    words = view.words
    return Form(
        "topic.suggest",
        words("Suggest a topic"),
        (_text_field(text, words), _short_field(words, ticked=False)),
        words("Suggest it"),
        "topic.write",
        subject,
    )


def brought_form(call: MessageCall, text: str, intro: RichText, view: View) -> Form:
    """A topic that came up in a message, with the link to it."""
    form = suggest_form(view, text=text)
    fields = (*form.fields, _link_field(call.link, view.words))
    return replace(form, fields=fields, opener=call.action, intro=intro, carried=call.carried)


def edit_form(topic: Topic, view: View) -> Form:
    """A topic to change."""
    words = view.words
    link = (_link_field(topic.link, words),) if topic.link else ()
    return Form(
        "topic.edit",
        words("Edit your topic"),
        (_text_field(topic.text, words), _short_field(words, ticked=topic.short), *link),
        words("Save"),
        "topic.edit",
        topic.subject,
    )


def _text_field(value: str, words: Words) -> TextField:
    hint = words("One line, as it should read in the poll")
    return TextField("text", words("What would you like to talk about?"), value, hint, most=LONGEST_TOPIC)


def _short_field(words: Words, *, ticked: bool) -> TicksField:
    option = Option(SHORT_TICK, words("Five minutes is enough"))
    return TicksField("short", words("Time"), (option,), (SHORT_TICK,) if ticked else ())


def _link_field(value: str, words: Words) -> TextField:
    hint = words("Others see it with the topic. Leave it empty for none.")
    return TextField("link", words("Where it came up"), value, hint, required=False, most=LONGEST_LINK)


def retired_card(topic: Topic, why: str, view: View) -> Card:
    """To whoever suggested a topic that makes room for others."""
    words = view.words
    notice = words("A topic of yours makes room for others.")
    return Card(
        notice,
        (
            Title(rich(topic.text)),
            Text(rich(_RETIRED.get(why, _RETIRED["old"])(words))),
            Text(words.rich("Thank you for it. If it matters still, one press brings it back.")),
            Buttons(
                (
                    Button(
                        words("Suggest it again"),
                        "topic.again",
                        topic.subject,
                        object_name=words("topic {number}", number=topic.id),
                    ),
                )
            ),
            Quiet(
                words.rich("Or type: {command} topic again {number}", command=view.can.command, number=str(topic.id))
            ),
        ),
    )


def choose_card(meeting: Meeting, topics: Sequence[Topic], view: View) -> Card:
    """To the convener of a meeting for which no poll chooses: what it might be about, the first few to press."""
    words = view.words
    pressed = topics[: IN_SIGHT - 1]
    notice = words("The meeting on {day} has no topic yet. Would you choose?", day=day(meeting.day, words))
    offered = [
        Entry(
            rich(topic.text),
            about(topic, 0, words),
            (
                Button(
                    words("Choose this"),
                    "topic.choose",
                    topic.subject,
                    choice=str(meeting.subject),
                    object_name=words("topic {number}", number=topic.id),
                ),
            )
            if topic in pressed
            else (),
        )
        for topic in topics
    ]
    return Card(
        notice,
        (
            Title(rich(when(meeting, words))),
            Text(words.rich("It has no topic yet. You convene it, so you may choose one, or write your own.")),
            *offered,
            Buttons((Button(words("Suggest a topic"), "topic.write", meeting.subject, opens_form=True),)),
            Quiet(
                words.rich(
                    "A round table without a topic is fine, too. Or type: {command} topic choose {number}",
                    command=view.can.command,
                    number=str(topics[-1].id if topics else 3),
                )
            ),
        ),
    )
