"""A question finds the people who have done this before: offers in widening rings, introductions, `who`."""
