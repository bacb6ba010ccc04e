"""How the community fares, to its stewards: three lines, and nobody's name."""

from datetime import timedelta

from bot.audience import View
from bot.chat.cards import Card, Quiet, Text, Title
from bot.chat.richtext import rich
from bot.chat.words import Words
from bot.digest.model.health import Health

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def health_card(health: Health, view: View) -> Card:
    """Answers, other units, turns."""
    words = view.words
    notice = words("How we fare, in three lines.")
    return Card(
        notice,
        (
            Title(rich(notice)),
            Text(rich(_answers(health, words))),
            Text(rich(_elsewhere(health, words))),
            Text(rich(_turns(health, words))),
            Quiet(
                words.rich(
                    "Of the last 90 days; turns, of a year. Names nobody. Or type: {command} health",
                    command=view.can.command,
                )
            ),
        ),
    )


def _answers(health: Health, words: Words) -> str:
    if not health.asked:
        return words("Nobody has asked anything yet.")
    asked = words.many("{count} question was asked", "{count} questions were asked", health.asked)
    line = words(
        "{asked}: {replied} got a reply ({share} %), {helped} were helped.",
        asked=asked,
        replied=health.replied,
        share=_percent(health.replied, health.asked),
        helped=health.helped,
    )
    if health.first_reply is None:
        return line
    return words(
        "{line} Half of the first replies came within {wait}.", line=line, wait=_long(health.first_reply, words)
    )


def _elsewhere(health: Health, words: Words) -> str:
    if not health.placed:
        return words("No reply yet of which both units are known.")
    return words(
        "{elsewhere} of {count} replies came from another unit ({share} %).",
        elsewhere=health.elsewhere,
        count=health.placed,
        share=_percent(health.elsewhere, health.placed),
    )


def _turns(health: Health, words: Words) -> str:
    rota = health.rota
    volunteers = words.many("{count} volunteer in the rota", "{count} volunteers in the rota", rota.volunteers)
    if not rota.turns:
        return words("{volunteers}; no turn has been done yet.", volunteers=volunteers)
    turns = words.many("{count} turn", "{count} turns", rota.turns)
    people = words.many("{count} person", "{count} people", rota.conveners)
    return words(
        "{volunteers}; {turns} over {people}, {most} at most for one.",
        volunteers=volunteers,
        turns=turns,
        people=people,
        most=rota.most,
    )


def _percent(part: int, whole: int) -> int:
    return round(100 * part / whole)


def _long(wait: timedelta, words: Words) -> str:
    if wait < HOUR:
        return words("an hour")
    if wait < 2 * DAY:
        return words.many("{count} hour", "{count} hours", round(wait / HOUR))
    return words.many("{count} day", "{count} days", round(wait / DAY))
