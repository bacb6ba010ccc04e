"""What volunteers do, what is done for them by the clock, and what follows from meetings."""
