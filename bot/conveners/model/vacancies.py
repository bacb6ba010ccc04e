"""A meeting whose convener can't come: who is asked, one after the other, until it begins."""

from datetime import datetime
from typing import Literal

from bot.calendar import Calendar
from bot.conveners.model.turns import MORNING
from bot.due import Step

Stage = Literal["backup", "volunteers", "channel", "open"]
"""Who was asked last. With nobody left it is an open round table."""
STAGES: tuple[Stage, ...] = ("backup", "volunteers", "channel", "open")


def stage_after(stage: Stage | None) -> Stage:
    """Who is asked next; the backup first."""
    return STAGES[0] if stage is None else STAGES[min(STAGES.index(stage) + 1, len(STAGES) - 1)]


def opens_at(starts_at: datetime, calendar: Calendar) -> datetime:
    """From then on it is said that nobody was found: the working day before."""
    return calendar.at(calendar.before(calendar.day_of(starts_at), 1), MORNING)


def next_step(stage: Stage, asked_at: datetime, starts_at: datetime, calendar: Calendar) -> Step | None:
    """Whoever was asked has half of the time left, at most a working day; then the next are asked."""
    if stage == "open":
        return None
    at = min(asked_at + (starts_at - asked_at) / 2, calendar.later(asked_at, 1))
    after = stage_after(stage)
    if after == "open":
        at = max(at, opens_at(starts_at, calendar))
    return Step(f"vacancy.{after}", at, starts_at)
