"""What whoever sets a community up is shown, and the first card its members see."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.audience import View
from bot.chat.cards import Block, Button, Buttons, Card, Quiet, Quote, Text, Title, said
from bot.chat.forms import ChoiceField, Form, Option, TextField
from bot.chat.richtext import RichText, Strong, lines, rich
from bot.chat.words import Words
from bot.community.model import LONGEST_NAME, ZONES, Channel, Community

_ZONES: Mapping[str, Callable[[Words], str]] = {
    "America/Vancouver": lambda words: words("Pacific (Vancouver)"),
    "America/Whitehorse": lambda words: words("Yukon (Whitehorse)"),
    "America/Edmonton": lambda words: words("Mountain (Edmonton)"),
    "America/Regina": lambda words: words("Saskatchewan (Regina)"),
    "America/Winnipeg": lambda words: words("Central (Winnipeg)"),
    "America/Toronto": lambda words: words("Eastern (Toronto)"),
    "America/Halifax": lambda words: words("Atlantic (Halifax)"),
    "America/St_Johns": lambda words: words("Newfoundland (St. John's)"),
    "Europe/London": lambda words: words("London"),
    "Australia/Sydney": lambda words: words("Sydney"),
    "UTC": lambda words: words("UTC"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a community has come: what its set-up card tells."""

    community: Community
    meets: str
    stewards: Sequence[str]
    channels: Sequence[Channel]
    missing: Sequence[str]
    """Titles of the platforms that are served and where it has no channel."""


def zone_name(zone: str, words: Words) -> str:
    """Our name of a time zone."""
    return _ZONES[zone](words) if zone in _ZONES else zone


def community_name(community: Community, words: Words) -> str:
    """What the community is called, or what stands for it until it is set up."""
    return community.name if community.named else words(community.name)


def channel_name(channel: Channel, view: View) -> str:
    """A channel as people know it: "Slack, policy-cop"."""
    title = view.deployment.title(channel.ref.platform)
    return f"{title}, {channel.name}" if channel.name else title


def setup_card(standing: Standing, view: View) -> Card:
    """What is to be done next, to a steward."""
    if not standing.community.named:
        return _unnamed_card(standing, view)
    words = view.words
    community = standing.community
    notice = (
        words("The doors of {name} are open.", name=community.name)
        if community.open
        else words("{name} is set up. Nobody hears from me until you open the doors.", name=community.name)
    )
    return Card(
        notice,
        (
            Title(rich(notice)),
            Text(_facts(standing, view)),
            *_before_opening(standing, view),
            *_next_presses(standing, view),
            Quiet(
                words.rich(
                    "Or type: {command} setup open, setup connect, setup steward, setup change, setup sample",
                    command=view.can.command,
                )
            ),
        ),
    )


def _unnamed_card(standing: Standing, view: View) -> Card:
    words = view.words
    subject = standing.community.subject
    notice = words("Your community is ready to set up. Three questions.")
    return Card(
        notice,
        (
            Title(rich(notice)),
            Text(words.rich("You installed me, so you go first; nobody else hears from me yet.")),
            Text(
                words.rich(
                    "1. What is the community called? 2. When do you meet? (or “not yet”) "
                    "3. Who is your second steward?"
                )
            ),
            Buttons(
                (
                    Button(words("Set up"), "community.setup", subject, main=True, opens_form=True),
                    Button(words("Show me what members will see"), "community.sample", subject),
                    Button(words("Enter a code"), "code.enter", subject, opens_form=True),
                )
            ),
            Quiet(
                words.rich(
                    "I keep quiet until you press “Open the doors”. Or type: {command} setup", command=view.can.command
                )
            ),
        ),
    )


def _facts(standing: Standing, view: View) -> RichText:
    words = view.words
    channels = [channel_name(channel, view) for channel in standing.channels]
    facts = (
        (words("You meet"), standing.meets),
        (words("Time zone"), zone_name(standing.community.zone, words)),
        (words("Channels"), "; ".join(channels) or words("none yet")),
        (words("Stewards"), ", ".join(standing.stewards)),
    )
    return lines(rich(Strong(f"{label}: "), value) for label, value in facts)


def _before_opening(standing: Standing, view: View) -> tuple[Block, ...]:
    if standing.community.open:
        return ()
    words = view.words
    homes = [channel_name(channel, view) for channel in standing.channels if channel.home]
    hello = words(
        "When you open the doors, I say hello in {places}, once, and everybody there can use me.",
        places=words(" and ").join(homes) or words("no channel yet"),
    )
    alone = len(standing.stewards) < 2
    also = words(" You are the only steward so far. Two are better; that can wait, too.") if alone else ""
    return (Text(rich(hello, also)),)


def _next_presses(standing: Standing, view: View) -> tuple[Buttons, ...]:
    words = view.words
    community, subject = standing.community, standing.community.subject
    opening = Button(words("Open the doors"), "community.open", subject, main=True)
    presses = [] if community.open else [opening]
    if standing.missing:
        presses.append(Button(words("Connect another platform"), "community.connect", subject))
    presses.append(Button(words("Invite a steward"), "steward.invite", subject))
    if community.open:
        return (Buttons((*presses, Button(words("Settings"), "settings.show", subject))),)
    presses.append(
        Button(words("Change"), "community.setup", subject, opens_form=True, object_name=words("the set-up"))
    )
    sample = Button(words("Show me what members will see"), "community.sample", subject)
    return (Buttons(tuple(presses)), Buttons((sample,)))


def setup_form(community: Community, meets: str, view: View) -> Form:
    """The three questions, and the time zone, which is probably right already."""
    words = view.words
    return Form(
        "community.setup",
        words("Set up"),
        (
            TextField(
                "name",
                words("What is the community called?"),
                community.name if community.named else "",
                hint=words("Policy Community of Practice"),
                most=LONGEST_NAME,
            ),
            TextField("meets", words("When do you meet?"), meets, hint=words("“not yet” is fine"), required=False),
            TextField(
                "second",
                words("Who is your second steward?"),
                hint=words("A name; I'll make a line for you to send them"),
                required=False,
                most=LONGEST_NAME,
            ),
            zone_field(community.zone, words),
        ),
        words("Save"),
        "community.setup",
        community.subject,
    )


def zone_field(zone: str, words: Words) -> ChoiceField:
    """The zones to choose from, with the one that is kept, even when it isn't one of ours."""
    zones = ZONES if zone in ZONES else (zone, *ZONES)
    return ChoiceField("zone", words("Time zone"), tuple(Option(one, zone_name(one, words)) for one in zones), zone)


def hello_card(community: Community, view: View) -> Card:
    """The first card in the home channel."""
    words = view.words
    notice = words("Hello from {name}. I'm here so that you can ask one another.", name=community.name)
    return Card(
        notice,
        (
            Title(rich(notice)),
            Text(
                words.rich(
                    "Somebody in another ministry has probably done it before. Ask, and I'll first look at what "
                    "colleagues already know. **Nothing is posted before you've seen it as others will.**"
                )
            ),
            Text(_first_words(view)),
            Buttons(
                (
                    Button(words("Ask something"), "question.write", main=True, opens_form=True),
                    Button(words("What's kept about me"), "member.kept"),
                    Button(words("Help"), "help.show"),
                )
            ),
            Quiet(
                words.rich("I won't message you unless you say so. Or type: {command} help", command=view.can.command)
            ),
        ),
    )


def _first_words(view: View) -> RichText:
    words = view.words
    first = (
        ("ask", words("asks the community")),
        ("find", words("looks through questions, replies that helped, and the library")),
        ("share", words("adds a link to the library")),
        ("me", words("your unit, your accounts, and what is kept about you")),
    )
    return lines(rich(Strong(f"{view.can.command} {word}"), f" · {means}") for word, means in first)


def sample_card(view: View) -> Card:
    """A question as members will see it, to a steward alone."""
    words = view.words
    notice = words("This is how a question will look. Only you see this one.")
    return Card(
        notice,
        (
            Quiet(rich(notice)),
            Title(words.rich("How early do you bring local governments into a regulation change?")),
            Text(words.rich("**A colleague** · Children and Family")),
            Quote(
                words.rich("We have eight weeks and two regions. What worked for you, and what would you not do again?")
            ),
            Text(words.rich("**Open** · no replies yet")),
            Quiet(
                words.rich(
                    "Below it: Reply, I'd like to know too, More. Or typed: {command} reply 17 …",
                    command=view.can.command,
                )
            ),
        ),
    )


def not_open_card(community: Community, stewards: Sequence[str], view: View) -> Card:
    """To somebody who comes before the doors are open."""
    words = view.words
    if not stewards:
        return no_community_card(view)
    return said(
        words(
            "{name} isn't open yet. {stewards} will open it; then everybody here can use me.",
            name=community_name(community, words),
            stewards=words(" and ").join(stewards),
        )
    )


def no_community_card(view: View) -> Card:
    """To somebody whose call belongs to no community."""
    words = view.words
    notice = words("You are in no community of mine here yet.")
    return Card(
        notice,
        (
            Title(rich(notice)),
            Text(
                words.rich(
                    "If your community is in a channel already, say something to me there once; "
                    "from then on I know you here as well. If you were given a code, enter it."
                )
            ),
            Text(words.rich("Starting one? Add me to its channel or group chat: whoever adds me there sets it up.")),
            Buttons((Button(words("Enter a code"), "code.enter", main=True, opens_form=True),)),
            Quiet(words.rich("Or type: {command} join", command=view.can.command)),
        ),
    )
