"""The live card of a question, and a question with its replies."""

from collections.abc import Callable, Mapping, Sequence

from bot.audience import View
from bot.chat.cards import Block, Button, Buttons, Card, Quiet, Quote, Rule, Text, Title
from bot.chat.richtext import Plain, RichText, Strong, rich
from bot.chat.words import Words
from bot.questions.cards.replies import what_next
from bot.questions.model.questions import Question, Reply

LONGEST_LINE = 160
REASONS: Mapping[str, Callable[[Words], str]] = {
    "found": lambda words: words("found elsewhere"),
    "settled": lambda words: words("no longer needed"),
    "talked": lambda words: words("talked it over"),
    "thanks": lambda words: words("with thanks to all who thought about it"),
}


def question_card(
    question: Question, asker: RichText, replies: Sequence[Reply], helper: str, elsewhere: Sequence[str], view: View
) -> Card:
    """The live card: the question, where it stands, and what can be done with it."""
    words = view.words
    subject, name = question.subject, view.words("question {number}", number=question.id)
    blocks: list[Block] = [Title(rich(question.text)), Text(asker)]
    if question.detail:
        blocks.append(Quote(rich(question.detail)))
    blocks += [
        Text(_state(question, len(replies), helper, words)),
        Buttons(
            (
                Button(words("Reply"), "question.reply", subject, main=True, opens_form=True, object_name=name),
                Button(words("I'd like to know too"), "question.follow", subject, object_name=name),
                Button(words("More"), "question.more", subject, object_name=name),
            )
        ),
        Quiet(_typed_way(question, elsewhere, view)),
    ]
    return Card(_notice(question, words), tuple(blocks))


def _notice(question: Question, words: Words) -> str:
    if question.nameless or not question.unit:
        return words("New question: {question}", question=question.text)
    return words("New question from {unit}: {question}", unit=question.unit, question=question.text)


def _state(question: Question, replies: int, helper: str, words: Words) -> RichText:
    count = words.many("{count} reply", "{count} replies", replies) if replies else words("no replies yet")
    match question.state:
        case "open":
            return words.rich("**Open** · {replies}", replies=count)
        case "answered":
            return words.rich("**Answered** · {helper} · {replies}", helper=helper, replies=count)
        case "closed":
            return words.rich("**Closed** · {reason} · {replies}", reason=_reason(question, words), replies=count)


def state_of(question: Question, words: Words) -> RichText:
    """What became of a question, in a few words."""
    match question.state:
        case "open":
            return words.rich("**Open**")
        case "answered":
            return words.rich("**Answered**")
        case "closed":
            return words.rich("**Closed** · {reason}", reason=_reason(question, words))


def shortly(text: str) -> str:
    """The beginning of a text, in one line."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_LINE else line[: LONGEST_LINE - 1].rstrip() + "…"


def _reason(question: Question, words: Words) -> str:
    return REASONS.get(question.reason, REASONS["settled"])(words)


def _typed_way(question: Question, elsewhere: Sequence[str], view: View) -> RichText:
    if not view.can.hears_threads:
        shown = view.words("What is typed below reaches me only if you press Reply or mention me. ")
    elif elsewhere:
        shown = view.words("Replies here are also shown in {places}. ", places=", ".join(elsewhere))
    else:
        shown = ""
    way = view.words("Or type: {command} reply {number} …", command=view.can.command, number=question.id)
    return rich(shown, way)


def asked_by(name: str, unit: str, words: Words, *, nameless: bool) -> RichText:
    """Who asks: name and unit, or that no name is shown."""
    if nameless:
        return words.rich("Asked without a name")
    return rich(Strong(name), Plain(f" · {unit}" if unit else ""))


def shown_card(card: Card, number: int, replies: Sequence[tuple[str, Reply, bool]], view: View) -> Card:
    """A question with its replies, to one reader."""
    words = view.words
    notice = words("Question {number}, with its replies.", number=number)
    blocks: list[Block] = [block for block in card.blocks if not isinstance(block, Quiet)]
    for who, reply, helped in replies:
        blocks += [
            Rule(),
            Text(rich(reply.text)),
            Text(rich(Strong(who), Plain(words(" · This helped") if helped else ""))),
        ]
        blocks.append(
            Buttons(
                (
                    what_next(reply, words, helped=helped),
                    Button(
                        words("More"), "reply.more", reply.subject, object_name=words("reply {number}", number=reply.id)
                    ),
                )
            )
        )
    return Card(notice, (*blocks, *(block for block in card.blocks if isinstance(block, Quiet))))


def taken_back_card(view: View, *, unreached: bool) -> Card:
    """What was taken back, and what the bot cannot reach."""
    words = view.words
    notice = words("Taken back. Within a minute it is gone from every place I put it, and from search.")
    left = words("What I answered to one person alone, when they looked it up, I can't reach any more.")
    typed = words(" What people typed themselves in a thread, only they can remove.") if unreached else ""
    return Card(notice, (Text(rich(notice)), Quiet(rich(left, typed))))
