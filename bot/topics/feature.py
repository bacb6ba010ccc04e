"""What topics and polls declare."""

from bot.feature import Command, Drawn, Feature, OnMessage, Pressed, Sent, Timed
from bot.topics.actions import bringing, choosing, following, minding, polling, suggesting, voting
from bot.topics.actions.seeing import found
from bot.topics.store import TopicWork

TOPICS: Feature[TopicWork] = Feature(
    "topics",
    commands=(
        Command(
            "topic",
            "suggests a topic for a meeting, or lists what others suggested",
            "topic What nobody told me about my first cabinet submission",
            suggesting.topic,
            first=True,
        ),
        Command(
            "tick",
            "ticks what you'd come for, by the numbers in the poll",
            "tick 1 3",
            voting.tick,
            takes="number",
        ),
        Command(
            "poll", "what you have ticked, or when the next poll opens", "poll", voting.poll, takes=voting.POLL_TAKES
        ),
    ),
    buttons={
        "topic.write": Pressed(suggesting.write, typed="topic …"),
        "topic.show": Pressed(suggesting.show, typed="topic {number}"),
        "topic.add": Pressed(suggesting.add, typed="topic add {choice}"),
        "topic.add_short": Pressed(suggesting.add_short, typed="topic add short: {choice}"),
        "topic.come": Pressed(suggesting.come, typed="topic come {number}"),
        "topic.edit": Pressed(minding.edit, typed="topic edit {number}"),
        "topic.short": Pressed(minding.turn_short, typed="topic short {number}"),
        "topic.take_back": Pressed(minding.take_back, typed="takeback topic {number}"),
        "topic.again": Pressed(minding.again, typed="topic again {number}"),
        "topic.retire": Pressed(minding.retire, typed="topic retire {number}"),
        "topic.choose": Pressed(minding.choose, typed="topic choose {number}"),
        "poll.ticks": Pressed(voting.form, typed="tick …"),
        "poll.tick": Pressed(voting.press, typed="tick …"),
        "poll.remind": Pressed(voting.remind, typed="poll remind"),
        "poll.no_more": Pressed(voting.no_more, typed="poll remind no"),
    },
    on_message={"topic.from_message": OnMessage("Add to next meeting", bringing.suggest, typed="topic …")},
    forms={
        "topic.suggest": Sent(suggesting.sent),
        "topic.edit": Sent(minding.edited),
        "poll.ticks": Sent(voting.sent),
    },
    subjects={
        "poll": Drawn(polling.draw, unsure="resend"),
        "poll/reminder": Drawn(polling.draw_reminder, unsure="drop"),
        "poll/asked": Drawn(polling.draw_asked, unsure="drop"),
        "topic/retired": Drawn(choosing.draw_retired, unsure="drop"),
        "meeting/choose": Drawn(choosing.draw_choose, unsure="resend"),
    },
    steps={
        "topic.retire": Timed(choosing.retire_old, "done however late; whoever suggested it is told then"),
        "topic.choose": Timed(following.ask_for_topic, "the convener is still asked, until the meeting begins"),
        "poll.ask": Timed(polling.ask, "still asked, until the poll opens", polling.asked_too_late),
        "poll.open": Timed(
            polling.open_by_clock,
            "opened late, until it was to close; after that there is none, and the convener chooses",
            polling.opened_too_late,
        ),
        "poll.remind": Timed(polling.remind, "still sent, until the poll closes", polling.reminded_too_late),
        "poll.close": Timed(
            polling.close_by_clock,
            "counted however late, without what came after; no result once the meeting has begun",
        ),
    },
    reacts={
        "meeting.planned": following.planned,
        "meeting.moved": following.moved,
        "meeting.cancelled": following.cancelled,
        "meeting.held": following.held,
        "turn.accepted": following.accepted,
        "member.edited": following.counted_anew,
        "member.linked": following.counted_anew,
        "member.forgotten": following.counted_anew,
    },
    finds={"topic": found},
)
