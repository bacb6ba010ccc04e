"""A turn as its member sees it: offered, nudged, theirs, gone to somebody else."""

from collections.abc import Callable, Mapping
from datetime import date
from zoneinfo import ZoneInfo

from bot.audience import View
from bot.chat.cards import Block, Button, Buttons, Card, Quiet, Text, Title
from bot.chat.richtext import RichText, rich
from bot.chat.words import Words
from bot.conveners.model.turns import Turn
from bot.meetings.cards.when import day, duration, when
from bot.meetings.model.meetings import Meeting

_WHY: Mapping[str, Callable[[Words, str], str]] = {
    "only": lambda words, _: words("you're the one who can be asked just now."),
    "turns": lambda words, many: words("{volunteers}, and you've had the fewest turns.", volunteers=many),
    "convener": lambda words, many: words("{volunteers}, and last time it was somebody else.", volunteers=many),
    "unit": lambda words, many: words("{volunteers}, and last time it was another unit.", volunteers=many),
    "waited": lambda words, many: words("{volunteers}, and among those due you've waited longest.", volunteers=many),
    "earliest": lambda words, many: words("{volunteers}, and among those due you volunteered first.", volunteers=many),
}


def offer_card(turn: Turn, meeting: Meeting, why: tuple[str, int], backup: str, view: View, *, alone: bool) -> Card:
    """Would you convene? `alone`: there is nobody to swap with."""
    words = view.words
    notice = words("Would you convene the meeting on {day}?", day=day(meeting.day, words))
    return Card(
        notice,
        (
            Text(_turn_of_yours(meeting, words)),
            Text(_because(why, words)),
            Text(_what_it_means(backup, words)),
            _answers(turn, words, alone=alone),
            Quiet(_no_answer(turn, meeting, view)),
        ),
    )


def _turn_of_yours(meeting: Meeting, words: Words) -> RichText:
    return words.rich(
        "It's your turn, if you'd like it: **{when}**, {long}{place}.",
        when=when(meeting, words),
        long=duration(meeting.minutes, words),
        place=words(", {venue}", venue=meeting.venue) if meeting.venue else "",
    )


def _because(why: tuple[str, int], words: Words) -> RichText:
    step, count = why
    volunteers = words.many("{count} volunteer", "{count} volunteers", count)
    return words.rich("Why you: {why}", why=_WHY.get(step, _WHY["only"])(words, volunteers))


def _what_it_means(backup: str, words: Words) -> RichText:
    means = words(
        "You'd open the meeting, keep the time and jot down three lines afterwards. I'll send a kit a week before."
    )
    stands_by = words(" {backup} is your backup.", backup=backup) if backup else ""
    return rich(means, stands_by)


def _answers(turn: Turn, words: Words, *, alone: bool) -> Buttons:
    return Buttons(
        (
            Button(
                words("Yes, I'll do it"),
                "turn.accept",
                turn.subject,
                main=True,
                object_name=words("your turn to convene"),
            ),
            Button(words("Not this time"), "turn.decline", turn.subject, object_name=words("your turn to convene")),
            *swapping(turn, words, alone=alone),
        )
    )


def swapping(turn: Turn, words: Words, *, alone: bool) -> tuple[Button, ...]:
    """The button that asks for a swap, where there is somebody to swap with."""
    return (
        ()
        if alone
        else (
            Button(
                words("Swap"), "turn.swap", turn.subject, opens_form=True, object_name=words("your turn to convene")
            ),
        )
    )


def _no_answer(turn: Turn, meeting: Meeting, view: View) -> RichText:
    words = view.words
    typed = words("Or type: {command} convene yes", command=view.can.command)
    if turn.answer_by is None:
        return rich(typed)
    by = day(_local_day(turn, meeting), words)
    return rich(
        words("No answer by {day}? I'll ask the next person, and you keep your place. {typed}", day=by, typed=typed)
    )


def _local_day(turn: Turn, meeting: Meeting) -> date:
    assert turn.answer_by is not None
    return turn.answer_by.astimezone(ZoneInfo(meeting.zone)).date()


def nudge_card(turn: Turn, meeting: Meeting, view: View, *, alone: bool) -> Card:
    """One word to somebody who hasn't answered."""
    words = view.words
    notice = words("Is {day} something for you? Yes and no are both fine.", day=day(meeting.day, words))
    return Card(
        notice, (Text(rich(notice)), _answers(turn, words, alone=alone), Quiet(_no_answer(turn, meeting, view)))
    )


def stand_in_card(turn: Turn, meeting: Meeting, view: View) -> Card:
    """To the backup, when they are needed."""
    words = view.words
    notice = words("Could you convene on {day} after all?", day=day(meeting.day, words))
    return Card(
        notice,
        (
            Text(
                words.rich(
                    "The convener can't come, and you're the backup: **{when}**. You'd open the meeting and keep the "
                    "time; the kit comes with your yes.",
                    when=when(meeting, words),
                )
            ),
            Buttons(
                (
                    Button(
                        words("Yes, I'll do it"),
                        "turn.accept",
                        turn.subject,
                        main=True,
                        object_name=words("your turn to convene"),
                    ),
                    Button(
                        words("Not this time"), "turn.decline", turn.subject, object_name=words("your turn to convene")
                    ),
                )
            ),
            Quiet(
                words.rich("No is a fine answer; then I ask the others. Or type: {c} convene yes", c=view.can.command)
            ),
        ),
    )


def request_card(turn: Turn, meeting: Meeting, asker: str, theirs: Meeting | None, view: View) -> Card:
    """Somebody would like to swap."""
    words = view.words
    notice = words("{name} asks: would you convene on {day}?", name=asker, day=day(meeting.day, words))
    swap = (
        words.rich(
            "You'd take **{theirs}**, and {name} would take your {yours}.",
            theirs=when(meeting, words),
            name=asker,
            yours=day(theirs.day, words),
        )
        if theirs
        else words.rich("You'd take over **{when}**. It counts as one of your turns.", when=when(meeting, words))
    )
    return Card(
        notice,
        (
            Title(rich(notice)),
            Text(swap),
            Buttons(
                (
                    Button(
                        words("Yes, I'll do it"),
                        "turn.accept",
                        turn.subject,
                        main=True,
                        object_name=words("your turn to convene"),
                    ),
                    Button(
                        words("Not this time"), "turn.decline", turn.subject, object_name=words("your turn to convene")
                    ),
                )
            ),
            Quiet(words.rich("Until you say yes nothing changes. Or type: {c} convene yes", c=view.can.command)),
        ),
    )


def thanks(turn: Turn, meeting: Meeting, words: Words) -> str:
    """What is said to a yes, beside the card on which it was pressed and which shows the rest."""
    if turn.role == "backup":
        return words("Thank you. You're the backup for {day}.", day=day(meeting.day, words))
    return words("Thank you. You convene on {day}.", day=day(meeting.day, words))


def accepted_card(turn: Turn, meeting: Meeting, view: View, *, alone: bool) -> Card:
    """It is theirs."""
    words = view.words
    notice = thanks(turn, meeting, words)
    if turn.role == "backup":
        then = words.rich("I'll only ask you if the convener can't come. It counts as a turn only if you convene.")
    else:
        then = _and_then(turn, meeting, words)
    buttons = [
        Button(words("I can't make it"), "turn.decline", turn.subject, object_name=words("your turn to convene"))
    ]
    if turn.role != "backup":
        buttons += swapping(turn, words, alone=alone)
    blocks: tuple[Block, ...] = (
        Title(rich(notice)),
        Text(then),
        Buttons(tuple(buttons)),
        Quiet(words.rich("Plans changed? One press is enough. Or type: {c} convene drop", c=view.can.command)),
    )
    return Card(notice, blocks)


def _and_then(turn: Turn, meeting: Meeting, words: Words) -> RichText:
    if turn.kit_at is None:
        return words.rich(
            "**{when}**. Your kit comes five working days before, or right away where it's nearer.",
            when=when(meeting, words),
        )
    return words.rich("**{when}**. Your kit has come.", when=when(meeting, words))


def backup_card(turn: Turn, meeting: Meeting, view: View) -> Card:
    """To whoever stands by: is it still fine?"""
    if turn.state == "accepted":
        return accepted_card(turn, meeting, view, alone=True)
    words = view.words
    notice = words("You're the backup for {day}. Is that still fine?", day=day(meeting.day, words))
    return Card(
        notice,
        (
            Title(rich(notice)),
            Text(
                words.rich(
                    "**{when}**. I'd only ask you if the convener can't come, and it counts as a turn only then.",
                    when=when(meeting, words),
                )
            ),
            Buttons(
                (
                    Button(
                        words("Yes, that's fine"),
                        "turn.accept",
                        turn.subject,
                        main=True,
                        object_name=words("your turn to convene"),
                    ),
                    Button(
                        words("Not this time"), "turn.decline", turn.subject, object_name=words("your turn to convene")
                    ),
                )
            ),
            Quiet(words.rich("Or type: {c} convene yes", c=view.can.command)),
        ),
    )


def moved_card(turn: Turn, meeting: Meeting, view: View) -> Card:
    """To whoever has something of a meeting that is at another time now."""
    words, on = view.words, day(meeting.day, view.words)
    asked = turn.state == "offered" and turn.role != "backup"
    if asked:
        notice = words("Moved: the meeting you're asked to convene is on {day} now.", day=on)
    elif turn.role == "backup":
        notice = words("Moved: the meeting for which you stand by is on {day} now.", day=on)
    else:
        notice = words("Moved: the meeting you convene is on {day} now.", day=on)
    yes = (
        (
            Button(
                words("Yes, I'll do it"),
                "turn.accept",
                turn.subject,
                main=True,
                object_name=words("your turn to convene"),
            ),
        )
        if asked
        else ()
    )
    no = Button(
        words("Not this time") if asked else words("I can't make it"),
        "turn.decline",
        turn.subject,
        object_name=words("your turn to convene"),
    )
    typed = words.rich("Or type: {c} convene yes", c=view.can.command)
    if turn.state == "accepted":
        typed = words.rich("Plans changed? One press is enough. Or type: {c} convene drop", c=view.can.command)
    elif turn.role == "backup":
        typed = words.rich("Plans changed? One press is enough. Or type: {c} convene no", c=view.can.command)
    return Card(
        notice,
        (
            Title(rich(notice)),
            Text(words.rich("**{when}**", when=when(meeting, words))),
            Buttons((*yes, no)),
            Quiet(typed),
        ),
    )


_PASSED: Mapping[str, Callable[[Words, str], str]] = {
    "declined": lambda words, on: words("You needn't convene on {day} any more.", day=on),
    "lapsed": lambda words, on: words(
        "The time to answer about {day} is over. You keep your place in the rota.", day=on
    ),
    "swapped": lambda words, on: words("Swapped: somebody else convenes on {day}.", day=on),
    "released": lambda words, on: words("You needn't convene on {day}. It costs you nothing in the rota.", day=on),
    "done": lambda words, on: words("Thank you for convening on {day}.", day=on),
}


def passed_card(turn: Turn, meeting: Meeting, view: View) -> Card:
    """It is theirs no longer, and why."""
    words = view.words
    notice = _PASSED.get(turn.state, _PASSED["released"])(words, day(meeting.day, words))
    return Card(notice, (Text(rich(notice)), Quiet(words.rich("Who is next: {c} rota", c=view.can.command))))
