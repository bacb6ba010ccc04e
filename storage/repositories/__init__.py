"""The stores that features ask for, each on one transaction."""
