"""When the community meets: series, meetings, who comes, what was noted, and the calendar people add."""
