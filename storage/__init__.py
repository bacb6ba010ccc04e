"""Where everything is kept: SQLite or PostgreSQL, one schema, one writer a community."""
