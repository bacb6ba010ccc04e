"""How tests found a community: somebody adds the bot, answers three questions, opens the doors."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.chat.calls import Where
from bot.chat.refs import AccountRef, Subject
from bot.chat.replies import Reply
from bot.community.model import Channel, Community
from bot.members.model import Account, Member
from bot.ports import Person
from bot.postings import Place
from storage.engine import open_store
from tests.stage import Stage, button, card, staged, told

STEWARD = AccountRef("east", "t", "steward")
HEALTH = AccountRef("east", "t", "health")
LABOUR = AccountRef("east", "t", "labour")
FORESTS = AccountRef("west", "t", "forests")


@asynccontextmanager
async def founding(folder: Path) -> AsyncIterator["Founded"]:
    """A stage on a new SQLite file, with nothing founded yet."""
    url = f"sqlite:///{folder / 'cop.db'}"
    async with open_store(url) as store, staged(store) as stage:
        yield Founded(stage)


class Founded:
    """A stage, and what tests ask of it."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.home = stage.channel("east", "policy")
        self.other = stage.channel("west", "policy-west")

    async def arrives(self) -> Community:
        """The steward adds the bot to the home channel."""
        await self.stage.arrive(self.home, STEWARD)
        return await self.community()

    async def set_up(self, *, second: str = "") -> Reply:
        """The three questions are answered."""
        community = await self.arrives()
        values = {"name": "Policy CoP", "meets": "monthly", "second": second, "zone": "America/Toronto"}
        return await self.stage.send(STEWARD, self.dm(STEWARD), "community.setup", values, str(community.subject))

    async def opens(self) -> Community:
        """The doors are open."""
        reply = await self.set_up()
        await self.presses(STEWARD, reply, "Open the doors")
        return await self.community()

    async def presses(self, who: AccountRef, on: Reply, label: str, where: Where | None = None) -> Reply:
        """Press the button of that label on a reply, in direct messages unless said otherwise."""
        found = button(card(on), label)
        subject = str(found.subject) if found.subject else ""
        return await self.stage.press(who, where or self.dm(who), found.action, subject, found.choice)

    async def enters(self, who: AccountRef, code: str, where: Where | None = None, subject: str = "") -> Reply:
        """Fill in the form that asks for a code."""
        return await self.stage.send(who, where or self.dm(who), "code.enter", {"code": code}, subject)

    async def code(self, button_label: str) -> str:
        """A code that the steward makes with a button of the set-up card."""
        return code_in(await self.presses(STEWARD, await self.says(STEWARD, "setup"), button_label))

    async def says(self, who: AccountRef, text: str, where: Where | None = None) -> Reply:
        """Type to the bot, directly unless said otherwise."""
        return await self.stage.say(who, where or self.dm(who), text)

    def dm(self, who: AccountRef) -> Where:
        """Somebody's direct conversation with the bot."""
        return self.stage.direct(who)

    async def community(self, where: Where | None = None) -> Community:
        """The community of a channel, the home channel's unless said otherwise."""
        found = await self.stage.store.read(lambda work: work.communities.of_channel((where or self.home).channel))
        assert found is not None
        return found[0]

    async def channels(self) -> list[Channel]:
        """The channels of the home channel's community."""
        community = await self.community()
        return list(await self.stage.store.read(lambda work: work.communities.channels(community.id)))

    async def member(self, who: AccountRef, community: Community | None = None) -> Member | None:
        """Somebody's member in the community."""
        known = await self._known(who, community)
        return known[0] if known else None

    async def account(self, who: AccountRef) -> Account:
        """Somebody's account, known in the community."""
        known = await self._known(who, None)
        assert known is not None
        return known[1]

    async def _known(self, who: AccountRef, community: Community | None) -> tuple[Member, Account] | None:
        here = (community or await self.community()).id
        return await self.stage.store.read(lambda work: work.members.of_account(here, who))

    async def stewards(self) -> list[int]:
        """The stewards' numbers."""
        here = (await self.community()).id
        return [steward.id for steward in await self.stage.store.read(lambda work: work.members.stewards(here))]

    async def places(self, subject: Subject) -> list[Place]:
        """Where a subject is wanted."""
        return [standing.place for standing in await self.stage.store.read(lambda work: work.postings.places(subject))]

    async def is_called(self, who: AccountRef, name: str, email: str | None = None) -> None:
        """The platform tells somebody's name."""
        account = (await self.account(who)).id
        await self.stage.store.write(lambda work: work.members.told(account, Person(name, email)))

    async def asks(self, who: AccountRef, text: str) -> None:
        """Ask and post."""
        await self.presses(who, await self.says(who, f"ask {text}", self.home), "Post it", self.home)


def code_in(reply: Reply) -> str:
    """The one code that a reply tells."""
    words = told(reply).replace("\n", " ").split()
    return next(word for word in words if len(word) == 9 and word[4] == "-" and word.isupper())
