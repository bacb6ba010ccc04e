"""What people see of who convenes: model → card, pure."""
