"""What stands in for Microsoft around the bot: signing keys, a connector, and the real Agents Playground."""
