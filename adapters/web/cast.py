"""The demo's members, speaking and pressing: the same calls that people's words and presses become."""

from collections.abc import Mapping
from datetime import datetime
from uuid import uuid4

from adapters.web.clock import WorkspaceClock
from adapters.web.demo import MEMBERS
from adapters.web.hands import NextDue, Woken, walk
from adapters.web.platform import DrawnPlatform
from bot.chat.calls import Arrived, ButtonCall, CommandCall, FormCall, Where
from bot.chat.cards import Button, Card, buttons_of
from bot.chat.forms import Values
from bot.chat.plain import plain
from bot.chat.refs import AccountRef, ChannelRef
from bot.chat.replies import Private, Reply
from bot.ports import Door


class Cast:
    """Each speaks in the channel of their first platform. A call with a key of its own is handled once."""

    def __init__(
        self,
        door: Door,
        platforms: Mapping[str, DrawnPlatform],
        clock: WorkspaceClock,
        next_due: NextDue,
        settled: Woken,
    ) -> None:
        self._door = door
        self._platforms = platforms
        self._clock = clock
        self._next_due = next_due
        self._settled = settled
        self._on = {member.who.id: member.who.platforms[0] for member in MEMBERS}

    async def wait(self, until: datetime) -> None:
        """Let everything that was said be shown, and the time pass with all that falls due."""
        if self._clock.now() < until:
            await walk(self._clock, until, self._next_due, self._settled)

    async def arrives(self, drawing: str, by: str | None) -> None:
        """The bot is added to the channel, by somebody or by nobody known."""
        account = self._account(by, drawing) if by else None
        await self._door(Arrived(_key(), self._home(drawing), account))

    async def say(self, person: str, text: str, key: str = "") -> str:
        """What they are answered."""
        return words_of(await self.typed(person, text, key))

    async def typed(self, person: str, text: str, key: str = "") -> Reply:
        """The reply to a command."""
        return await self._door(CommandCall(key or _key(), self._who(person), self._at(person), text, private=True))

    async def typed_directly(self, person: str, drawing: str, text: str) -> Reply:
        """The same, in their conversation with the bot on that platform."""
        where, who = self._direct(person, drawing), self._account(person, drawing)
        return await self._door(CommandCall(_key(), who, where, text, private=True))

    async def press(self, person: str, button: Button, key: str = "") -> Reply:
        """The reply to a press in the channel."""
        return await self._pressed(self._who(person), self._at(person), button, key)

    async def press_directly(self, person: str, drawing: str, button: Button) -> Reply:
        """The same, in their conversation with the bot on that platform."""
        return await self._pressed(self._account(person, drawing), self._direct(person, drawing), button, "")

    async def send(self, person: str, form: str, values: Values, subject: str = "", key: str = "") -> Reply:
        """The reply to a filled-in form."""
        return await self._door(FormCall(key or _key(), self._who(person), self._at(person), form, values, subject))

    async def _pressed(self, who: AccountRef, where: Where, button: Button, key: str) -> Reply:
        subject = str(button.subject or "")
        return await self._door(ButtonCall(key or _key(), who, where, button.action, subject, button.choice))

    def _who(self, person: str) -> AccountRef:
        return self._account(person, self._on[person])

    def _at(self, person: str) -> Where:
        return self._home(self._on[person])

    def _account(self, person: str, drawing: str) -> AccountRef:
        return self._platforms[drawing].account(person)

    def _home(self, drawing: str) -> Where:
        platform = self._platforms[drawing]
        return Where(platform.home, platform.can)

    def _direct(self, person: str, drawing: str) -> Where:
        platform = self._platforms[drawing]
        home = platform.home
        channel = ChannelRef(home.platform, home.tenant, f"{drawing}-dm-{person}")
        return Where(channel, platform.can, direct=True)


def _key() -> str:
    return f"demo-{uuid4().hex}"


def _card(reply: Reply) -> Card | None:
    return reply.card if isinstance(reply, Private) else None


def words_of(reply: Reply) -> str:
    """What a private answer says, empty for any other reply."""
    card = _card(reply)
    return plain(card) if card else ""


def buttons_in(reply: Reply) -> list[Button]:
    """The buttons of a private answer."""
    card = _card(reply)
    return [button for button in buttons_of(card) if isinstance(button, Button)] if card else []
