"""What is said to people who can't come in, or can't be answered alone."""

from bot.chat.cards import Card, said
from bot.chat.words import Words


def stranger_card(words: Words) -> Card:
    """To somebody whom the platform knows without an account of theirs that stays."""
    return said(
        words(
            "I can only help people with an account in an organisation's directory, and yours has none. "
            "A colleague who has one can ask for you."
        )
    )


def other_organisation_card(words: Words) -> Card:
    """To somebody of an organisation this installation isn't for."""
    return said(
        words(
            "I'm here for one organisation, and your account belongs to another. A colleague over there can ask for you."
        )
    )


def shut_out_card(platform: str, bot: str, words: Words) -> Card:
    """Where others read along, to somebody to whom the bot may not write alone."""
    return said(
        words(
            "I have an answer for you alone, and {platform} doesn't let me write to you. "
            "Open a chat with {bot}, add or unblock it there, and say it again.",
            platform=platform,
            bot=bot,
        )
    )
