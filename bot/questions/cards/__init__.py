"""How questions, drafts and replies are shown."""
