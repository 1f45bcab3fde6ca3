"""What Telegram says of the chats that receive posts."""
