"""What whoever installs the app in a workspace reads: pages in a browser, a first message, and why something failed."""

from dataclasses import dataclass

from bot.audience import View
from bot.chat.capabilities import Deployment
from bot.chat.cards import Card, Quiet, Text, Title
from bot.chat.richtext import rich
from bot.chat.words import Words


@dataclass(frozen=True, slots=True)
class Page:
    """A page in a browser. `press` is what its one link says, empty when nothing is left to do."""

    title: str
    sentences: tuple[str, ...]
    press: str = ""


def ask_page(deployment: Deployment, words: Words) -> Page:
    """Before somebody goes on to the platform."""
    return Page(
        words("Add {bot} to your Slack workspace", bot=deployment.name),
        (
            words("Slack shows you what {bot} may see and do there, and asks whether you agree.", bot=deployment.name),
            words("It then stays silent until you invite it to a channel and set it up."),
        ),
        words("Go on to Slack"),
    )


def installed_page(workspace: str, deployment: Deployment, words: Words) -> Page:
    """It is installed, and how to go on. `workspace` is empty when its name is not known."""
    title = (
        words("{bot} is in {workspace} now.", bot=deployment.name, workspace=workspace)
        if workspace
        else words("{bot} is in your Slack now.", bot=deployment.name)
    )
    return Page(
        title,
        (
            words("1. In Slack, open the channel where your community talks, or make one."),
            words("2. Invite the bot: type /invite @{bot}", bot=deployment.name),
            words("3. Type {command} setup there. Three questions; you go first.", command=deployment.command),
            words("Nobody else hears of it until you open the doors. You can close this page."),
        ),
    )


def denied_page(words: Words) -> Page:
    """Somebody said no to the platform's question."""
    return Page(
        words("Nothing was installed."),
        (words("You said no in Slack, and that is fine. Changed your mind, or pressed the wrong button?"),),
        words("Start again"),
    )


def strange_page(words: Words) -> Page:
    """It can't be told that this browser began it."""
    return Page(
        words("Please start again from here."),
        (
            words("I can't tell that this installation was begun in this browser, so nothing was installed."),
            words("That happens when a link was sent on, or when cookies are switched off for this site."),
        ),
        words("Start again"),
    )


def late_page(words: Words) -> Page:
    """It took too long."""
    return Page(
        words("That took more than ten minutes."),
        (words("To be safe, nothing was installed. It is quick the second time."),),
        words("Start again"),
    )


def used_page(words: Words) -> Page:
    """The same answer of the platform comes twice."""
    return Page(
        words("This step was done already."),
        (
            words(
                "If the first time went well, the bot is in your Slack. If you aren't sure, installing again is safe."
            ),
        ),
        words("Start again"),
    )


def silent_page(words: Words) -> Page:
    """The platform or our storage can't be reached."""
    return Page(
        words("It didn't work this time."),
        (words("Slack or this server had no time to answer. Nothing was installed; please try again in a minute."),),
        words("Start again"),
    )


def refused_page(reason: str, words: Words) -> Page:
    """The platform says no. `reason` is its word for why, empty when it gave none."""
    why = words("Slack gave this reason: {reason}.", reason=reason) if reason else words("Slack gave no reason.")
    return Page(
        words("Slack didn't install it."),
        (
            why,
            words("Please try again; if it stays so, show this page to whoever runs the bot."),
        ),
        words("Start again"),
    )


def rotating_page(words: Words) -> Page:
    """The app is set up so that its tokens expire."""
    return Page(
        words("One setting of the Slack app has to change first."),
        (
            words(
                "Its tokens expire after some hours: token rotation is switched on, and the bot can't work with that."
            ),
            words("Whoever runs the bot makes the app anew from its manifest, which has token rotation off."),
        ),
        words("Start again"),
    )


def installed_card(view: View) -> Card:
    """To whoever installed the app, directly: how to go on."""
    words = view.words
    notice = words("I'm installed. Thank you!")
    return Card(
        notice,
        (
            Title(rich(notice)),
            Text(
                words.rich(
                    "Next, invite me to the channel where your community talks: /invite @{bot}. "
                    "You installed me, so you may set it up.",
                    bot=view.deployment.name,
                )
            ),
            Text(words.rich("Nobody else hears from me until you open the doors.")),
            Quiet(words.rich("In that channel, type: {command} setup", command=view.can.command)),
        ),
    )


def not_installed_sentence(deployment: Deployment, words: Words) -> str:
    """To somebody in a workspace that has not installed the app, or no longer."""
    return words(
        "I'm not installed in this workspace, or no longer. Whoever looks after its apps can add me at {url}",
        url=deployment.link("/slack/install"),
    )
