"""What bringing questions to people declares."""

from bot.feature import Command, Drawn, Feature, Pressed, Sent, Timed
from bot.offers.actions import answering, bringing, following, introducing, looking, naming, pausing, ringing
from bot.offers.store import OfferWork

OFFERS: Feature[OfferWork] = Feature(
    "offers",
    commands=(
        Command("who", "who has done this before, or cares about it", "who consultation", looking.who, takes="few"),
        Command("offers", "questions that might be for you", "offers", answering.offers, takes=answering.OFFERS_TAKES),
        Command(
            "talk", "says that you'd be happy to talk about a question", "talk 17", answering.talk_typed, takes="number"
        ),
        Command("pass", "says that a question isn't for you", "pass 17", answering.pass_typed, takes="number"),
        Command(
            "iknow", "says who might know about a question", "iknow 17 Noor Haddad", naming.know_typed, takes="number"
        ),
        Command(
            "introduce",
            "puts you in touch with who'd be happy to talk",
            "introduce 5",
            introducing.introduce_typed,
            takes="number",
        ),
    ),
    buttons={
        "offer.talk": Pressed(answering.talk, typed="talk {named}"),
        "offer.pass": Pressed(answering.pass_on, typed="pass {named}"),
        "offer.know": Pressed(naming.know, typed="iknow {named} …"),
        "offer.introduce": Pressed(introducing.introduce, typed="introduce {number}"),
        "offer.apart": Pressed(introducing.keep_apart, typed="introduce {number} no"),
        "member.pause": Pressed(pausing.pause, typed="offers pause"),
        "member.resume": Pressed(pausing.resume, typed="offers resume"),
    },
    forms={"offer.know": Sent(naming.known)},
    subjects={
        "offer": Drawn(bringing.draw, unsure="resend"),
        "offer/asker": Drawn(introducing.draw_asker, unsure="resend"),
        "offer/helper": Drawn(introducing.draw_helper, unsure="resend"),
        "member/paused": Drawn(pausing.draw, unsure="drop"),
    },
    steps={
        "offer.ring": Timed(ringing.ring_by_itself, "goes out late, while the question is open"),
        "offer.lapse": Timed(pausing.lapse, "lapses however late"),
    },
    reacts={
        "question.asked": following.asked,
        "question.looking": following.wants_more,
        "question.try_others": following.wants_more,
        "question.reopened": following.open_again,
        "question.unhid": following.open_again,
        "question.closed": following.over,
        "question.took back": following.gone,
        "question.hid": following.gone,
        "question.edited": following.drawn_anew,
        "question.unlinked": following.unlinked,
        "reply.replied": following.replied,
        "reply.helped": following.helped,
        "reply.took back": following.reply_gone,
        "reply.hid": following.reply_gone,
        "member.edited": following.left,
        "member.declined": following.left,
        "member.agreed": following.left,
        "member.away": following.away,
        "member.departed": following.departed,
        "member.linked": following.linked,
    },
)
