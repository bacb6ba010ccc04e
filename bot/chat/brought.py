"""What a form says of the message it was opened on."""

from bot.chat.calls import MessageCall
from bot.chat.richtext import RichText, Strong, lines
from bot.chat.words import Words

SHOWN = 300
"""So much of somebody else's message is shown above the form, to whoever fills it in."""


def about(call: MessageCall, words: Words) -> RichText:
    """Somebody else's words, shown and not copied; and who can follow the link."""
    told: list[RichText] = []
    quote = " ".join(call.text.split())
    if quote and not call.own:
        quote = quote if len(quote) <= SHOWN else f"{quote[: SHOWN - 1].rstrip()}…"
        told.append((Strong(f"“{quote}”"),))
        told.append(words.rich("Somebody else wrote this, so I don't copy it. Please say it in your own words."))
    if call.link:
        told.append(words.rich("The link to the message opens for whoever can read it there."))
    return lines(told)
