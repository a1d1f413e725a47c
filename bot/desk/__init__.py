"""The newsroom's desk: what only those named in ``BOT_ADMINS`` may do, in private."""
