"""The index of what a community knows: the same words, the same order, on SQLite and PostgreSQL."""
