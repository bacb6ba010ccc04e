"""A small Slack on loopback: workspace, Web API and deliveries, as strict as Slack about what it accepts."""
