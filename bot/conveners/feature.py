"""What convening declares."""

from bot.conveners.actions import (
    answering,
    following,
    leaving,
    offering,
    pleading,
    preparing,
    showing,
    swapping,
    volunteering,
)
from bot.conveners.store import ConvenerWork
from bot.feature import Command, Drawn, Feature, Pressed, Sent, Timed

CONVENERS: Feature[ConvenerWork] = Feature(
    "conveners",
    commands=(
        Command("rota", "who convenes next, and why", "rota", showing.rota, takes="few"),
        Command(
            "convene",
            "your place in the rota: join, away, pause, stop, swap",
            "convene away 3 March to 17 March",
            showing.convene,
            takes=showing.CONVENE_TAKES,
        ),
    ),
    buttons={
        "turn.accept": Pressed(answering.accept, typed="convene yes"),
        "turn.decline": Pressed(answering.decline, typed="convene no"),
        "turn.swap": Pressed(swapping.swap, typed="convene swap"),
        "turn.take": Pressed(leaving.take, typed="convene this"),
        "convene.show": Pressed(volunteering.show, typed="convene"),
        "convene.rota": Pressed(showing.rota, typed="rota"),
        "convene.join": Pressed(volunteering.join, typed="convene join"),
        "convene.pause": Pressed(volunteering.pause, typed="convene pause"),
        "convene.stop": Pressed(volunteering.stop, typed="convene stop"),
        "convene.away": Pressed(volunteering.away, typed="convene away …"),
        "convene.back": Pressed(volunteering.back, typed="convene back"),
    },
    forms={
        "turn.swap": Sent(swapping.swapped),
        "convene.away": Sent(volunteering.away_filled_in),
    },
    subjects={
        "turn": Drawn(offering.draw, unsure="resend"),
        "turn/nudge": Drawn(offering.draw_nudge, unsure="drop"),
        "turn/passed": Drawn(offering.draw_passed, unsure="resend"),
        "turn/moved": Drawn(offering.draw_moved, unsure="resend"),
        "turn/stays": Drawn(swapping.draw_stays, unsure="resend"),
        "turn/kit": Drawn(preparing.draw_kit, unsure="resend"),
        "turn/backup": Drawn(preparing.draw_backup, unsure="resend"),
        "meeting/plea": Drawn(pleading.draw, unsure="drop"),
        "meeting/standin": Drawn(leaving.draw_stand_in, unsure="resend"),
        "meeting/open": Drawn(leaving.draw_open_table, unsure="resend"),
    },
    steps={
        "turn.offer": Timed(offering.offer, "offered late while the meeting is ahead; once it has begun, dropped"),
        "turn.nudge": Timed(offering.nudge, "not nudged after the time to answer; the turn lapses", offering.lapse),
        "turn.lapse": Timed(offering.lapse, "lapses however late; nobody new is asked once the meeting has begun"),
        "turn.kit": Timed(preparing.send_kit, "sent late while the meeting is ahead; once it has begun, dropped"),
        "turn.confirm": Timed(
            preparing.confirm_backup, "asked late while the meeting is ahead; once it has begun, dropped"
        ),
        "vacancy.volunteers": Timed(leaving.ask_volunteers, "asked late while the meeting is ahead; then dropped"),
        "vacancy.channel": Timed(leaving.ask_channel, "asked late while the meeting is ahead; then dropped"),
        "vacancy.open": Timed(leaving.open_table, "told late while the meeting is ahead; then dropped"),
    },
    reacts={
        "meeting.planned": following.planned,
        "meeting.moved": following.moved,
        "meeting.cancelled": following.cancelled,
        "meeting.held": following.held,
        "meeting.announced": following.told,
        "meeting.placed": following.told,
        "meeting.agenda": following.told,
        "topic.chose": following.topic_chosen,
        "meeting.answered": following.answered,
        "meeting.was there": following.was_there,
        "member.away": following.away,
        "member.back": following.back,
        "member.forgotten": following.gone,
        "member.departed": following.gone,
        **dict.fromkeys(following.DRAWN_AFTER, following.drawn_anew),
        "community.opened": following.opened,
    },
)
