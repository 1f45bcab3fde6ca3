"""The demonstration: a small newsroom's morning, played by people on the stand-in for Telegram."""
