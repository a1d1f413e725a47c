"""The conversation in Telegram: who asks where, and what they are shown. Knows no matching."""
