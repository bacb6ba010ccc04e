"""Help, the nearest command, and every refusal: what the product says of itself, built from the catalogue."""

from collections.abc import Callable, Mapping, Sequence

from bot.audience import View
from bot.catalogue import Catalogue, Work
from bot.chat.cards import Button, Buttons, Card, Quiet, Rule, Text, Title, said
from bot.chat.refs import Subject
from bot.chat.richtext import Plain, RichText, Strong, rich
from bot.chat.words import Words
from bot.errors import CommunityError
from bot.feature import Command

RUN, RUN_OVERHEARD = "typed.run", "typed.run_overheard"
"""Says again what somebody typed; the second one, what others could see being typed."""
ECHOED = 500
"""The most characters of somebody's own line that ride on a button shown to them alone."""


def help_card(catalogue: Catalogue, view: View) -> Card:
    """What can be typed: the six words, then the others."""
    words = view.words
    notice = words("Hello. You can ask me in your own words.")
    return Card(
        notice,
        (
            Title(rich(notice)),
            Text(
                words.rich(
                    "Write a question to me and I'll first look at what colleagues already know. "
                    "Nothing is shown to others until you've seen it and pressed Post it."
                )
            ),
            Text(_listed(catalogue.first(), view)),
            Buttons(
                (
                    Button(words("Ask something"), "question.write", main=True, opens_form=True),
                    Button(words("What's next?"), "meeting.next"),
                    Button(words("What's kept about me"), "member.kept"),
                    Button(words("More words"), "help.more"),
                )
            ),
            Quiet(words.rich("I won't message you unless you say so.")),
        ),
    )


def with_welcome(card: Card, view: View) -> Card:
    """The card, with what somebody should know who writes to the bot for the first time."""
    words = view.words
    welcome = words.rich(
        "**Good to meet you.** You can ask me in your own words. Nothing is shown to others until you've seen it and "
        "pressed Post it, and I won't message you unless you say so."
    )
    return Card(card.notice, (*card.blocks, Rule(), Text(welcome)))


def more_card(catalogue: Catalogue, view: View, *, steward: bool) -> Card:
    """The other words."""
    words = view.words
    notice = words("More that you can type.")
    return Card(notice, (Title(rich(notice)), Text(_listed(catalogue.more(steward=steward), view))))


def _listed(commands: Sequence[Command[Work]], view: View) -> RichText:
    lines: list[Plain | Strong] = []
    for command in commands:
        lines += [Strong(f"{view.can.command} {command.word}"), Plain(f" · {view.words(command.summary)}\n")]
    return (*lines[:-1], Plain(lines[-1].text.rstrip("\n"))) if lines else ()


def nearest_card(typed: str, meant: Command[Work], rest: str, view: View, *, private: bool) -> Card:
    """A typing error, with what was probably meant as a button that runs it. `private`: nobody else saw it typed."""
    words = view.words
    line = f"{meant.word} {rest}".strip()
    notice = words("I didn't find “{typed}”. Did you mean “{meant}”?", typed=typed[:40], meant=meant.word)
    again = RUN if private else RUN_OVERHEARD
    buttons = [Button(words("Help"), "help.show")]
    if len(line) <= ECHOED:
        buttons.insert(0, Button(words("Look it up instead"), again, choice=f"find {typed} {rest}"[:ECHOED]))
        buttons.insert(0, Button(words("Run “{meant}”", meant=meant.word), again, choice=line, main=True))
    return Card(
        notice,
        (
            Title(rich(notice)),
            Buttons(tuple(buttons)),
            Quiet(words.rich("Example: {example}", example=f"{view.can.command} {words(meant.example)}")),
        ),
    )


def unknown_word_card(typed: str, view: View) -> Card:
    """A word that is near no command."""
    words = view.words
    notice = words("I didn't find “{typed}” among the words I know.", typed=typed[:40])
    return Card(
        notice,
        (
            Title(rich(notice)),
            Buttons((Button(words("Help"), "help.show", main=True),)),
            Quiet(words.rich("Example: {command} find consultation", command=view.can.command)),
        ),
    )


def which_community_card(choices: Mapping[int, str], words: Words) -> Card:
    """Somebody in several communities wrote where it isn't clear which one they mean."""
    notice = words("Which community is this for?")
    return Card(
        notice,
        (
            Title(rich(notice)),
            Buttons(
                tuple(
                    Button(name, "community.choose", Subject(community, "community", community))
                    for community, name in choices.items()
                )
            ),
            Quiet(words.rich("Then say it once more. I keep to your choice in direct messages.")),
        ),
    )


def busy_card(words: Words) -> Card:
    """The storage could not start in time."""
    return said(words("I'm very busy just now and kept nothing of this. Please try again in a moment."))


def incident_card(words: Words, incident: str) -> Card:
    """A bug."""
    return said(
        words(
            "Something went wrong on my side and nothing was changed. Please try again; "
            "if it stays like this, tell whoever runs me: incident {incident}.",
            incident=incident,
        )
    )


_REFUSALS: Mapping[str, Callable[[Words], str]] = {
    "unknown": lambda words: words("I can't find that here. It may have been taken back."),
    "stewards_only": lambda words: words("Only a steward can do that."),
    "author_only": lambda words: words("Only whoever wrote it, or a steward, can do that."),
    "asker_only": lambda words: words("Only whoever asked, or a steward, can say which reply helped."),
    "no_name_in_the_open": lambda words: words(
        "Others could see what you typed, so I kept nothing of it. "
        "To ask without a name, write to me directly or use the form."
    ),
    "no_name_overheard": lambda words: words(
        "Others have seen you type these words, so I can't ask them without your name. "
        "Write it anew, to me directly or in the form."
    ),
    "no_name_switched_off": lambda words: words("Asking without a name is switched off in this community."),
    "last_steward": lambda words: words("You are the only steward. Name another one first, then this works."),
    "bad_link": lambda words: words("That isn't a link I can keep. It should begin with https://"),
    "nothing_written": lambda words: words("There is nothing to post yet. Write a question first."),
    "no_channel": lambda words: words("There is no channel to post it in just now. Your draft stays; try again later."),
    "number_needed": lambda words: words("Please add the number that stands on the card, such as 17."),
    "nothing_suggested": lambda words: words("There is no topic in that yet. One line is plenty."),
    "topic_settled": lambda words: words("It isn't in the running just now, so nothing was changed."),
    "merge_itself": lambda words: words("A topic can't be part of itself. Name two that are the same."),
    "merge_later": lambda words: words("They stand in different polls just now. Merge them when those have closed."),
    "nothing_to_choose": lambda words: words("There is no meeting ahead that needs a topic."),
    "no_poll": lambda words: words("There is no poll just now. Suggest something for the next one: topic …"),
    "poll_open": lambda words: words("A poll is choosing already. Close it first, and its result stands."),
    "poll_chose": lambda words: words(
        "The poll has chosen the topic, and its voters count on it. A steward can change it."
    ),
    "poll_closed": lambda words: words("That poll has closed, so nothing was changed. Its card shows what was chosen."),
    "poll_too_few": lambda words: words("A poll needs two topics to choose from. Suggest one first: topic …"),
    "poll_too_late": lambda words: words("There is no time left to vote before the meeting. The convener may choose."),
    "no_such_option": lambda words: words("There is no option with that number in the poll. Nothing was changed."),
    "option_gone": lambda words: words(
        "Something you ticked is not in the poll any more. Nothing was changed; have another look."
    ),
    "series_unread": lambda words: words(
        "I couldn't make out how often you meet. One weekday at a time, please, such as: "
        "every second Thursday 10:00 for 60 min, Room 4"
    ),
    "series_no_day": lambda words: words(
        "On which weekday do you meet? Such as: every second Thursday 10:00, or: first Tuesday 10:00"
    ),
    "series_no_time": lambda words: words("At what time do you meet? Such as: every second Thursday 10:00"),
    "day_unread": lambda words: words(
        "I couldn't make out which day that is. Such as: 25 March, or: 2027-03-25, and with a time: 25 March 14:00"
    ),
    "day_past": lambda words: words("That day is over. Please take one from today on, such as: next Thursday"),
    "too_many_days": lambda words: words("That is more than a year. Please name the days in shorter stretches."),
    "venue_unread": lambda words: words("Please add where it is, such as: meetings venue 4 Room 5 | https://…"),
    "moment_past": lambda words: words("That time is over. Please take a later one, such as: tomorrow 10:00"),
    "hour_skipped": lambda words: words(
        "Clocks go forward that day and never show that time. Please take one an hour earlier or later, such as 10:00"
    ),
    "days_backwards": lambda words: words(
        "The last day comes before the first. Please turn them around, such as: 3 March to 17 March"
    ),
    "too_long": lambda words: words("A meeting takes 12 hours at most. Such as: 10:00 for 90 min"),
    "link_unread": lambda words: words(
        "That isn't a link people can open. It should begin with https://, such as: https://example.org/meet"
    ),
    "question_closed": lambda words: words("That question is closed. Open it again first: reopen 17"),
    "helped_first": lambda words: words("The library takes replies that helped. Say so first, such as: helped 9"),
    "no_meeting_ahead": lambda words: words(
        "No meeting is planned just now, so there is no agenda yet. Your question stays open meanwhile."
    ),
    "no_meeting": lambda words: words("No meeting is planned just now."),
    "no_meeting_yet": lambda words: words("No meeting has been held yet."),
    "meeting_over": lambda words: words("That meeting is over. What was noted of it: notes"),
    "meeting_cancelled": lambda words: words("That meeting was cancelled. The next one: next"),
    "convener_only": lambda words: words("Only whoever convenes that meeting, or a steward, can do that."),
    "rsvp_unread": lambda words: words("Please say yes, maybe or no, such as: rsvp yes"),
    "not_held_yet": lambda words: words("That meeting hasn't been held. Notes wait until it has begun."),
    "nobody_comes": lambda words: words("Nobody has said they come yet, so there is no order to draw."),
    "nothing_noted": lambda words: words(
        "All three boxes are empty. Write in one of them, or press “No notes this time”."
    ),
    "were_you_there": lambda words: words("Whoever was there adds notes. If you were, say so first: rsvp here"),
    "turn_of_another": lambda words: words("That was put to somebody else, so nothing was changed."),
    "turn_over": lambda words: words("That turn has moved on meanwhile, so nothing was changed. Who is next: rota"),
    "turn_is_offered": lambda words: words(
        "Somebody has just been asked, and may answer first. Thank you for offering."
    ),
    "rota_asks_first": lambda words: words(
        "Whoever is next in the rota is asked first. You can be in it, too: convene join"
    ),
    "nothing_to_convene": lambda words: words("There is no meeting ahead that this could be for."),
    "no_turn": lambda words: words("You have no turn just now that this could be about. Who is next: rota"),
    "not_in_rota": lambda words: words("You're not in the rota. To be in it, type: convene join"),
    "swap_with_oneself": lambda words: words("You can't swap with yourself. Name another volunteer."),
    "swap_with_nobody": lambda words: words(
        "Nobody else in the rota could take that one just now. If you can't make it, type: convene drop"
    ),
    "swap_not_free": lambda words: words(
        "They can't be asked for that meeting, so nothing was changed. Name another volunteer."
    ),
    "swap_too_late": lambda words: words(
        "There is too little time left to ask them. If you can't make it, type: convene drop"
    ),
    "swap_with_whom": lambda words: words(
        "I don't find that name in the rota. Name another volunteer as rota shows them."
    ),
    "not_offered": lambda words: words(
        "I haven't brought you a question with that number. You can reply to any: reply 17 …"
    ),
    "offer_over": lambda words: words("That question is settled, so nothing was changed. Thank you all the same."),
    "named_oneself": lambda words: words("That's you. If you know something about it, reply, or say you'd talk."),
    "named_the_asker": lambda words: words("That's who asks. Is there somebody else who might know?"),
    "convene_what": lambda words: words(
        "I didn't get that. You can type: convene join, away 3 March to 17 March, pause, resume, stop, swap NAME."
    ),
    "unit_known": lambda words: words("Another unit on the list is called that already. To see the list, type: units"),
    "unit_name_needed": lambda words: words("There is no unit in that yet, such as: units add Forests | FLNRO"),
    "ask_how": lambda words: words("I didn't get that. You can type: me ask yes, me ask seldom, me ask no"),
    "welcome_how": lambda words: words("I didn't get that. You can type: me welcome yes, me welcome no"),
    "undo_which": lambda words: words("I don't find that one among what you've done. Its number stands before it: me"),
    "enough_done": lambda words: words(
        "A dozen is as much as I can keep of what you've done. Take one out first, such as: me undo 4"
    ),
    "hours_unread": lambda words: words(
        "Please say from when in the evening until when in the morning, such as: me quiet 16:00 09:00"
    ),
    "owner_only": lambda words: words("Only whoever looks after it, or a steward, can do that."),
    "looked_after": lambda words: words("Somebody looks after it already. Thank you for offering."),
    "nobody_called": lambda words: words(
        "I don't find one member of that name. Please write it as cards show it, such as: NAME (Unit)"
    ),
    "too_many_tries": lambda words: words("That was one try too many. Please wait a quarter of an hour."),
}


def refusal_card(error: CommunityError, words: Words) -> Card:
    """What a person reads when the community's rules don't allow what they asked for."""
    return said(_REFUSALS[error.code](words))


def worded_codes() -> frozenset[str]:
    """The codes of `CommunityError` that have words."""
    return frozenset(_REFUSALS)
