"""What a community might talk about, and how it chooses: suggestions, seconds, polls, ballots."""
