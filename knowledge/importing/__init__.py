"""A published page or transcript becomes an interview, word for word."""
