"""Who convenes: volunteers, whose turn it is and why, what helps them, and what happens when they can't come."""
