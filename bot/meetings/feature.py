"""What meetings declare."""

from bot.feature import Feature
from bot.meetings.store import MeetingWork

MEETINGS: Feature[MeetingWork] = Feature("meetings")
