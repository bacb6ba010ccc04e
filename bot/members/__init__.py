"""People: members, their accounts, what is kept about them, and how they leave."""
