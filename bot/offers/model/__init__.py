"""Offers, and whom to ask."""
