"""A recording door that answers with sample cards of every kind, and a served workspace around it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from aiohttp import web

from adapters.settings import Settings
from adapters.web.app import mount
from adapters.web.clock import WorkspaceClock
from adapters.web.hands import nothing_due, nothing_to_do
from adapters.web.limits import capabilities
from adapters.web.platform import DrawnPlatform
from bot.chat.calls import ButtonCall, Call, CommandCall, FormCall, MessageCall
from bot.chat.capabilities import Deployment
from bot.chat.cards import Button, Buttons, Card, Entry, LinkButton, Quiet, Quote, Rule, Text, Title
from bot.chat.forms import ChoiceField, Form, Option, TextField, TicksField
from bot.chat.refs import Subject
from bot.chat.replies import FormErrors, Nothing, OpenForm, Private, Reply
from bot.chat.richtext import Link, Moment, Strong, rich
from bot.ports import ToChannel, ToPerson

QUESTION = Subject(1, "question", 17)
DRAFT = Subject(1, "draft", 4)
MENU = (("resource.from_message", "Save to the library"),)
DEPLOYMENT = Deployment("CoP", "/cop", capabilities("/cop"))


def question_card(state: str = "no replies yet") -> Card:
    """A question as it stands in a channel."""
    return Card(
        "New question from Children and Family: How early do you bring local governments into a regulation change?",
        (
            Title(rich("How early do you bring local governments into a regulation change?")),
            Text(rich("Amara Okafor · Children and Family")),
            Quote(rich("We have eight weeks and two regions. What worked for you, and what would you not do again?")),
            Text(rich(Strong("Open"), f" · {state}")),
            Buttons(
                (
                    Button("Reply", "question.reply", QUESTION, main=True, opens_form=True, object_name="question 17"),
                    Button("I'd like to know too", "question.follow", QUESTION, object_name="question 17"),
                    Button("More", "question.more", QUESTION, choice="all", object_name="question 17"),
                )
            ),
            Quiet(rich("Replies here are also shown in Teams, Policy. Or type: reply 17 …")),
        ),
    )


def preview_card(text: str = "How early do you bring local governments into a regulation change?") -> Card:
    """What a person sees before a question goes out."""
    opened = LinkButton("Open", "https://fisheries.example.org/guides/local-government-consultation")
    this = Button("This answers it", "draft.answered", DRAFT, choice="resource-3", object_name="the guide of Fisheries")
    that = Button("This answers it", "draft.answered", DRAFT, choice="question-2", object_name="the answer of Forests")
    return Card(
        "Before it goes out: have a look.",
        (
            Text(rich("These may already answer it:")),
            Entry(
                rich("Local government consultation: what we learned"), rich("guide, Fisheries, 2026"), (opened, this)
            ),
            Entry(rich('"When do you tell municipalities?"'), rich("answered by Forests"), (that,)),
            Rule(),
            Text(rich(Strong("This is what people will see: "), text)),
            Text(rich("It goes to #policy-cop and Teams, Policy: about 180 people, 3 of them guests.")),
            Quiet(rich("No Cabinet confidences, personal information or unannounced decisions, please.")),
            Buttons(
                (
                    Button("Post it", "draft.post", DRAFT, main=True),
                    Button("Edit", "draft.edit", DRAFT, opens_form=True, object_name="your question"),
                    Button("Hide my name", "draft.nameless", DRAFT),
                    Button("Not now", "draft.later", DRAFT),
                )
            ),
            Quiet(rich('"Not now" keeps your draft for seven days.')),
        ),
    )


def meeting_card() -> Card:
    """The next meeting, with a link and an instant."""
    at = datetime(2027, 3, 11, 17, 0, tzinfo=UTC)
    return Card(
        "Thursday 11 March, 10:00: Making consultation worth people's time",
        (
            Title(rich("Making consultation worth people's time")),
            Text(rich(Moment(at, "Thursday 11 March, 10:00–11:00 Pacific"), " · Room 4 or online")),
            Text(
                rich("Convener: João Ferreira (Environment). ", Link("The running order", "https://example.org/order"))
            ),
            Buttons(
                (
                    Button("Yes", "rsvp", Subject(1, "meeting", 4), choice="yes", main=True, object_name="the meeting"),
                    Button("Maybe", "rsvp", Subject(1, "meeting", 4), choice="maybe", object_name="the meeting"),
                    Button("No", "rsvp", Subject(1, "meeting", 4), choice="no", object_name="the meeting"),
                )
            ),
            Quiet(rich("The convener sees who said yes. Or type: rsvp yes")),
        ),
    )


def a_form(nonce: str = "n1") -> Form:
    """Every kind of field."""
    kinds = (Option("guide", "Guide"), Option("template", "Template"), Option("tool", "Tool"))
    may = (Option("ask", "Others may ask me about it"), Option("carry", "Carry it to the other platform"))
    return Form(
        "question.replied",
        "Reply to question 17",
        (
            TextField("text", "Your reply", hint="Two lines are plenty.", long=True, most=3000),
            TextField("link", "A link", required=False),
            ChoiceField("kind", "What is it?", kinds, value="guide"),
            TicksField("may", "What may I do?", may, values=("carry",)),
        ),
        "Send reply",
        "question.reply",
        QUESTION,
        rich("Everybody in the community sees it, ", Strong("with your name"), "."),
        nonce,
    )


@dataclass
class RecordingDoor:
    """Remembers every call and answers by its first word."""

    calls: list[Call] = field(default_factory=list)
    refusals: list[Exception] = field(default_factory=list)
    """Raised one after the other before anything is answered."""

    async def __call__(self, call: Call) -> Reply:
        if self.refusals:
            raise self.refusals.pop(0)
        self.calls.append(call)
        match call:
            case CommandCall(text=text):
                return self.command(text)
            case ButtonCall(button="question.reply" | "draft.edit") | MessageCall(action="resource.from_message"):
                return OpenForm(a_form())
            case ButtonCall(button="silent"):
                return Nothing()
            case ButtonCall(button=button):
                return Private(Card(f"You pressed {button}.", (Text(rich(f"You pressed {button}.")),)))
            case FormCall(values=values):
                if values.get("text") == "bad":
                    return FormErrors({"text": "Say a little more, please."})
                return Private(Card("Thank you.", (Text(rich("Thank you. It is carried to Teams, Policy.")),)))
            case _:
                return Nothing()

    def command(self, text: str) -> Reply:
        if text.startswith("form"):
            return OpenForm(a_form())
        return Private(meeting_card() if text == "next" else preview_card(text.removeprefix("ask ") or "Your question"))


@dataclass
class Served:
    """A workspace on a free loopback port."""

    url: str
    door: RecordingDoor
    clock: WorkspaceClock
    slack: DrawnPlatform
    teams: DrawnPlatform


@asynccontextmanager
async def served(
    shelf: Path | None = None,
    door: RecordingDoor | None = None,
    next_due: Callable[[], Awaitable[datetime | None]] = nothing_due,
    woken: Callable[[], Awaitable[None]] = nothing_to_do,
    port: int = 0,
) -> AsyncIterator[Served]:
    """The workspace, running until the context ends."""
    door = door or RecordingDoor()
    clock = WorkspaceClock(shelf)
    server = web.Application()
    settings = Settings(workspace=True)
    words = ("ask", "find", "help")
    slack, teams = mount(
        server, door, settings, DEPLOYMENT, clock, shelf=shelf, words=words, menu=MENU, next_due=next_due, woken=woken
    )
    runner = web.AppRunner(server, shutdown_timeout=2)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port, reuse_address=True)
    await site.start()
    host, port = runner.addresses[0][:2]
    try:
        yield Served(f"http://{host}:{port}", door, clock, slack, teams)
    finally:
        await runner.cleanup()
        clock.close()


async def furnished(workspace: Served) -> None:
    """Cards in both home channels and in one direct conversation."""
    slack, teams = workspace.slack, workspace.teams
    await slack.create("question:17/slack", ToChannel(slack.home), question_card("3 replies"))
    await teams.create("question:17/teams", ToChannel(teams.home), question_card("3 replies"))
    await slack.create("meeting:4/slack", ToChannel(slack.home), meeting_card())
    for person, platform in (("amara", slack), ("leilani", teams)):
        account = platform.account(person)
        await platform.create(f"offer:1/{person}", ToPerson(account), preview_card())
