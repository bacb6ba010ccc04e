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
        "topic.write": Pressed(suggesting.write),
        "topic.show": Pressed(suggesting.show),
        "topic.add": Pressed(suggesting.add),
        "topic.add_short": Pressed(suggesting.add_short),
        "topic.come": Pressed(suggesting.come),
        "topic.edit": Pressed(minding.edit),
        "topic.short": Pressed(minding.turn_short),
        "topic.take_back": Pressed(minding.take_back),
        "topic.again": Pressed(minding.again),
        "topic.retire": Pressed(minding.retire),
        "topic.choose": Pressed(minding.choose),
        "poll.ticks": Pressed(voting.form),
        "poll.tick": Pressed(voting.press),
        "poll.remind": Pressed(voting.remind),
        "poll.no_more": Pressed(voting.no_more),
    },
    on_message={"topic.from_message": OnMessage("Add to next meeting", bringing.suggest)},
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
