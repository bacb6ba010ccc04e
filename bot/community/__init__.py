"""The community itself: set-up, channels, codes, stewards, settings."""
