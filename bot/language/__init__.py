"""Ukrainian and English words, as search and filters need them."""
