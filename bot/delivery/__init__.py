"""The delivery loop: closes the difference between what articles say and what chats show."""
