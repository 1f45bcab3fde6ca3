"""What readers write and press."""
