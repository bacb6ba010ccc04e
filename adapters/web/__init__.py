"""The local workspace: a small chat platform in a browser, drawn as Slack and as Teams, with no account anywhere."""
