"""What digests declare."""

from bot.digest.actions import following, health, sending
from bot.digest.model.digests import AT_TIME, ON_DAY
from bot.digest.store import DigestWork
from bot.feature import Command, Drawn, Feature, Timed

DIGEST: Feature[DigestWork] = Feature(
    "digest",
    commands=(
        Command(
            "health",
            "how we fare, in three lines that name nobody",
            "health",
            health.health,
            stewards=True,
            takes="few",
        ),
    ),
    subjects={"digest": Drawn(sending.draw, unsure="drop")},
    steps={
        "digest.send": Timed(
            sending.send, "still made within a day; then what is new waits for the next one", sending.too_late
        )
    },
    reacts=following.REACTS,
    settings=(ON_DAY, AT_TIME),
)
