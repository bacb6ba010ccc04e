"""The neutral vocabulary of a chat: what people do, what they are shown, what a place can do."""
