"""What people choose in a platform's own menus, on a message or wherever they are, tried on every platform."""

from typing import TYPE_CHECKING

from bot.chat.calls import ButtonCall, MessageCall, carried_message
from bot.chat.cards import Button
from bot.chat.forms import Form
from bot.chat.refs import AccountRef
from bot.chat.replies import OpenForm
from tests.everything.lines import Heard, Line
from tests.scenarios.walk import _told

if TYPE_CHECKING:
    from tests.everything.walker import Everywhere, Met


class Menus:
    """The menus of a walk. What is chosen on one's own message and on a colleague's are two things."""

    def __init__(self, walk: "Everywhere") -> None:
        self._walk = walk
        self._done: set[tuple[str, bool]] = set()

    async def choose(self, call: MessageCall) -> None:
        """Try it; once somebody is answered, on every line, with the form that it opens there."""
        walk, kind = self._walk, (call.action, call.own)
        if kind in self._done:
            return
        walk.stranger = False
        reply, changed, ended = await walk.entrance.tries(call)
        if ended != "handled" or walk.stranger:
            return
        self._done.add(kind)
        title = walk.stage.catalogue.on_message[call.action].title
        press = ButtonCall(walk.stage.key(), call.by, call.where, call.action, choice=call.carried)
        await walk.type_instead(press, Button(title, call.action, choice=call.carried), (), reply, changed)
        for line in walk.lines:
            met = walk.on(line.name, ("menu", call.action))
            walk.keep(line, met, await self._chosen(line, met, call), _told(call))
            await walk.again(line, met, ())
        await walk.saw_after(("menu", call.action), call, reply)

    async def opened(self, line: Line, met: "Met", who: AccountRef, form: Form) -> Heard:
        """The form, opened on the message once more."""
        where = self._walk.places(who)[0]
        call = carried_message(ButtonCall("", who, where, form.opener, choice=form.carried))
        return await self._chosen(line, met, call)

    async def _chosen(self, line: Line, met: "Met", call: MessageCall) -> Heard:
        self._walk.entrance.trying.before = ()
        heard = await line.chooses(call)
        brought = self._walk.entrance.calls[-1]
        assert isinstance(brought, MessageCall), brought
        if (brought.action, brought.text, brought.own) != (call.action, call.text, call.own):
            met.faults.append(f"{call} came as {brought}")
        if not brought.link.startswith("http"):
            met.faults.append(f"nothing leads back to the message: {brought}")
        return heard

    async def anywhere(self, who: AccountRef) -> None:
        """Choose all that stands in menus beside no message, where a platform has such a menu."""
        walk = self._walk
        for name, line in ((name, line) for name in walk.stage.catalogue.anywhere for line in walk.lines):
            met = walk.on(line.name, ("anywhere", name))
            walk.entrance.trying.before = ()
            heard = await line.picks(who, name)
            if heard is not None:
                assert isinstance(walk.entrance.replies[-1], OpenForm)
                walk.keep(line, met, heard, f"{who.person} chose {name}")
                await walk.again(line, met, ())
