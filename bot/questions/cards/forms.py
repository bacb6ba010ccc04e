"""The forms of asking and replying."""

from dataclasses import replace

from bot.audience import View
from bot.chat.calls import MessageCall
from bot.chat.forms import ChoiceField, Form, Option, TextField, TicksField
from bot.chat.refs import Subject
from bot.chat.richtext import RichText
from bot.chat.words import Words
from bot.community.cards.log import HIDDEN_BECAUSE
from bot.questions.cards.drafts import nameless_means
from bot.questions.cards.questions import REASONS
from bot.questions.model.questions import LONGEST_QUESTION, LONGEST_TEXT, Draft, Question, Reply

NAMELESS_TICK = "yes"
SEEN_FORM = "question.ask_seen"
"""The form for what others have seen its writer say already."""
_QUESTION_FIELDS = 3


def ask_form(view: View, *, may_hide: bool, nameless: bool = False) -> Form:
    """A question to write."""
    words = view.words
    hide = (
        TicksField(
            "nameless",
            words("Your name"),
            (Option(NAMELESS_TICK, words("Ask without my name")),),
            (NAMELESS_TICK,) if nameless else (),
            hint=nameless_means(words),
        ),
    )
    return Form(
        "question.ask",
        words("Ask the community"),
        (*_question_fields("", "", (), words), *(hide if may_hide else ())),
        words("Have a look first"),
        "question.write",
    )


def brought_form(
    call: MessageCall, filled: tuple[str, str, tuple[str, ...]], intro: RichText, view: View, may_hide: bool
) -> Form:
    """A question that began in a message. Where others saw its writer say it, it can't be asked without the name."""
    form = ask_form(view, may_hide=may_hide)
    return replace(
        form,
        action=SEEN_FORM if call.own else form.action,
        fields=(*_question_fields(*filled, view.words), *form.fields[_QUESTION_FIELDS:]),
        opener=call.action,
        intro=intro,
        carried=call.carried,
    )


def draft_form(draft: Draft, view: View) -> Form:
    """A draft to change."""
    words = view.words
    return Form(
        "draft.edit",
        words("Edit your draft"),
        _question_fields(draft.text, draft.detail, draft.tags, words),
        words("Have a look"),
        "draft.edit",
        draft.subject,
    )


def question_form(question: Question, view: View) -> Form:
    """A posted question to change."""
    words = view.words
    return Form(
        "question.edit",
        words("Edit your question"),
        _question_fields(question.text, question.detail, question.tags, words),
        words("Save"),
        "question.edit",
        question.subject,
    )


def _question_fields(text: str, detail: str, tags: tuple[str, ...], words: Words) -> tuple[TextField, ...]:
    return (
        TextField("text", words("Your question"), text, most=LONGEST_QUESTION),
        TextField(
            "detail",
            words("More about it"),
            detail,
            hint=words("What you know, what you tried, by when you need it"),
            long=True,
            required=False,
            most=LONGEST_TEXT,
        ),
        TextField("tags", words("Tags"), " ".join(f"#{tag}" for tag in tags), hint="#consultation", required=False),
    )


def reply_form(question: Question, view: View, intro: RichText) -> Form:
    """A reply to write."""
    words = view.words
    return Form(
        "question.reply",
        words("Reply"),
        (_reply_field("", words),),
        words("Reply"),
        "question.reply",
        question.subject,
        intro,
    )


def reply_edit_form(reply: Reply, view: View) -> Form:
    """A reply to change."""
    words = view.words
    return Form(
        "reply.edit",
        words("Edit your reply"),
        (_reply_field(reply.text, words),),
        words("Save"),
        "reply.edit",
        reply.subject,
    )


def _reply_field(value: str, words: Words) -> TextField:
    return TextField("text", words("Your reply"), value, words("Two lines are plenty"), long=True, most=LONGEST_TEXT)


def close_form(question: Question, view: View) -> Form:
    """Why a question is closed."""
    words = view.words
    options = tuple(Option(key, wording(words)) for key, wording in REASONS.items() if key != "thanks")
    return Form(
        "question.close",
        words("Close this question"),
        (ChoiceField("reason", words("Because"), options, "found"),),
        words("Close it"),
        "question.close",
        question.subject,
    )


def hide_form(subject: Subject, view: View) -> Form:
    """Why a steward hides something."""
    words = view.words
    options = tuple(Option(key, wording(words)) for key, wording in HIDDEN_BECAUSE.items())
    return Form(
        f"{subject.kind}.hide",
        words("Hide this"),
        (ChoiceField("reason", words("Because"), options, "confidence"),),
        words("Hide it"),
        f"{subject.kind}.hide",
        subject,
    )
