"""What Slack sends, as neutral calls. Pure; whatever is missing or of the wrong kind raises `Malformed`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from adapters.slack import limits
from adapters.slack.answers import IN_HOME, WayBack, way_back
from adapters.slack.payload import Json, Malformed, need, part, word
from adapters.slack.people import told_of
from adapters.slack.refs import KEY, Installation, is_direct
from adapters.slack.render import pressed
from adapters.slack.sieve import SPOKEN
from adapters.slack.text import plain_words, unnamed_people
from adapters.slack.views import filled_in
from bot.chat.calls import (
    Arrived,
    ButtonCall,
    ChannelChanged,
    CommandCall,
    Departed,
    Edited,
    Event,
    FormCall,
    MessageCall,
    Opened,
    PersonChanged,
    Removed,
    ThreadReply,
    Where,
)
from bot.chat.capabilities import Capabilities
from bot.chat.refs import AccountRef, MessageRef


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads one installation's payloads. `names` are those of mentioned people, as far as known."""

    home: Installation
    can: Capabilities
    names: Mapping[str, str] = field(default_factory=dict)

    def command(self, body: Json) -> tuple[CommandCall, WayBack]:
        """A slash command."""
        channel, person = need(body, "channel_id"), need(body, "user_id")
        account = self.home.account(person, word(body, "team_id"), word(body, "enterprise_id"))
        where = self._where(WayBack(channel, person))
        text = self._typed(word(body, "text"))
        call = CommandCall(_key(need(body, "trigger_id")), account, where, text, private=True)
        return call, WayBack(channel, person, url=word(body, "response_url"), trigger=word(body, "trigger_id"))

    def press(self, body: Json) -> tuple[ButtonCall, WayBack]:
        """A press on a button."""
        action, container = body["actions"][0], part(body, "container")
        button, subject, choice, private = pressed(word(action, "action_id"), word(action, "value"))
        person = need(part(body, "user"), "id")
        channel = word(part(body, "channel"), "id") or word(container, "channel_id")
        unseen = container.get("is_ephemeral") is True
        back = WayBack(
            channel,
            person,
            thread=_thread(container, word(container, "message_ts")) or _thread(part(body, "message")),
            direct=not channel or (is_direct(channel) and not unseen),
            url=word(body, "response_url"),
            replaces=private,
            trigger=word(body, "trigger_id"),
            window=_window(part(body, "view")),
        )
        key = _key(need(body, "trigger_id"))
        return ButtonCall(key, self._presser(body), self._where(back), button, subject, choice), back

    def chosen(self, body: Json) -> tuple[MessageCall, WayBack]:
        """Something chosen from a message's own menu, also where the bot is not."""
        message, person = part(body, "message"), need(part(body, "user"), "id")
        channel, ts = need(part(body, "channel"), "id"), word(message, "ts") or need(body, "message_ts")
        thread = _thread(message)
        address, trigger = word(body, "response_url"), need(body, "trigger_id")
        back = WayBack(channel, person, thread=thread, url=address, trigger=trigger)
        link = permalink(word(part(body, "team"), "domain"), address, channel, ts, thread)
        call = MessageCall(
            _key(trigger),
            self._presser(body),
            self._where(back),
            need(body, "callback_id"),
            self._words(message)[: limits.INPUT_TEXT],
            link,
            own=word(message, "user") == person,
        )
        return call, back

    def picked(self, body: Json) -> tuple[ButtonCall, WayBack]:
        """A button of ours in Slack's own menu, which stands in no conversation."""
        person, trigger = need(part(body, "user"), "id"), need(body, "trigger_id")
        back = WayBack("", person, direct=True, trigger=trigger)
        return ButtonCall(_key(trigger), self._presser(body), self._where(back), need(body, "callback_id")), back

    def form(self, body: Json) -> tuple[FormCall, WayBack]:
        """A form that was sent."""
        view, person = part(body, "view"), need(part(body, "user"), "id")
        kept = way_back(word(view, "private_metadata"))
        back = kept if kept and kept.person == person else WayBack("", person, direct=True)
        key = _key(f"form:{back.nonce or need(view, 'id')}")
        form, values = word(view, "callback_id"), filled_in(view)
        return FormCall(key, self._presser(body), self._where(back), form, values, back.subject), back

    def event(self, body: Json) -> tuple[CommandCall | Event, WayBack] | None:
        """An event that the door should hear of; None when it is not for us."""
        event = part(body, "event")
        reading = _EVENTS.get(word(event, "type"))
        return reading(self, body, event) if reading else None

    def message(self, body: Json, event: Json) -> tuple[CommandCall | Event, WayBack] | None:
        """A message that somebody wrote, changed or removed."""
        match word(event, "subtype"):
            case "message_changed":
                return self._changed(body, event)
            case "message_deleted":
                return self._removed(body, event, word(event, "deleted_ts"), part(event, "previous_message"))
            case subtype if subtype in SPOKEN and self._by_person(event):
                return self._said(body, event)
            case _:
                return None

    def mention(self, body: Json, event: Json) -> tuple[CommandCall, WayBack] | None:
        """A message in a channel that names the bot."""
        return self._command_said(body, event, private=False) if self._by_person(event) else None

    def joined(self, body: Json, event: Json) -> tuple[Arrived, WayBack] | None:
        """Somebody joined a channel: the bot, or nobody who matters here."""
        if word(event, "user") != self.home.bot:
            return None
        inviter = word(event, "inviter")
        where, back = self._place(event, inviter)
        return Arrived(_key(need(body, "event_id")), where, self.home.account(inviter) if inviter else None), back

    def left(self, body: Json, event: Json) -> tuple[Departed, WayBack]:
        """The bot left a channel, or the channel was archived or deleted."""
        where, back = self._place(event, "")
        return Departed(_key(need(body, "event_id")), where), back

    def renamed(self, body: Json, event: Json) -> tuple[ChannelChanged, WayBack]:
        """A channel has another name."""
        where, back = self._place(event, "")
        name = word(part(event, "channel"), "name")
        return ChannelChanged(_key(need(body, "event_id")), where, f"#{name}" if name else ""), back

    def reopened(self, body: Json, event: Json) -> tuple[ChannelChanged, WayBack]:
        """An archived channel is in use again."""
        where, back = self._place(event, "")
        return ChannelChanged(_key(need(body, "event_id")), where, back=True), back

    def renumbered(self, body: Json, event: Json) -> tuple[ChannelChanged, WayBack]:
        """A private channel got another id, as it does when it is shared with another organisation."""
        back = WayBack(need(event, "new_channel_id"), "")
        was = self.home.channel(need(event, "old_channel_id"))
        return ChannelChanged(_key(need(body, "event_id")), self._where(back), was=was), back

    def shared(self, body: Json, event: Json) -> tuple[ChannelChanged, WayBack]:
        """A channel is shared with another organisation, or no longer."""
        where, back = self._place(event, "")
        return ChannelChanged(_key(need(body, "event_id")), where), back

    def person(self, body: Json, event: Json) -> tuple[PersonChanged, WayBack]:
        """Something about somebody's account changed."""
        user = part(event, "user")
        enterprise = word(part(user, "enterprise_user"), "enterprise_id")
        account = self.home.account(need(user, "id"), word(user, "team_id"), enterprise)
        told = told_of(user)
        there = told.active and not told.bot
        key = _key(need(body, "event_id"))
        return PersonChanged(key, account, told.name, there, told.email), WayBack("", account.person)

    def opened(self, body: Json, event: Json) -> tuple[Opened, WayBack] | None:
        """Somebody opened the Home; nobody who matters here opened the messages beside it."""
        if word(event, "tab") != "home":
            return None
        person = need(event, "user")
        back = WayBack(word(event, "channel"), person, direct=True)
        return Opened(_key(need(body, "event_id")), self._writer(body, event), self._where(back)), back

    def _said(self, body: Json, event: Json) -> tuple[CommandCall | Event, WayBack] | None:
        if word(event, "channel_type") == "im":
            return self._command_said(body, event, private=True)
        thread, parent = _thread(event), word(event, "parent_user_id")
        shared = body.get("is_ext_shared_channel") is True
        if thread and (shared or parent in ("", self.home.bot)) and not self._names_us(event):
            return self._reply(body, event, thread)
        return None

    def _reply(self, body: Json, event: Json, thread: str) -> tuple[ThreadReply, WayBack]:
        where, back = self._place(event, need(event, "user"))
        under, message = MessageRef(where.channel, thread), MessageRef(where.channel, need(event, "ts"), thread)
        key, text = _key(need(body, "event_id")), self._words(event)
        return ThreadReply(key, self._writer(body, event), where, under, message, text), back

    def _command_said(self, body: Json, event: Json, *, private: bool) -> tuple[CommandCall, WayBack]:
        where, back = self._place(event, need(event, "user"))
        key, by = _key(need(body, "event_id")), self._writer(body, event)
        message = MessageRef(where.channel, need(event, "ts"), where.thread)
        return CommandCall(key, by, where, self._words(event), private=private, message=message), back

    def _changed(self, body: Json, event: Json) -> tuple[Edited | Removed, WayBack] | None:
        after, before = part(event, "message"), part(event, "previous_message")
        if word(after, "subtype") == "tombstone":
            return self._removed(body, event, word(after, "ts"), before)
        if not self._by_person(after) or after.get("text") == before.get("text"):
            return None
        where, back = self._place({**event, "thread_ts": _thread(after)}, need(after, "user"))
        message = MessageRef(where.channel, need(after, "ts"), where.thread)
        by = self._writer(body, after)
        return Edited(_key(need(body, "event_id")), by, where, message, self._words(after)), back

    def _removed(self, body: Json, event: Json, ts: str, before: Json) -> tuple[Removed, WayBack]:
        if not ts:
            raise Malformed("deleted_ts")
        where, back = self._place({**event, "thread_ts": _thread(before, ts)}, word(before, "user"))
        by = self._writer(body, before) if self._by_person(before) else None
        return Removed(_key(need(body, "event_id")), where, MessageRef(where.channel, ts, where.thread), by), back

    def _by_person(self, event: Json) -> bool:
        user = word(event, "user")
        return bool(user) and user != self.home.bot and not event.get("bot_id") and user != "USLACKBOT"

    def _names_us(self, event: Json) -> bool:
        return self.home.bot in unnamed_people(word(event, "text"))

    def _place(self, event: Json, person: str) -> tuple[Where, WayBack]:
        channel = event.get("channel")
        channel = channel if isinstance(channel, str) else word(part(event, "channel"), "id")
        if not channel:
            raise Malformed("channel")
        direct = word(event, "channel_type") == "im"
        back = WayBack(channel, person, thread=_thread(event), direct=direct)
        return self._where(back), back

    def _where(self, back: WayBack) -> Where:
        channel = self.home.channel(back.channel)
        direct = back.direct or is_direct(back.channel)
        thread, shared = back.thread or None, bool(self.home.mark) and not direct
        return Where(channel, self.can, direct, thread, self._address(back), one_of_several=shared)

    def _address(self, back: WayBack) -> str:
        """How the place is reached again. A command typed where two people talk says of no place of the bot's."""
        if back.direct:
            return self.home.address(back.channel)
        return "" if is_direct(back.channel) else self.home.address()

    def _writer(self, body: Json, event: Json) -> AccountRef:
        shared = body.get("is_ext_shared_channel") is True
        team = word(event, "user_team") or word(event, "team") if shared else ""
        return self.home.account(need(event, "user"), team)

    def _presser(self, body: Json) -> AccountRef:
        user = part(body, "user")
        enterprise = word(part(body, "enterprise"), "id")
        return self.home.account(need(user, "id"), word(user, "team_id"), enterprise)

    def _words(self, event: Json) -> str:
        files = event.get("files")
        links = [word(file, "permalink") for file in files if isinstance(file, dict)] if isinstance(files, list) else []
        return "\n".join(filter(None, (self._typed(word(event, "text")), *links)))

    def _typed(self, text: str) -> str:
        words = plain_words(text, self.names, bot=self.home.bot)
        command, _, rest = words.partition(" ")
        return rest.strip() if command == self.can.command else words


_EVENTS: dict[str, Callable[[Reader, Json, Json], tuple[CommandCall | Event, WayBack] | None]] = {
    "message": Reader.message,
    "app_mention": Reader.mention,
    "app_home_opened": Reader.opened,
    "member_joined_channel": Reader.joined,
    "channel_left": Reader.left,
    "group_left": Reader.left,
    "channel_archive": Reader.left,
    "group_archive": Reader.left,
    "channel_deleted": Reader.left,
    "group_deleted": Reader.left,
    "channel_unarchive": Reader.reopened,
    "group_unarchive": Reader.reopened,
    "channel_rename": Reader.renamed,
    "group_rename": Reader.renamed,
    "channel_id_changed": Reader.renumbered,
    "channel_shared": Reader.shared,
    "channel_unshared": Reader.shared,
    "user_change": Reader.person,
}
HEARD = tuple(_EVENTS)
"""Every event that the app asks Slack for."""


def mentioned(body: Json, bot: str) -> tuple[str, ...]:
    """The ids of people mentioned in what was typed, the bot's left out."""
    event = part(body, "event")
    inner = part(event, "message")
    on = part(body, "message")
    typed = " ".join((word(body, "text"), word(event, "text"), word(inner, "text"), word(on, "text")))
    return tuple(person for person in unnamed_people(typed) if person != bot)


def permalink(domain: str, address: str, channel: str, ts: str, thread: str) -> str:
    """Where people open the message, as Slack makes such links; empty when Slack didn't say in which workspace.

    Asking Slack works only where the bot is, and costs time while a form waits. `address` is one of Slack's own: it
    tells the Slack for governments from the other.
    """
    if not domain.replace("-", "").isalnum():
        return ""
    host = "slack-gov.com" if (urlsplit(address).hostname or "").endswith(".slack-gov.com") else "slack.com"
    under = f"?thread_ts={thread}&cid={channel}" if thread else ""
    return f"https://{domain}.{host}/archives/{channel}/p{ts.replace('.', '')}{under}"


def _thread(message: Json, ts: str = "") -> str:
    """The message whose thread this one stands in; what only has replies of its own stands in none."""
    thread = word(message, "thread_ts")
    return "" if thread == (ts or word(message, "ts")) else thread


def _window(view: Json) -> str:
    """The window in which a press happened; empty where it was on a message."""
    return IN_HOME if word(view, "type") == "home" else word(view, "id")


def _key(own: str) -> str:
    return f"{KEY}:{own}"
