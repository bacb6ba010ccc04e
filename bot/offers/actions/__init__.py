"""What happens when a question is brought to somebody."""
