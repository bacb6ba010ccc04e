"""A community whose members have said what they have done, and what each of them has been brought."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from bot.chat.refs import AccountRef, Subject
from bot.chat.replies import Reply
from bot.history import Happening
from bot.members.model import Asks, Member
from bot.offers.model.offers import Offer
from bot.ports import Document
from bot.questions.model.questions import Question
from storage.unit_of_work import Work
from tests.unit.community.founding import Founded

T = TypeVar("T")

MORNING = datetime(2027, 3, 2, 15, tzinfo=UTC)
"""Tuesday, ten in the morning in Toronto."""
CONSULTED = "Ran a consultation with local governments"
ASKS = "How early do you bring local governments into a consultation?"


ELSEWHERE = ("Records schedules", "Plain language", "Treasury templates", "Evaluation plans", "Interview guides")


def person(number: int) -> AccountRef:
    """One of the crowd."""
    return AccountRef("east", "t", f"p{number}")


class Crowd:
    """A founded community, and people in it."""

    def __init__(self, founded: Founded) -> None:
        self.founded = founded
        self.stage = founded.stage
        self.id = 0

    async def gathers(self) -> None:
        """The doors are open, and it is morning."""
        self.id = (await self.founded.opens()).id
        self.stage.clock.at = MORNING
        await self.write(self._shelved)

    def _shelved(self, work: Work) -> None:
        """Much is known already, about other things."""
        for number in range(len(ELSEWHERE) * 12):
            title = f"{ELSEWHERE[number % len(ELSEWHERE)]}, part {number}"
            work.search.put(Document(Subject(self.id, "resource", 100 + number), title, ""))

    async def joins(
        self,
        who: AccountRef,
        unit: str = "",
        *did: str,
        asks: Asks = "usual",
        interests: tuple[str, ...] = (),
        welcomes: bool = False,
        joined: datetime | None = None,
    ) -> Member:
        """Somebody comes, and says what they have done and whether they may be asked."""
        await self.founded.says(who, f"me unit {unit}" if unit else "me", self.founded.home)
        await self.founded.is_called(who, f"Name {who.person.capitalize()}")
        known = await self.founded.member(who)
        assert known is not None

        def profile(work: Work) -> Member:
            work.only_writer_of(self.id)
            now = self.stage.clock.now()
            named = work.members.get(self.id, known.id)
            changed = replace(named, asks=asks, interests=interests, welcomes=welcomes, joined_at=joined or now)
            work.members.save(changed)
            for text in did:
                made = work.members.add_experience(self.id, known.id, text, now)
                work.search.put(Document(made.subject, text, ""))
            if interests:
                work.search.put(Document(changed.subject, " ".join(interests), ""))
            return changed

        return await self.stage.store.write(profile)

    async def changes(self, who: AccountRef, **facts: object) -> None:
        """Somebody's profile changes."""
        known = await self.member(who)
        await self.write(lambda work: work.members.save(replace(known, **facts)))  # type: ignore[arg-type]  # facts of a member

    async def member(self, who: AccountRef) -> Member:
        """Somebody as they are kept."""
        known = await self.founded.member(who)
        assert known is not None
        return known

    async def asks(self, who: AccountRef, text: str = ASKS, *, nameless: bool = False) -> Question:
        """Somebody asks, and the first ring goes out."""
        where = self.founded.dm(who) if nameless else self.founded.home
        shown = await self.founded.says(who, f"ask {text}{' --anon' if nameless else ''}", where)
        await self.founded.presses(who, shown, "Post it", where)
        await self.stage.reaches(self.stage.clock.now())
        return await self.question()

    async def question(self, number: int = 0) -> Question:
        """A question, the latest unless said otherwise."""

        def latest(work: Work) -> Question:
            known = [one for one in range(1, 80) if _has(work, self.id, one)]
            return work.questions.get(self.id, number or known[-1])

        return await self.stage.store.read(latest)

    async def offers(self, question: int = 1) -> list[Offer]:
        """Whatever was offered of a question."""
        return list(await self.stage.store.read(lambda work: work.offers.of_question(self.id, question)))

    async def asked(self, question: int = 1) -> set[str]:
        """Who has been brought a question, and can or will see it."""
        names = set()
        for offer in await self.offers(question):
            if await self.founded.places(offer.subject) and await self.sees(offer):
                names.add(await self.name(offer.member))
        return names

    async def name(self, member: int) -> str:
        """The account of a member."""
        accounts = await self.stage.store.read(lambda work: work.members.accounts(self.id, member))
        return accounts[0].ref.person

    async def offer_to(self, who: AccountRef, question: int = 1) -> Offer:
        """Somebody's offer of a question."""
        member = await self.member(who)
        found = await self.stage.store.read(lambda work: work.offers.to_member(self.id, question, member.id))
        assert found is not None
        return found

    async def presses(self, who: AccountRef, button: str, question: int = 1) -> Reply:
        """Somebody presses a button on what was brought to them."""
        subject = str((await self.offer_to(who, question)).subject)
        return await self.stage.press(who, self.founded.dm(who), button, subject)

    async def presses_for(self, who: AccountRef, button: str, offer: Offer) -> Reply:
        """Somebody presses a button about that offer."""
        return await self.stage.press(who, self.founded.dm(who), button, str(offer.subject))

    async def sees(self, offer: Offer, part: str = "") -> str:
        """What stands, or would, under an offer."""
        return await self.stage.sees(offer.subject.about(part))

    async def happens(self, verb: str, subject: Subject) -> None:
        """Something happens in another feature."""

        def unit(work: Work) -> None:
            work.history.add(Happening(self.stage.clock.now(), None, verb, subject))
            self.stage.catalogue.react(work, self.stage.clock.now())

        await self.write(unit)

    async def write(self, unit: Callable[[Work], T]) -> T:
        """One transaction of this community."""

        def whole(work: Work) -> T:
            work.only_writer_of(self.id)
            return unit(work)

        return await self.stage.store.write(whole)

    async def waits(self, **by: float) -> None:
        """Time goes by, and everything happens when it is due."""
        await self.stage.reaches(self.stage.clock.now() + timedelta(**by))


def _has(work: Work, community: int, number: int) -> bool:
    return bool(work.questions.some(community, [number]))
