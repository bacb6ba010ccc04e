"""What people see who may be able to help."""
