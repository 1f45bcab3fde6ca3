"""The kill test: `kill -9` in the middle of a broadcast, again and again, and a count at the end.

Telegram's stand-in keeps a count of its own. What it has accepted and what the ledger says are
laid side by side, row by row: nothing may be lost, no channel may have a post twice, and every
reader who may have one twice must stand so in the ledger.
"""
