"""Who can't be helped in Teams: people no directory knows, and people of another organisation than the bot's."""

from collections.abc import Mapping

from adapters.settings import Settings
from adapters.teams.activity import Activity, at
from adapters.teams.words import names_bot
from bot.chat.cards import Card
from bot.chat.words import Words
from bot.community.cards import doorstep

_THEIR_OWN = ("message", "invoke", "messageUpdate")
"""What somebody does by themselves and in their own name."""


def turned_away_with(activity: Activity, settings: Settings, words: Words) -> Card | None:
    """What to say to whoever did this, who can't be helped; None when they can."""
    if activity.type not in _THEIR_OWN:
        return None
    if activity.by_stranger:
        return doorstep.stranger_card(words)
    only = settings.teams_only_tenant.lower()
    return doorstep.other_organisation_card(words) if only and activity.by and activity.home.lower() != only else None


def addressed(activity: Activity) -> bool:
    """Whether it was meant for the bot: then it is answered, while what was overheard is dropped."""
    if activity.type != "message":
        return activity.type == "invoke"
    return activity.direct or names_bot(activity) or isinstance(at(activity.body, "value"), Mapping)
