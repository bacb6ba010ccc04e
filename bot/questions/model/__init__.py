"""Questions, replies, and to whom questions are brought."""
