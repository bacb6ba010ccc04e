"""The Slack adapter against the small Slack on loopback."""
