"""Microsoft Teams: its activities in, Adaptive Cards out. The Bot Framework SDK is fenced in here."""
