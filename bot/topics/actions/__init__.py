"""What people, and the clock, do with topics and polls."""
