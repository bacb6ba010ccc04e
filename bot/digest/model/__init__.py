"""What digests are."""
