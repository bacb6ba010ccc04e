"""What Teams allows, in one table, and what it offers."""

from adapters.settings import Settings
from bot.chat.capabilities import Capabilities
from bot.ports import Pace

PLATFORM = "teams"
"""The word that references to people and channels here carry."""
CHANNEL_ID = "msteams"
"""What the Bot Framework calls Teams."""

BODY_BYTES = 256 * 1024
"""The largest request that is read."""
CARD_BYTES = 26_000
"""The largest card, in bytes of ASCII JSON; a message may have about 28 KB with everything around the card."""
TEXT_BYTES = 6_000
"""The largest paragraph, measured the same way."""
TEXT_LINES = 60
"""The most lines of one paragraph."""
NOTICE = 250
"""Characters of the notification sentence."""
LABEL = 60
"""Characters on a button."""
CHOICE = 2_000
"""Characters that travel with a press."""
BUTTONS_IN_ROW = 6
"""Teams hides what is beyond."""
URL = 2_000
"""Characters of an address that is followed."""
TITLE = 80
"""Characters of a dialog's title."""
FIELD_LABEL = 150
"""Characters of a field's label or hint."""
FIELD_VALUE = 4_000
"""Characters that stand in a field beforehand."""
OPTIONS = 100
"""Choices in one field."""
INLINE_FIELDS = 3
"""A form with no more fields is drawn inside a card where a dialog can't open."""
LIST_BYTES = 60_000
"""The largest answer to a search; what is further down comes with the next page."""
LIST_LENGTH = 25
"""Results that Teams asks for at once."""
MESSAGE_TEXT = 3_000
"""Characters of a message on which something is chosen."""
FORM_BYTES = 24_000
"""The largest form, measured as a card is."""

CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 10.0
"""How long a request to Teams may take; a delivery that ends later is `Uncertain`."""

PACE = Pace(creates_per_second=1.0, updates_per_minute=60.0, burst=5, redraw_after=(30, 30, 60))
"""A live card is redrawn at most every half minute: a screen reader reads it again each time."""


def capabilities(settings: Settings) -> Capabilities:
    """What Teams offers under these settings."""
    return Capabilities(
        title="Teams",
        command=f"@{settings.name}",
        hears_threads=settings.teams_thread_replies,
        private_replies=False,
        message_menu=True,
    )
