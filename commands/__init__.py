"""What the one command can do: a module for each of its commands."""
