"""What the bot remembers. Nothing outside knows that it is SQL."""
