"""A bot's end of the line: calls over HTTP, and what comes back."""

from typing import Any

import httpx

Json = dict[str, Any]

# Long enough for any machine; no test waits so long unless it fails.
LONG_POLL = 5


class Caller:
    """Calls the Bot API for one bot, with JSON bodies."""

    def __init__(self, http: httpx.AsyncClient, url: str, token: str) -> None:
        self.http = http
        self.address = f"{url}/bot{token}"
        self._offset = 0

    async def post(self, method: str, **parameters: Any) -> httpx.Response:
        """Return whatever the server answers."""
        return await self.http.post(f"{self.address}/{method}", json=parameters)

    async def call(self, method: str, **parameters: Any) -> Any:
        """Return the result of a call that succeeds."""
        answer = (await self.post(method, **parameters)).json()
        assert answer["ok"], answer
        return answer["result"]

    async def refused(self, method: str, **parameters: Any) -> tuple[int, str]:
        """Return code and description of a call that is refused."""
        response = await self.post(method, **parameters)
        answer = response.json()
        assert not answer["ok"], answer
        assert response.status_code == answer["error_code"]
        return answer["error_code"], answer["description"]

    async def next(self, kind: str) -> Json:
        """Return the content of the next update of a kind, and confirm all up to it."""
        while True:
            updates = await self.call("getUpdates", offset=self._offset, limit=1, timeout=LONG_POLL)
            assert updates, f"no {kind} came"
            self._offset = updates[0]["update_id"] + 1
            if kind in updates[0]:
                content: Json = updates[0][kind]
                return content

    async def seen(self) -> list[str]:
        """Return what the messages say that the bot has been shown, new or edited."""
        messages = [
            update.get("message") or update["edited_message"]
            for update in await self.call("getUpdates")
            if update.keys() & {"message", "edited_message"}
        ]
        return [message.get("text") or message.get("caption") or "" for message in messages]


def keyboard(*buttons: Json) -> Json:
    """Return an inline keyboard of one row."""
    return {"inline_keyboard": [list(buttons)]}


def article(text: str = "Yes.", **fields: Any) -> Json:
    """Return an inline result that becomes a message with this text."""
    return {
        "type": "article",
        "id": "1",
        "title": "An answer",
        "input_message_content": {"message_text": text},
    } | fields
