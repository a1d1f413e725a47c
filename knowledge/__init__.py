"""What was said in the interviews, and finding it. Knows nothing of Telegram."""
