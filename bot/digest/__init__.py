"""What the community hears of itself: a digest of what is new, and how it fares, in three lines for stewards."""
