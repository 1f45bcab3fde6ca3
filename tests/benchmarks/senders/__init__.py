"""What one would otherwise send with, each a process of its own: `python -m …senders.NAME`.

A sender reads its order as JSON from standard input, and prints what it measured of itself.
"""
