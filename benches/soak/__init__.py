"""What the bot promises to survive, done to it: killed, cut off, flooded, fed with nonsense."""
