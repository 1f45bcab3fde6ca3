"""How an article comes in: each module reads one kind of source into the fields of an article."""
