"""What people see of meetings."""
