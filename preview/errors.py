"""What the Bot API answers when it refuses (https://core.telegram.org/bots/api#making-requests)."""


class ApiError(Exception):
    """A refusal, as the client reads it.

    Attributes:
        code: the HTTP status.
        description: the text that Telegram sends.
        retry_after: seconds to wait before the same call may succeed, with a 429.
    """

    def __init__(self, code: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after


def bad_request(reason: str) -> ApiError:
    """Return a refusal of what was asked for."""
    return ApiError(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> ApiError:
    """Return a refusal of what the bot has no right to do."""
    return ApiError(403, f"Forbidden: {reason}")


def too_many_requests(seconds: int) -> ApiError:
    """Return a refusal that says how long to wait."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", seconds)
