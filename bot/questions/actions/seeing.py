"""Looking up what a call is about, as far as its caller may see and change it."""

from collections.abc import Sequence
from datetime import datetime

from bot import grammar
from bot.audience import Caller, View
from bot.chat.calls import ButtonCall, CommandCall, FormCall, Found
from bot.chat.forms import Values, written
from bot.chat.refs import Subject
from bot.chat.richtext import RichText, rich
from bot.chat.words import Words
from bot.errors import CommunityError, Unknown
from bot.library.model import reply_key
from bot.members.actions.units import same
from bot.members.cards.profile import name_of
from bot.questions.cards.questions import asked_by, shortly
from bot.questions.model.questions import CAUTION, LONGEST_QUESTION, NAMELESS, Draft, Question, Reply, shortened
from bot.questions.store import QuestionWork


def visible_question(community: int, number: int, work: QuestionWork) -> Question:
    """The question, when anybody may see it. Raises `Unknown`."""
    question = work.questions.get(community, number)
    if not question.visible:
        raise Unknown
    return question


def visible_reply(community: int, number: int, work: QuestionWork) -> Reply:
    """The reply, when it and its question may be seen. Raises `Unknown`."""
    reply = work.questions.reply(community, number)
    if not reply.visible:
        raise Unknown
    visible_question(community, reply.question, work)
    return reply


def own_draft(call: ButtonCall | FormCall, caller: Caller, work: QuestionWork) -> Draft:
    """The caller's draft. Raises `Unknown` for anybody else's."""
    draft = work.drafts.get(caller.community, caller.own(call.subject, "draft").id)
    if draft.member != caller.member:
        raise Unknown
    return draft


def own_question(call: ButtonCall | FormCall, caller: Caller, work: QuestionWork, *, hidden: bool = False) -> Question:
    """A question its caller may change; with `hidden`, also one that a steward hid. Raises `CommunityError`."""
    question = work.questions.get(caller.community, caller.own(call.subject, "question").id)
    mine = question.member == caller.member
    if question.withdrawn or (question.hidden and not (hidden and mine)):
        raise Unknown
    if not mine:
        raise CommunityError("author_only")
    return question


def own_reply(call: ButtonCall | FormCall, caller: Caller, work: QuestionWork, *, hidden: bool = False) -> Reply:
    """A reply its caller may change; with `hidden`, also one that nobody sees just now. Raises `CommunityError`."""
    subject = caller.own(call.subject, "reply")
    reply = work.questions.reply(subject.community, subject.id)
    if hidden and reply.member == caller.member and not reply.withdrawn:
        return reply
    reply = visible_reply(subject.community, subject.id, work)
    if reply.member != caller.member:
        raise CommunityError("author_only")
    return reply


def pressed(call: CommandCall, button: str, subject: Subject) -> ButtonCall:
    """The press that a typed line stands for."""
    return ButtonCall(call.key, call.by, call.where, button, str(subject), found=call.found)


def named_in(call: CommandCall, caller: Caller, kinds: Sequence[str]) -> Subject:
    """What a line such as `17`, `reply 9` or `resource 5` names; the first kind when none is said."""
    typed = grammar.typed(call.text)
    kind, text = (typed.word, typed.rest) if typed.word in kinds else (kinds[0], call.text)
    number, _ = grammar.number_in(text)
    if number is None:
        raise CommunityError("number_needed")
    return caller.subject(kind, number)


def filled_in(values: Values) -> tuple[str, str, tuple[str, ...]]:
    """Question, detail and tags from a form. Raises `CommunityError` when no question was written."""
    text = written(values, "text")[:LONGEST_QUESTION]
    if not text:
        raise CommunityError("nothing_written")
    _, tags = grammar.tags_in(" ".join(f"#{tag.lstrip('#')}" for tag in written(values, "tags").split()))
    return text, shortened(written(values, "detail")), tags


def may_hide_name(caller: Caller, work: QuestionWork) -> bool:
    """Whether the community lets people ask without a name."""
    return NAMELESS.on(work.communities.settings(caller.community))


def caution(caller: Caller, work: QuestionWork) -> str:
    """The community's line above Post it."""
    return CAUTION.text(work.communities.settings(caller.community), caller.words)


def asker(question: Question, work: QuestionWork, words: Words) -> RichText:
    """Who asks, as everybody sees it."""
    if question.nameless or question.member is None:
        return asked_by(words("a former member"), question.unit, words, nameless=question.nameless)
    name = name_of(work.members.get(question.community, question.member), words)
    return rich(asked_by(name, question.unit, words, nameless=False))


def other_homes(community: int, title: str, work: QuestionWork, view: View) -> Sequence[str]:
    """The platforms on which the community has a home, other than the one of that title."""
    homes = [channel for channel in work.communities.channels(community) if channel.home]
    titles = dict.fromkeys(view.deployment.title(home.ref.platform) for home in homes)
    return [other for other in titles if other != title]


def who_replied(reply: Reply, work: QuestionWork, view: View) -> str:
    """Name, unit of that day, and the platform when it is another than the reader's."""
    words = view.words
    member = work.members.get(reply.community, reply.member) if reply.member is not None else None
    unit = reply.unit
    if member and unit and member.unit and not same(unit, member.unit, reply.community, work):
        unit = words("then {unit}", unit=unit)
    title = view.deployment.title(reply.platform)
    elsewhere = words("in {platform}", platform=title) if title != view.can.title else ""
    facts = ", ".join(fact for fact in (unit, elsewhere) if fact)
    name = name_of(member, words) if member else words("a former member")
    return f"{name} ({facts})" if facts else name


def helper(question: Question, work: QuestionWork, view: View) -> str:
    """Who helped, and which steward said so when it wasn't the asker."""
    if question.accepted is None:
        return ""
    words = view.words
    who = who_replied(work.questions.reply(question.community, question.accepted), work, view)
    if question.accepted_by is None:
        return words("{who} helped", who=who)
    steward = work.members.get(question.community, question.accepted_by).name
    return words("{who} helped, says {steward}", who=who, steward=steward or words("a steward"))


def found_questions(community: int, numbers: Sequence[int], work: QuestionWork, view: View) -> Sequence[Found]:
    """Questions as the search tells of them."""
    words = view.words
    told = []
    for question in work.questions.some(community, numbers):
        count = len(work.questions.replies(community, question.id))
        replies = words.many("{count} reply", "{count} replies", count) if count else words("no replies yet")
        answered = question.state == "answered"
        state = helper(question, work, view) if answered else replies
        unnamed = words("answered") if answered else replies
        told.append(
            Found(
                question.subject,
                question.text,
                words.rich("Question {number} · {state}", number=str(question.id), state=state),
                unnamed=words.rich("Question {number} · {state}", number=str(question.id), state=unnamed),
            )
        )
    return told


def found_replies(community: int, numbers: Sequence[int], work: QuestionWork, view: View) -> Sequence[Found]:
    """Replies that helped, as the search tells of them; one that is kept in the library is found there."""
    told = []
    for number in numbers:
        reply = work.questions.reply(community, number)
        question = work.questions.get(community, reply.question)
        kept = work.library.known(community, reply_key(number))
        if reply.visible and question.visible and not (kept and kept.visible):
            told.append(
                Found(
                    reply.subject,
                    question.text,
                    view.words.rich("“{reply}” · {who}", reply=shortly(reply.text), who=who_replied(reply, work, view)),
                    unnamed=_unnamed(reply, view.words),
                )
            )
    return told


def _unnamed(reply: Reply, words: Words) -> RichText:
    """A reply for those who aren't members: with its unit of that day, without a name."""
    if not reply.unit:
        return rich(words("“{reply}”", reply=shortly(reply.text)))
    return words.rich("“{reply}” · {who}", reply=shortly(reply.text), who=reply.unit)


def newest_questions(community: int, most: int, work: QuestionWork) -> Sequence[tuple[datetime, int]]:
    """The newest questions, however they stand."""
    return [(question.asked_at, question.id) for question in work.questions.latest(community, most)]


def newest_replies(_community: int, _most: int, _work: QuestionWork) -> Sequence[tuple[datetime, int]]:
    """Replies that helped are found by words; the newest of them stand with their questions."""
    return ()
