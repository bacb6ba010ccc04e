"""What the local workspace offers and how much it takes, in one table."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bot.chat.capabilities import Capabilities
from bot.ports import Pace

Drawing = Literal["slack", "teams"]

TENANT = "demo"

TYPED = 8_000
"""Characters in what a person types; more is refused in a sentence."""
KEY = 100
"""Characters in an idempotency key or an id."""
CARRIED = 2_000
"""Characters in each word that a button carries."""
FILLED = 40_000
"""Characters in one field of a form; the form itself may take fewer."""
FIELDS = 60
"""Values in one submitted form."""
BODY = 256 * 1024
"""Bytes in a request."""

NOTICE = 400
BLOCKS = 80
BLOCK_TEXT = 12_000
TITLE = 400
LABEL = 80
BUTTONS = 25
FORM_FIELDS = 40
OPTIONS = 200

PACE = Pace(creates_per_second=50, updates_per_minute=3_000, burst=100, redraw_after=(0.2,))


@dataclass(frozen=True, slots=True)
class Drawn:
    """One of the two platforms that the workspace draws."""

    key: str
    drawing: Drawing
    title: str
    home: str
    """The home channel's id."""
    home_name: str


DRAWN = (
    Drawn("web-slack", "slack", "Slack", "slack-policy-cop", "#policy-cop"),
    Drawn("web-teams", "teams", "Teams", "teams-policy", "Policy"),
)


def capabilities(command: str) -> Mapping[str, Capabilities]:
    """What each drawn platform offers, by key: everything there is."""
    return {
        drawn.key: Capabilities(drawn.title, command, hears_threads=True, private_replies=True, message_menu=True)
        for drawn in DRAWN
    }
