"""A language model that somebody else serves, and how it is spoken to.

The protocol is that of OpenAI's chat completions
(https://platform.openai.com/docs/api-reference/chat/create), which Ollama, llama.cpp and many
others speak too. What a model replies is never shown to readers.
"""

import asyncio
import re
import ssl
from http import HTTPStatus

import aiohttp
import certifi
from pydantic import BaseModel, Field, ValidationError

# What a model thought comes first; some servers keep the tag back that opens it.
_REASONING = re.compile(r".*</(?:think|thinking|thought|reasoning)>", re.DOTALL | re.IGNORECASE)


class _Message(BaseModel):
    content: str


class _Choice(BaseModel):
    message: _Message


class _Completion(BaseModel):
    """What is read of a reply: https://platform.openai.com/docs/api-reference/chat/object."""

    choices: list[_Choice] = Field(min_length=1)


class LanguageModelError(Exception):
    """Why there is no reply; nothing of what was asked or replied is in its text."""


class LanguageModel:
    """Asks an OpenAI-compatible endpoint to complete a conversation.

    Its connections belong to the event loop in which they were made; in another, new ones are.
    """

    def __init__(self, url: str, model: str, key: str | None, patience: float) -> None:
        """Prepare to ask; nothing is connected before the first time.

        Args:
            url: the endpoint's address up to its version, as in ``http://localhost:11434/v1``.
            model: the name under which it serves the model.
            key: what it knows its customers by, where it has any.
            patience: seconds for all of a reply: connecting, asking and reading.
        """
        self._url = f"{url.rstrip('/')}/chat/completions"
        self._model = model
        # A packed reply could unpack to far more than is to be read.
        self._headers = {"Accept-Encoding": "identity"}
        if key is not None:
            self._headers["Authorization"] = f"Bearer {key}"
        self._patience = patience
        self._session: aiohttp.ClientSession | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    async def complete(
        self,
        task: str,
        prompt: str,
        *,
        most_tokens: int,
        longest_reply: int,
        temperature: float = 0,
    ) -> str:
        """Return what the model says to a prompt.

        Args:
            task: what it is to do with it.
            prompt: the prompt.
            most_tokens: after how many the model stops.
            longest_reply: bytes of a reply, above which it is not read to its end.
            temperature: how freely it chooses its words, from 0.

        Raises:
            LanguageModelError: if there is no reply, it is late, or not as the protocol has it;
                there is no other kind of failure.
        """
        request = {
            "model": self._model,
            "messages": [
                {"role": "system", "content": task},
                {"role": "user", "content": prompt},
            ],
            "temperature": temperature,
            "max_tokens": most_tokens,
            "stream": False,
        }
        try:
            async with asyncio.timeout(self._patience):
                reply = await self._post(request, longest_reply)
        except TimeoutError:
            raise LanguageModelError(f"no reply within {self._patience:g} s") from None
        except (aiohttp.ClientError, OSError, RuntimeError, ValueError) as error:
            # Only the kind: its text may hold the address, and with it what is secret.
            raise LanguageModelError(type(error).__name__) from None
        try:
            completion = _Completion.model_validate_json(reply)
        except ValidationError:
            raise LanguageModelError("its reply is not a chat completion") from None
        return completion.choices[0].message.content

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _post(self, request: dict[str, object], longest_reply: int) -> bytes:
        """Return the body of a reply.

        Raises:
            LanguageModelError: if it is a failure, or too long.
            aiohttp.ClientError, OSError, RuntimeError, ValueError: if the endpoint can't be
                reached, breaks off, or may not be asked with such an address or key.
        """
        session = await self._connections()
        # What is asked goes to the endpoint that was named, and nowhere that it points to.
        async with session.post(self._url, json=request, allow_redirects=False) as response:
            if response.status != HTTPStatus.OK:
                raise LanguageModelError(f"HTTP {response.status}")
            reply = bytearray()
            async for part in response.content.iter_any():
                reply += part
                if len(reply) > longest_reply:
                    raise LanguageModelError(f"its reply is longer than {longest_reply} bytes")
        return bytes(reply)

    async def _connections(self) -> aiohttp.ClientSession:
        loop = asyncio.get_running_loop()
        if self._session is not None and self._loop is loop:
            return self._session
        left = self._session
        # The machine's own authorities, for an endpoint of one's own; certifi's, where it has none.
        trusted = ssl.create_default_context()
        trusted.load_verify_locations(certifi.where())
        session = self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(ssl=trusted),
            headers=self._headers,
            auto_decompress=False,
            trust_env=True,
        )
        self._loop = loop
        if left is not None:
            await left.close()
        return session


def without_reasoning(reply: str) -> str:
    """Return what a model says after it has thought."""
    reasoning = _REASONING.match(reply)
    return reply[reasoning.end() :] if reasoning else reply
