"""What is gathered for a home, when it is shown, and when it is shown anew."""
