"""Communities, their channels and codes; accounts, members and which account is whose."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, UniqueConstraint, text

from storage.tables.columns import instant, key, metadata, number, tags, wall, within, words

communities = Table(
    "communities",
    metadata,
    Column("id", Integer, primary_key=True),
    words("name", "community"),
    key("zone"),
    instant("created_at"),
    instant("opened_at", nullable=True),
    instant("closed_at", nullable=True),
    sqlite_autoincrement=True,
)

counters = Table(
    "counters",
    metadata,
    Column("community_id", ForeignKey("communities.id"), primary_key=True, autoincrement=False),
    key("kind", primary_key=True),
    number("last"),
)

settings = Table(
    "settings",
    metadata,
    Column("community_id", ForeignKey("communities.id"), primary_key=True, autoincrement=False),
    key("key", primary_key=True),
    words("value", "community"),
)

channels = Table(
    "channels",
    metadata,
    Column("community_id", ForeignKey("communities.id"), primary_key=True, autoincrement=False),
    number("id", primary_key=True),
    key("platform"),
    key("tenant"),
    key("channel"),
    words("name", "community"),
    Column("home", Boolean, nullable=False),
    key("address"),
    number("people", nullable=True),
    number("guests", nullable=True),
    instant("left_at", nullable=True),
    Column("taken", Boolean, nullable=False),
)
Index(
    "uq_channels_current",
    channels.c.platform,
    channels.c.tenant,
    channels.c.channel,
    unique=True,
    sqlite_where=text("taken = 0"),
    postgresql_where=text("NOT taken"),
)

accounts = Table(
    "accounts",
    metadata,
    Column("id", Integer, primary_key=True),
    key("platform"),
    key("tenant"),
    key("person"),
    words("name", "account"),
    words("email", "account", nullable=True),
    key("address"),
    Column("active", Boolean, nullable=False),
    Column("chosen_community", ForeignKey("communities.id"), nullable=True),
    Column("told", Boolean, nullable=False),
    instant("asked_at", nullable=True),
    instant("shut_at", nullable=True),
    UniqueConstraint("platform", "tenant", "person"),
    Index("ix_accounts_platform_asked_at", "platform", "asked_at"),
    sqlite_autoincrement=True,
)
"""`asked_at` is when the platform last told whether there is such an account."""
Index("ix_accounts_email", accounts.c.email)
Index(
    "ix_accounts_untold",
    accounts.c.platform,
    accounts.c.id,
    sqlite_where=text("told = 0"),
    postgresql_where=text("NOT told"),
)

members = Table(
    "members",
    metadata,
    Column("community_id", ForeignKey("communities.id"), primary_key=True, autoincrement=False),
    number("id", primary_key=True),
    words("name", "member"),
    words("unit", "member"),
    Column("steward", Boolean, nullable=False),
    instant("joined_at"),
    instant("welcomed_at", nullable=True),
    instant("told_of_carrying_at", nullable=True),
    instant("forgotten_at", nullable=True),
    tags("member", "interests"),
    key("asks"),
    Column("welcomes", Boolean, nullable=False),
    wall("quiet_from", nullable=True),
    wall("quiet_until", nullable=True),
    instant("asked_to_ask_at", nullable=True),
    instant("paused_until", nullable=True),
    instant("departed_at", nullable=True),
    words("asked_about", "member"),
    instant("looked_at", nullable=True),
    instant("news_since", nullable=True),
)
"""`asks` says how often the bot may write unasked, empty while they haven't said."""

experiences = Table(
    "experiences",
    metadata,
    Column("community_id", ForeignKey("communities.id"), primary_key=True, autoincrement=False),
    number("id", primary_key=True),
    number("member_id"),
    words("text", "member"),
    instant("added_at"),
    within("members", "member_id"),
    Index(None, "community_id", "member_id"),
)
"""What members say they have done."""

units = Table(
    "units",
    metadata,
    Column("community_id", ForeignKey("communities.id"), primary_key=True, autoincrement=False),
    number("id", primary_key=True),
    words("name", "community"),
    words("also", "community"),
    instant("invited_at", nullable=True),
)
"""The ministries and policy units that belong. `also` holds other names, one a line."""

identities = Table(
    "identities",
    metadata,
    number("community_id", primary_key=True),
    Column("account_id", ForeignKey("accounts.id"), primary_key=True, autoincrement=False),
    number("member_id"),
    instant("joined_at"),
    within("members", "member_id"),
    Index(None, "community_id", "member_id"),
    Index(None, "account_id"),
)

codes = Table(
    "codes",
    metadata,
    Column("id", Integer, primary_key=True),
    key("kind"),
    key("digest"),
    instant("expires_at"),
    Column("community_id", ForeignKey("communities.id"), nullable=True),
    number("member_id", nullable=True),
    within("members", "member_id"),
    Index(None, "digest"),
    Index(None, "community_id", "member_id"),
)

code_tries = Table(
    "code_tries",
    metadata,
    Column("id", Integer, primary_key=True),
    key("account"),
    instant("tried_at"),
    Index(None, "account", "tried_at"),
)

flags = Table(
    "flags",
    metadata,
    Column("community_id", ForeignKey("communities.id"), primary_key=True, autoincrement=False),
    key("kind", primary_key=True),
    number("number", primary_key=True),
    number("member_id", primary_key=True),
    instant("raised_at"),
    Column("lowered", Boolean, nullable=False),
    within("members", "member_id"),
)
