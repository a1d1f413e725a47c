"""What the bot remembers across restarts, in a database that may be away at any time."""
