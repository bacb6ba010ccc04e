"""Where an app is installed on a platform that hands out a token for each place."""

from sqlalchemy import Index, Table

from storage.tables.columns import instant, key, metadata

installations = Table(
    "installations",
    metadata,
    key("platform", primary_key=True),
    key("place", primary_key=True),
    key("tenant"),
    key("bot"),
    key("installer"),
    key("sealed"),
    instant("installed_at"),
    Index(None, "platform", "tenant"),
)
"""`sealed` is the token, encrypted before it comes here. `installer` is a platform's id, empty when forgotten."""
