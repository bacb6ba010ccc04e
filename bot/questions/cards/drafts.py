"""What a writer sees of a question before, and just after, anybody else does."""

from collections.abc import Sequence

from bot.audience import View
from bot.chat.calls import Found
from bot.chat.cards import Block, Button, Buttons, Card, Quiet, Quote, Rule, Text, Title
from bot.chat.richtext import RichText, rich
from bot.chat.words import Words
from bot.library.cards.resources import found_entry
from bot.questions.model.questions import Draft, Question


def preview_card(
    draft: Draft, asker: RichText, found: Sequence[Found], where: str, caution: str, view: View, *, may_hide: bool
) -> Card:
    """What others will see, to the writer alone, before anything is posted."""
    words = view.words
    subject = draft.subject
    notice = words("Before it goes out: have a look.")
    blocks: list[Block] = [Title(rich(notice))]
    if found:
        blocks.append(Text(words.rich("These may already answer it:")))
        blocks += [
            found_entry(
                one,
                words,
                (
                    Button(
                        words("This answers it"),
                        "draft.answered",
                        subject,
                        choice=str(one.subject),
                        object_name=one.title,
                    ),
                ),
            )
            for one in found
        ]
        blocks.append(Rule())
    blocks += [Text(words.rich("**This is what people will see:**")), Title(rich(draft.text)), Text(asker)]
    if draft.detail:
        blocks.append(Quote(rich(draft.detail)))
    buttons = [
        Button(words("Post it"), "draft.post", subject, main=True, object_name=words("your draft")),
        _edit_draft(draft, words),
    ]
    if may_hide:
        label = words("Show my name") if draft.nameless else words("Hide my name")
        buttons.append(Button(label, "draft.name", subject))
    buttons.append(Button(words("Not now"), "draft.keep", subject, object_name=words("your draft")))
    blocks += [Text(rich(where)), Quiet(rich(caution)), Buttons(tuple(buttons))]
    blocks.append(
        Quiet(
            words.rich("“Not now” keeps your draft for seven days. Or type: {command} drafts", command=view.can.command)
        )
    )
    return Card(notice, tuple(blocks))


def _edit_draft(draft: Draft, words: Words) -> Button:
    return Button(words("Edit"), "draft.edit", draft.subject, opens_form=True, object_name=words("your draft"))


def nameless_means(words: Words) -> str:
    """What asking without a name does not mean."""
    return words(
        "Nobody learns your name from me, stewards included. {platform} keeps its own records, "
        "and your wording can give you away.",
        platform=words("The platform"),
    )


def where_it_goes(places: Sequence[str], people: int | None, guests: int, words: Words) -> str:
    """Where a draft will be shown, and to about how many people; None when no platform has said."""
    if not places:
        return words("There is no channel for it just now. Your draft stays.")
    goes = words("It goes to {places}", places=words(" and ").join(places))
    if people is None:
        return f"{goes}."
    about = words.many("about {count} person", "about {count} people", people)
    invited = words.many(", {count} of them a guest", ", {count} of them guests", guests) if guests else ""
    return f"{goes}: {about}{invited}."


def kept_card(draft: Draft, view: View) -> Card:
    """A draft that waits."""
    words = view.words
    notice = words("Kept for seven days. Nobody else has seen it.")
    return Card(
        notice,
        (
            Text(rich(notice)),
            Buttons(
                (
                    Button(words("Look at it"), "draft.preview", draft.subject, object_name=words("your draft")),
                    Button(words("Drop it"), "draft.drop", draft.subject, object_name=words("your draft")),
                )
            ),
            Quiet(words.rich("Or type: {command} drafts", command=view.can.command)),
        ),
    )


def drafts_card(drafts: Sequence[Draft], view: View) -> Card:
    """The caller's drafts."""
    words = view.words
    notice = (
        words.many("You have {count} draft.", "You have {count} drafts.", len(drafts))
        if drafts
        else words("You have no drafts.")
    )
    blocks: list[Block] = [Title(rich(notice))]
    for draft in drafts:
        blocks.append(Text(rich(draft.text)))
        blocks.append(
            Buttons(
                (
                    Button(words("Look at it"), "draft.preview", draft.subject, object_name=words("your draft")),
                    Button(words("Drop it"), "draft.drop", draft.subject, object_name=words("your draft")),
                )
            )
        )
    return Card(notice, tuple(blocks))


def reminder_card(draft: Draft, view: View) -> Card:
    """The one reminder of a draft."""
    words = view.words
    notice = (
        words("News about something you asked.")
        if draft.nameless
        else words("Your question is written and not posted yet.")
    )
    return Card(
        notice,
        (
            Title(words.rich("Your question is written and not posted yet.")),
            Quote(rich(draft.text)),
            Buttons(
                (
                    Button(
                        words("Look at it"), "draft.preview", draft.subject, main=True, object_name=words("your draft")
                    ),
                    Button(words("Drop it"), "draft.drop", draft.subject, object_name=words("your draft")),
                )
            ),
            Quiet(
                words.rich(
                    "I remind you once. It is kept for seven days. Or type: {command} drafts", command=view.can.command
                )
            ),
        ),
    )


def _carried_by_the_channel(words: Words) -> tuple[Text, ...]:
    """What somebody should know who asks where few have said what they have done."""
    few = words.rich(
        "Few members have told me yet what they've done, so the channel carries it. If somebody has, I ask them, too."
    )
    return (Text(few),)


def posted_card(question: Question, where: str, view: View, *, again: bool = False, few: bool = False) -> Card:
    """To the asker: it is out, or it already was. `few`: not many members have said yet what they have done."""
    words = view.words
    notice = (
        words("You asked this a moment ago. It is question {number}.", number=question.id)
        if again
        else words("Posted as question {number}.", number=question.id)
    )
    return Card(
        notice,
        (
            Title(rich(notice)),
            Text(rich(where)),
            *(_carried_by_the_channel(words) if few else ()),
            Buttons(
                (
                    Button(
                        words("Edit"),
                        "question.edit",
                        question.subject,
                        opens_form=True,
                        object_name=words("question {number}", number=question.id),
                    ),
                    Button(
                        words("Take it back"),
                        "question.take_back",
                        question.subject,
                        object_name=words("question {number}", number=question.id),
                    ),
                )
            ),
            Quiet(
                words.rich("Or type: {command} takeback {number}", command=view.can.command, number=str(question.id))
            ),
        ),
    )
