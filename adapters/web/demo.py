"""The demo community, as pure data: twelve people of twelve ministries, what they share, ask, and meet about."""

from dataclasses import dataclass
from datetime import datetime

from adapters.web.clock import ZONE
from adapters.web.places import Colleague

COMMUNITY = "Policy Community of Practice"
INSTALLER = "amara"
SECOND_STEWARD = "joao"


@dataclass(frozen=True, slots=True)
class Member:
    """A colleague, and what they say of themselves with `me`: tags, and one thing they have done."""

    who: Colleague
    interests: tuple[str, ...] = ()
    did: str = ""
    may_be_asked: bool = False


@dataclass(frozen=True, slots=True)
class Shared:
    """A link somebody shares. `kind` is template, guide, example or tool."""

    by: str
    url: str
    title: str
    kind: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A reply to a past question."""

    by: str
    at: datetime
    text: str
    helped: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of an earlier week, with its replies."""

    by: str
    at: datetime
    title: str
    text: str
    tags: tuple[str, ...]
    replies: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Suggested:
    """A topic somebody suggests for a meeting."""

    by: str
    at: datetime
    title: str


@dataclass(frozen=True, slots=True)
class Held:
    """A meeting of an earlier week: who chose its topic and convened it, who came, and what was noted."""

    convener: str
    topic: str
    answered_at: datetime
    yes: tuple[str, ...]
    maybe: tuple[str, ...]
    no: tuple[str, ...]
    noted_at: datetime
    talked: str
    useful: str
    actions: tuple[str, ...]


def _on(month: int, day: int, hour: int, minute: int) -> datetime:
    return datetime(2027, month, day, hour, minute, tzinfo=ZONE)


FOUNDED = _on(2, 16, 9, 0)
"""When the doors opened."""

MEMBERS = (
    Member(
        Colleague("amara", "Amara Okafor", "Children and Family", ("slack", "teams")),
        ("consultation", "regulation"),
        "Brought six cabinet submissions home",
        may_be_asked=True,
    ),
    Member(
        Colleague("henrik", "Henrik Solberg", "Fisheries", ("slack",)),
        ("consultation", "engagement"),
        "Held open evenings about fish habitat in nine towns",
    ),
    Member(
        Colleague("mei", "Mei-Ling Zhao", "Forests", ("slack",)),
        ("evaluation",),
        "Planned a consultation with First Nations",
        may_be_asked=True,
    ),
    Member(
        Colleague("joao", "João Ferreira", "Environment", ("slack",)),
        ("regulation", "climate"),
        "Wrote instructions for drafters, twice",
        may_be_asked=True,
    ),
    Member(
        Colleague("priya", "Priya Raman", "Finance", ("slack",)),
        ("costing",),
        "Costed programs, small ones and very large ones",
        may_be_asked=True,
    ),
    Member(Colleague("tomasz", "Tomasz Wójcik", "Labour", ("slack",)), ("jurisdictional-scans",)),
    Member(
        Colleague("leilani", "Leilani Kahale", "Health", ("teams",)),
        ("evaluation",),
        "Drew logic models in an afternoon",
        may_be_asked=True,
    ),
    Member(Colleague("samir", "Samir Haddad", "Housing", ("teams",)), ("local-government",)),
    Member(
        Colleague("grace", "Grace Muthoni", "Transportation", ("teams",)),
        ("regulation", "consultation"),
        "Wrote an impact statement that people read",
        may_be_asked=True,
    ),
    Member(Colleague("noor", "Noor Aziz", "Education", ("teams",)), ("cabinet-submissions",)),
    Member(
        Colleague("sinead", "Sinéad Byrne", "Justice", ("teams",)),
        ("drafting",),
        "Drafted for nine years",
        may_be_asked=True,
    ),
    Member(Colleague("diego", "Diego Morales", "Citizens' Services", ("teams",)), ("plain-language", "service-design")),
)
PEOPLE = tuple(member.who for member in MEMBERS)

LIBRARY = (
    Shared(
        "henrik",
        "https://fisheries.example.org/guides/local-government-consultation",
        "Local government consultation: what we learned",
        "guide",
        ("consultation", "local-government"),
    ),
    Shared(
        "mei",
        "https://forests.example.org/templates/consultation-plan",
        "Consultation plan template",
        "template",
        ("consultation",),
    ),
    Shared(
        "amara",
        "https://children.example.org/templates/cabinet-submission",
        "Cabinet submission, annotated template",
        "template",
        ("cabinet", "writing"),
    ),
    Shared(
        "priya",
        "https://finance.example.org/tools/costing-workbook",
        "Costing workbook for new programs",
        "tool",
        ("costing",),
    ),
    Shared(
        "leilani",
        "https://health.example.org/guides/logic-models",
        "Logic models in an afternoon",
        "guide",
        ("evaluation",),
    ),
    Shared(
        "grace",
        "https://transport.example.org/examples/regulatory-impact",
        "Regulatory impact statement: a short one that worked",
        "example",
        ("regulation",),
    ),
    Shared(
        "sinead",
        "https://justice.example.org/guides/drafting-instructions",
        "Drafting instructions without tears",
        "guide",
        ("drafting", "regulation"),
    ),
    Shared(
        "joao",
        "https://environment.example.org/examples/intentions-paper",
        "Intentions paper and what came back",
        "example",
        ("consultation", "regulation"),
    ),
    Shared(
        "tomasz",
        "https://labour.example.org/tools/jurisdictional-scan",
        "Jurisdictional scan table",
        "tool",
        ("research",),
    ),
    Shared(
        "samir",
        "https://housing.example.org/guides/working-with-municipalities",
        "Working with municipalities: a calendar",
        "guide",
        ("local-government",),
    ),
    Shared(
        "diego",
        "https://services.example.org/guides/plain-language",
        "Plain language checklist",
        "guide",
        ("writing",),
    ),
    Shared(
        "noor",
        "https://education.example.org/templates/decision-note",
        "Decision note on one page",
        "template",
        ("writing",),
    ),
)

QUESTIONS = (
    Asked(
        "samir",
        _on(2, 18, 10, 20),
        "When do you tell municipalities about a change that affects their bylaws?",
        "We have a draft and no one outside has seen it. Too early worries people, too late annoys them.",
        ("local-government", "consultation"),
        (
            Told(
                "mei",
                _on(2, 18, 11, 5),
                "Two council cycles before anything is settled. We sent one page with dates, then asked for twenty minutes.",
                helped=True,
            ),
            Told(
                "henrik", _on(2, 18, 13, 40), "Ask the clerks first; they know when the council really reads its mail."
            ),
        ),
    ),
    Asked(
        "noor",
        _on(2, 23, 14, 10),
        "What do you wish you had known before your first cabinet submission?",
        "Mine is due in six weeks. What takes longer than one thinks?",
        ("cabinet",),
        (
            Told(
                "amara",
                _on(2, 23, 14, 55),
                "The consultation list. Start it in week one; every name on it has a holiday.",
                helped=True,
            ),
            Told("priya", _on(2, 24, 9, 15), "Send us the costing table early, even half filled in."),
        ),
    ),
    Asked(
        "tomasz",
        _on(2, 26, 11, 30),
        "Does anybody have a light way to compare what other provinces do?",
        "I need five jurisdictions by Friday, not a thesis.",
        ("research",),
        (
            Told(
                "joao",
                _on(2, 26, 12, 10),
                "One question a column, one province a row, a link in every cell. Stop at the third blank.",
            ),
        ),
    ),
)

NO_DIGEST = {"digest.day": "never"}
"""The settings of the first fortnight."""

WHEN = "every second Thursday 10:00 for 60 min"
FIRST = "25 February 2027"
VENUE = "Room 4"
LINK = "https://meet.example.org/policy-cop"

VOLUNTEERS = ("amara", "joao", "leilani", "henrik", "mei")
"""Who would convene, in the order in which they said so."""

TOPICS = (
    Suggested("joao", _on(2, 19, 9, 10), "Making consultation worth people's time"),
    Suggested("sinead", _on(2, 19, 9, 10), "Drafting a regulation without tears"),
    Suggested("noor", _on(2, 19, 9, 10), "First cabinet submission: what nobody told me"),
    Suggested("leilani", _on(2, 22, 10, 30), "Evaluation when there is no budget for it"),
    Suggested("diego", _on(2, 22, 10, 30), "Plain language that survives review"),
    Suggested("priya", _on(2, 22, 10, 30), "Reading a costing table in five minutes"),
)

MET = Held(
    convener="amara",
    topic="Who we are, and what each of us could teach",
    answered_at=_on(2, 24, 11, 0),
    yes=("joao", "leilani", "henrik", "mei", "amara", "noor", "samir"),
    maybe=("grace",),
    no=("tomasz",),
    noted_at=_on(2, 25, 11, 40),
    talked="Seven of us, seven ministries. Everybody named one thing they could teach and one they would like to learn.",
    useful="Four of us are consulting local governments this spring. The clerks know each council's calendar.",
    actions=("Put the councils' calendar in the library",),
)
"""The first meeting."""

AGREED_AT = _on(2, 16, 9, 20)
"""When the first meeting's convener had said yes."""
NEXT_CONVENER = "joao"
NEXT_AGREED_AT = _on(2, 18, 9, 40)
