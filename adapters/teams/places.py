"""What Teams tells of places: the bot comes and goes, and teams, channels and chats change around it."""

import re
from collections.abc import Callable, Mapping

import structlog

from adapters.teams.activity import Activity, at, id_at, text_at
from bot.chat.calls import Arrived, ChannelChanged, CommandCall, Departed, Where

WhereOf = Callable[[Activity, str], Where]
Told = Arrived | Departed | ChannelChanged | None
_KIND = re.compile(r"[A-Za-z]{1,40}", re.ASCII)
_NAME = 200
"""Characters of the longest name that is kept."""

_log = structlog.get_logger()


def installed(activity: Activity, where_of: WhereOf) -> Arrived | Departed | CommandCall | None:
    """The app was added or removed. In the 1:1 chat, adding it is a hello; a new version of it changes nothing."""
    action = text_at(activity.body, "action").lower()
    where = where_of(activity, _chosen(activity))
    match action, activity.direct:
        case "add", True:
            return CommandCall(activity.key, activity.by, where, "", private=True) if activity.by else None
        case "add", False:
            return Arrived(activity.key, where, activity.by)
        case "remove", _:
            return Departed(activity.key, where, whole=activity.of_team, by=activity.by)
    _ignored("installationUpdate", action)
    return None


def updated(activity: Activity, where_of: WhereOf) -> Told:
    """The roster or the place changed; None when that is no concern of ours."""
    kind = text_at(activity.body, "channelData", "eventType")
    if _names_bot(activity, "membersAdded"):
        return (
            None if activity.direct else Arrived(activity.key, where_of(activity, _joined(activity, kind)), activity.by)
        )
    if _names_bot(activity, "membersRemoved"):
        channel = _joined(activity, kind)
        return Departed(activity.key, where_of(activity, channel), whole=activity.of_team and not channel)
    if kind in _DOES:
        return _DOES[kind](activity, where_of)
    if name := text_at(activity.body, "topicName"):
        return ChannelChanged(activity.key, where_of(activity, ""), name[:_NAME])
    if not (at(activity.body, "membersAdded") or at(activity.body, "membersRemoved")):
        _ignored("conversationUpdate", kind)
    return None


def _channel_gone(activity: Activity, where_of: WhereOf) -> Told:
    return Departed(activity.key, where_of(activity, _channel(activity)))


def _channel_back(activity: Activity, where_of: WhereOf) -> Told:
    return ChannelChanged(activity.key, where_of(activity, _channel(activity)), _name(activity, "channel"), back=True)


def _channel_changed(activity: Activity, where_of: WhereOf) -> Told:
    return ChannelChanged(activity.key, where_of(activity, _channel(activity)), _name(activity, "channel"))


def _team_gone(activity: Activity, where_of: WhereOf) -> Told:
    return Departed(activity.key, where_of(activity, activity.team), whole=True)


def _team_back(activity: Activity, where_of: WhereOf) -> Told:
    return ChannelChanged(activity.key, where_of(activity, activity.team), back=True, whole=True)


def _team_renamed(activity: Activity, where_of: WhereOf) -> Told:
    """Its first channel goes by the team's name."""
    return ChannelChanged(activity.key, where_of(activity, activity.team), _name(activity, "team"))


_DOES: Mapping[str, Callable[[Activity, WhereOf], Told]] = {
    "channelDeleted": _channel_gone,
    "channelRestored": _channel_back,
    "channelRenamed": _channel_changed,
    "channelShared": _channel_changed,
    "channelUnshared": _channel_changed,
    "teamArchived": _team_gone,
    "teamDeleted": _team_gone,
    "teamHardDeleted": _team_gone,
    "teamRenamed": _team_renamed,
    "teamRestored": _team_back,
    "teamUnarchived": _team_back,
}
"""What is done about each change. A new channel, and who joins or leaves, is nobody's concern here."""
NOT_OURS = frozenset(
    {"channelCreated", "teamMemberAdded", "teamMemberRemoved", "channelMemberAdded", "channelMemberRemoved"}
)
"""Known changes about which nothing is done, unless it is the bot that came or went."""


def _ignored(kind: str, what: str) -> None:
    if what not in NOT_OURS:
        _log.info("teams_event_ignored", kind=kind, what=what if _KIND.fullmatch(what.replace("-", "")) else "")


def _chosen(activity: Activity) -> str:
    """The channel that somebody chose when adding the bot to a team, empty when Teams doesn't say."""
    return id_at(activity.body, "channelData", "settings", "selectedChannel", "id")


def _channel(activity: Activity) -> str:
    return id_at(activity.body, "channelData", "channel", "id")


def _joined(activity: Activity, kind: str) -> str:
    """The channel the bot was added to or removed from: chosen for the team, or itself a private or shared one."""
    return _channel(activity) if kind.startswith("channelMember") else _chosen(activity)


def _name(activity: Activity, of: str) -> str:
    return text_at(activity.body, "channelData", of, "name")[:_NAME]


def _names_bot(activity: Activity, field: str) -> bool:
    bot, members = text_at(activity.body, "recipient", "id"), at(activity.body, field)
    return isinstance(members, list) and any(text_at(member, "id") == bot for member in members)
