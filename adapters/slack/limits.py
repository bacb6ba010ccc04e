"""What Slack allows, in one table, and what it offers. Everything that draws, splits or shortens reads it here."""

from bot.chat.capabilities import Capabilities
from bot.ports import Pace

BODY = 512 * 1024
"""Bytes of a request from Slack; a message with blocks is far smaller."""

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
MESSAGE_TEXT = 3_000
"""Characters of the notification sentence; Slack cuts at 40,000."""
MESSAGE_WORDS = 12_000
"""Characters in all blocks of one message; Slack refuses somewhat above 13,000."""
BLOCK_TEXT = 3_000
HEADER = 150
ACTIONS = 25
CONTEXT_ELEMENTS = 10
BUTTON_TEXT = 75
BUTTON_VALUE = 2_000
BUTTON_URL = 3_000
ACCESSIBILITY_LABEL = 75
ACTION_ID = 255
BLOCK_ID = 255

VIEW_TITLE = 24
VIEW_SUBMIT = 24
PRIVATE_METADATA = 3_000
CALLBACK_ID = 255
INPUT_LABEL = 2_000
INPUT_HINT = 2_000
INPUT_TEXT = 3_000
FIELD_ERROR = 150

OPTION_TEXT = 75
OPTION_VALUE = 75
VISIBLE_OPTIONS = 10
"""Radio buttons or checkboxes in one element; more become a menu."""
MENU_OPTIONS = 100
"""Options of a menu, or of one group in it."""

HISTORY_PAGE = 100
"""Messages asked for at once; apps sold outside Slack's Marketplace get 15, whatever they ask."""
HISTORY_PAGES = 4
HISTORY_SECONDS = 120
"""How long after an attempt its message may be stamped at most, with room to spare."""
HISTORY_SLACK_SECONDS = 5
"""How much earlier than the first attempt a message may be stamped: two clocks are never quite the same."""

REQUEST_SECONDS = 10.0
"""How long an answer of Slack's is waited for."""
OPEN_SECONDS = 1.5
"""How long Slack may take to open a form before a button that opens it is sent instead, or to show a window before its
words are sent to the person: the press must be acknowledged within 3 seconds, or Slack tells them that it failed."""
NAME_SECONDS = 0.5
"""How long a mentioned person's name is waited for before a call goes on without it."""

SOCKET_WAITS = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0)
"""Seconds before a new connection is tried, the longer the more often none stood."""
SOCKET_PATIENCE = 60.0
"""Seconds before a new connection where Slack says that there are too many, or that Socket Mode is switched off."""
SOCKET_NOTICE = 30.0
"""Seconds for which a connection of which Slack has given notice is still read."""
SOCKET_HEARTBEAT = 20.0
"""Seconds of silence after which a connection is asked whether it still stands."""

PACE = Pace(creates_per_second=1, updates_per_minute=40, burst=5, homes_per_minute=60)
"""Showing a Home is tier 4, a hundred a minute and more; changing a message is tier 3, fifty."""


def capabilities(command: str, *, thread_replies: bool) -> Capabilities:
    """What Slack offers; threads are heard only where the app was given the history scopes."""
    return Capabilities(
        title="Slack",
        command=command,
        hears_threads=thread_replies,
        private_replies=True,
        own_times=True,
        message_menu=True,
        home=True,
    )
