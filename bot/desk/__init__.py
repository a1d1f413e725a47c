"""The newsroom's desk: what admins do in their private chat with the bot."""
