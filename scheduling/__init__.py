"""What wakes by itself: the tick, and the courier that brings what should be visible to the platforms."""
