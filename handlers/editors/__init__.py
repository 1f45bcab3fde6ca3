"""What people of the desk write and press."""
