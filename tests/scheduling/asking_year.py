"""A year in which fifty members ask four hundred questions, of twenty subjects, and answer some of what they are brought."""

import random
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

from bot.chat.refs import AccountRef
from bot.members.model import Asks
from bot.offers.model.offers import Offer
from bot.ports import Document
from storage.unit_of_work import Work
from tests.unit.community.founding import Founded

PEOPLE, QUESTIONS, DAYS = 50, 400, 364
UNITS = ("Health", "Labour", "Forests", "Fisheries", "Finance", "Housing", "Justice", "Education")
BEGINS = datetime(2027, 1, 4, 14, tzinfo=UTC)
ZONE = "America/Toronto"
SUBJECTS: Sequence[Sequence[str]] = (
    ("consultation", "municipalities", "hearings", "villages"),
    ("costing", "estimates", "budget", "spreadsheet"),
    ("regulation", "drafting", "clauses", "gazette"),
    ("evaluation", "logic", "indicators", "baseline"),
    ("cabinet", "submission", "committee", "precis"),
    ("privacy", "assessment", "consent", "records"),
    ("procurement", "tender", "bidders", "contract"),
    ("translation", "plain", "wording", "readability"),
    ("survey", "sampling", "respondents", "weights"),
    ("licence", "permits", "renewal", "inspectors"),
    ("grants", "applicants", "eligibility", "scoring"),
    ("treaty", "nations", "reconciliation", "elders"),
    ("wildfire", "evacuation", "sirens", "shelters"),
    ("childcare", "subsidies", "daycare", "toddlers"),
    ("pensions", "annuities", "retirement", "actuaries"),
    ("transit", "ridership", "fares", "buses"),
    ("broadband", "rural", "towers", "fibre"),
    ("fisheries", "quota", "salmon", "vessels"),
    ("tenancy", "landlords", "eviction", "rents"),
    ("biodiversity", "wetlands", "species", "habitat"),
)
DONE = ("Led the {} {} with {} and {}", "Wrote our {} guide: {}, {}, {}", "Ran {} and {}, then {} and {}")
ASKED = (
    "How do you begin with {} when {} matter?",
    "What did you learn about {} and {}?",
    "Which steps for {} would you take again, given {}?",
    "Who decides about {} where {} are new?",
)
SETTINGS: Sequence[Asks] = (
    "usual",
    "usual",
    "usual",
    "usual",
    "usual",
    "usual",
    "usual",
    "usual",
    "seldom",
    "never",
    "",
)
"""What each of eleven members has said, and so on."""
OWN_HOURS = (time(15), time(10))
"""From when until when every seventh member wants to be left alone."""
LEAVE = 14
"""Days that every fifth member is away, at some time."""


def person(number: int) -> AccountRef:
    """One of the fifty."""
    return AccountRef("east", "t", f"p{number}")


@dataclass
class AskingYear:
    """A community whose members do as they usually do, each day of the year."""

    founded: Founded
    die: random.Random
    id: int = 0
    asks: dict[int, Asks] = field(default_factory=dict)
    """By member, what they have said."""
    knows: dict[int, frozenset[int]] = field(default_factory=dict)
    """By member, the subjects they say they have done."""
    away: dict[int, tuple[date, date]] = field(default_factory=dict)
    narrow: set[int] = field(default_factory=set)
    """Who has quiet hours of their own."""
    about: dict[int, int] = field(default_factory=dict)
    """By question, its subject."""
    asked_by: dict[int, int] = field(default_factory=dict)
    _fates: dict[int, float] = field(default_factory=dict)

    async def begins(self) -> None:
        """Everybody has come, and said what they have done."""
        self.founded.stage.clock.at = BEGINS
        self.id = (await self.founded.community()).id
        for number in range(PEOPLE):
            await self.founded.says(person(number), f"me unit {UNITS[number % len(UNITS)]}", self.founded.home)
        await self.founded.stage.store.write(self._told)

    def _told(self, work: Work) -> None:
        work.only_writer_of(self.id)
        for number in range(PEOPLE):
            known = work.members.of_account(self.id, person(number))
            assert known is not None
            member = known[0]
            self.asks[member.id] = SETTINGS[number % len(SETTINGS)]
            hours = OWN_HOURS if number % 7 == 0 else (None, None)
            self.narrow |= {member.id} if hours is OWN_HOURS else set()
            said = {"quiet_from": hours[0], "quiet_until": hours[1], "asks": self.asks[member.id]}
            work.members.save(replace(member, **said, joined_at=BEGINS - timedelta(days=400)))  # type: ignore[arg-type]  # facts of a member
            self.knows[member.id] = frozenset(self.die.sample(range(len(SUBJECTS)), self.die.randint(3, 5)))
            for subject in sorted(self.knows[member.id]):
                words = self.die.sample(SUBJECTS[subject], 4)
                done = work.members.add_experience(self.id, member.id, self.die.choice(DONE).format(*words), BEGINS)
                work.search.put(Document(done.subject, done.text, ""))
            if number % 5 == 0:
                first = BEGINS.date() + timedelta(days=self.die.randrange(DAYS - LEAVE))
                self.away[member.id] = (first, first + timedelta(days=LEAVE))
                work.members.add_away(self.id, member.id, *self.away[member.id])

    async def passes(self) -> AsyncIterator[datetime]:
        """Day by day; questions come at any hour of any day."""
        days = sorted(self.die.choices(range(DAYS), k=QUESTIONS))
        for day in range(DAYS):
            for _ in range(days.count(day)):
                await self._asks()
            await self.founded.stage.reaches(BEGINS + timedelta(days=day + 1))
            await self._answers()
            yield self.founded.stage.clock.now()

    async def _asks(self) -> None:
        number, subject = self.die.randrange(PEOPLE), self.die.randrange(len(SUBJECTS))
        text = self.die.choice(ASKED).format(*self.die.sample(SUBJECTS[subject], 2))
        nameless = " --anon" if self.die.random() < 0.1 else ""
        who = person(number)
        shown = await self.founded.says(who, f"ask {text}{nameless}")
        question = len(self.about) + 1
        await self.founded.presses(who, shown, "Post it")
        member = await self.founded.member(who)
        assert member is not None
        self.about[question], self.asked_by[question] = subject, member.id
        stage = self.founded.stage
        await stage.reaches(stage.clock.now() + timedelta(minutes=self.die.randint(11, 90)))

    async def _answers(self) -> None:
        """Some reply, of whom most help; some pass or would talk; some never answer."""
        now = self.founded.stage.clock.now()
        for offer in await self.founded.stage.store.read(self._waiting):
            if offer.offered_at <= now and offer.id not in self._fates:
                self._fates[offer.id] = self.die.random()
                await self._answer(offer.member, offer.question, self._fates[offer.id])

    def _waiting(self, work: Work) -> list[Offer]:
        everybody = (one for member in self.asks for one in work.offers.unanswered(self.id, member))
        return [one for one in everybody if one.state == "offered"]

    async def _answer(self, member: int, question: int, fate: float) -> None:
        if fate < 0.4:
            await self._says(member, f"reply {question} We did that last year and it went well")
            if fate < 0.28:
                replies = await self.founded.stage.store.read(lambda work: work.questions.replies(self.id, question))
                await self._says(self.asked_by[question], f"helped {replies[-1].id}")
        elif fate < 0.6:
            await self._says(member, f"pass {question}")
        elif fate < 0.65:
            await self._says(member, f"talk {question}")

    async def _says(self, member: int, text: str) -> None:
        accounts = await self.founded.stage.store.read(lambda work: work.members.accounts(self.id, member))
        await self.founded.says(accounts[0].ref, text)
