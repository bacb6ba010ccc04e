"""What a community shows outside the chat: its calendar."""
