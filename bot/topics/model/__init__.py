"""Topics and polls as they are: no clock, no database."""
