"""What asking and finding declare."""

from bot.feature import Command, Drawn, Feature, Hears, Pressed, Sent
from bot.questions.actions import drafting, minding, posting, replying
from bot.questions.actions.seeing import found_questions, found_replies
from bot.questions.model import CAUTION, NAMELESS
from bot.questions.store import QuestionWork

QUESTIONS: Feature[QuestionWork] = Feature(
    "questions",
    commands=(
        Command(
            "ask",
            "asks the community, after you have seen it as others will",
            "ask How early do you bring local governments in? #consultation",
            drafting.ask,
            look_up=drafting.looked_for,
            first=True,
        ),
        Command(
            "find",
            "looks through questions, replies that helped, and the library",
            "find consultation",
            drafting.find,
            look_up=drafting.looked_for,
            first=True,
        ),
        Command("drafts", "what you have written and not posted", "drafts", drafting.drafts, brief=True),
        Command(
            "reply", "replies to a question by its number", "reply 17 Start six weeks before", replying.reply_typed
        ),
        Command("question", "shows a question with its replies", "question 17", posting.shown, brief=True),
        Command("helped", "says that a reply or a resource helped", "helped 9", minding.helped_typed, brief=True),
        Command("close", "closes your question", "close 17", posting.close_typed, brief=True),
        Command("reopen", "opens your question again", "reopen 17", posting.reopen_typed, brief=True),
        Command("takeback", "takes back what you wrote", "takeback reply 9", minding.take_back_typed, brief=True),
        Command("flag", "asks the stewards to look at something", "flag 17", minding.flag_typed, brief=True),
        Command("hide", "hides something, with a reason", "hide 17", minding.hide_typed, stewards=True, brief=True),
    ),
    buttons={
        "question.write": Pressed(drafting.write),
        "draft.preview": Pressed(drafting.preview, look_up=drafting.looked_for),
        "draft.edit": Pressed(drafting.edit),
        "draft.name": Pressed(drafting.turn_name, look_up=drafting.looked_for),
        "draft.keep": Pressed(drafting.keep),
        "draft.drop": Pressed(drafting.drop),
        "draft.answered": Pressed(drafting.answered),
        "draft.post": Pressed(posting.post),
        "question.show": Pressed(posting.show),
        "question.more": Pressed(posting.more),
        "question.follow": Pressed(posting.follow),
        "question.edit": Pressed(posting.edit),
        "question.close": Pressed(posting.close),
        "question.reopen": Pressed(posting.reopen),
        "question.take_back": Pressed(posting.take_back),
        "question.reply": Pressed(replying.reply),
        "question.flag": Pressed(minding.flag_question),
        "question.hide": Pressed(minding.hide, stewards=True),
        "reply.show": Pressed(posting.show_reply),
        "reply.more": Pressed(replying.more),
        "reply.edit": Pressed(replying.edit),
        "reply.helped": Pressed(replying.helped),
        "reply.take_back": Pressed(replying.take_back),
        "reply.flag": Pressed(minding.flag_reply),
        "reply.hide": Pressed(minding.hide, stewards=True),
        "flag.leave": Pressed(minding.leave, stewards=True),
    },
    forms={
        "question.ask": Sent(drafting.asked, look_up=drafting.looked_for),
        "draft.edit": Sent(drafting.edited, look_up=drafting.looked_for),
        "question.edit": Sent(posting.edited),
        "question.close": Sent(posting.closed),
        "question.reply": Sent(replying.replied),
        "reply.edit": Sent(replying.edited),
        "question.hide": Sent(minding.hidden, stewards=True),
        "reply.hide": Sent(minding.hidden, stewards=True),
    },
    hears=Hears(thread_reply=replying.heard, edited=replying.typed_anew, removed=replying.typed_away),
    subjects={
        "draft/reminder": Drawn(drafting.draw_reminder, unsure="drop"),
        "question": Drawn(posting.draw, unsure="resend"),
        "reply": Drawn(replying.draw, unsure="resend"),
        "reply/carried": Drawn(replying.draw_carried, unsure="drop"),
        "question/flag": Drawn(minding.draw_flag, unsure="resend"),
        "reply/flag": Drawn(minding.draw_flag, unsure="resend"),
        "question/hidden": Drawn(minding.draw_hidden, unsure="resend"),
        "question/hidden.nameless": Drawn(minding.draw_hidden, unsure="resend"),
        "reply/hidden": Drawn(minding.draw_hidden, unsure="resend"),
    },
    steps={
        "draft.remind": drafting.remind,
        "draft.drop": drafting.drop_old,
        "question.unlink": posting.unlink,
    },
    finds={"question": found_questions, "reply": found_replies},
    settings=(NAMELESS, CAUTION),
)
