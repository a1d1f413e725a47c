"""What shows how the bot is: measures, pages about its state, and one line an update."""
