"""The community in Slack: what people do there as neutral calls, and cards and forms as Slack draws them."""
