"""What the local Telegram itself carries: a bot of nothing but HTTP calls, sending back texts."""

import asyncio
import os
from typing import Any

import aiohttp

# Sent at once at most.
AT_ONCE = 20


async def echo(api: str) -> None:
    """Poll, and send back what comes, until stopped."""
    offset = 0
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=AT_ONCE + 1)) as http:

        async def call(method: str, **parameters: Any) -> Any:
            async with http.post(f"{api}/{method}", json=parameters) as response:
                return (await response.json())["result"]

        while True:
            updates = await call("getUpdates", offset=offset, timeout=30)
            if updates:
                offset = updates[-1]["update_id"] + 1
            messages = [update["message"] for update in updates]
            await asyncio.gather(
                *(
                    call("sendMessage", chat_id=message["chat"]["id"], text=message["text"])
                    for message in messages
                )
            )


if __name__ == "__main__":
    asyncio.run(echo(f"{os.environ['BOT_API_URL']}/bot{os.environ['BOT_TOKEN']}"))
