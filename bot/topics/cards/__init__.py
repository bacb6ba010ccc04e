"""How topics and polls are shown."""
