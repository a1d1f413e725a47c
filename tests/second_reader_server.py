"""A server on this machine that speaks the protocol of an endpoint with a language model."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web
from aiohttp.test_utils import TestServer
from pydantic import BaseModel

MODEL = "tiny"
KEY = "sk-a_key_that_nobody_must_ever_see"
# Seconds for a test in which an endpoint does reply: more than it can take.
PATIENT = 30.0
# And for one in which it never will.
HASTY = 0.05

Reply = Callable[[web.Request, "Asked"], Awaitable[web.StreamResponse]]


class Message(BaseModel, extra="forbid"):
    """One message of a request."""

    role: str
    content: str


class Asked(BaseModel, extra="forbid"):
    """What the endpoint is asked, and nothing besides."""

    model: str
    messages: list[Message]
    temperature: float
    max_tokens: int
    stream: bool

    @property
    def prompt(self) -> str:
        return self.messages[-1].content


@dataclass
class Endpoint:
    """A server on this machine that speaks the protocol, and replies as a test has it.

    Attributes:
        url: what a second reader is given as its address.
        port: where it listens.
        asked: what it was asked.
        keys: the header in which the key stands, of each request.
        reached: set once it is asked.
        over: set when the test ends; what waits for it never replies.
    """

    reply: Reply
    url: str = ""
    port: int = 0
    asked: list[Asked] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    over: asyncio.Event = field(default_factory=asyncio.Event)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        asked = Asked.model_validate_json(await request.read())
        self.asked.append(asked)
        self.keys.append(request.headers.get("Authorization"))
        self.reached.set()
        return await self.reply(request, asked)


@asynccontextmanager
async def endpoint(reply: Reply, port: int | None = None) -> AsyncIterator[Endpoint]:
    serving = Endpoint(reply)
    application = web.Application()
    application.router.add_post("/v1/chat/completions", serving.serve)
    async with TestServer(application, port=port) as server:
        serving.url = str(server.make_url("/v1"))
        serving.port = server.port or 0
        try:
            yield serving
        finally:
            serving.over.set()


def completion(content: object) -> str:
    message = {"role": "assistant", "content": content}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    return json.dumps({"id": "chatcmpl-1", "object": "chat.completion", "choices": [choice]})


def says(content: object) -> Reply:
    """Have the model say something."""
    return sends(completion(content))


def sends(body: str | bytes, status: int = 200, headers: dict[str, str] | None = None) -> Reply:
    """Have the endpoint send something."""

    async def reply(request: web.Request, asked: Asked) -> web.StreamResponse:
        encoded = body.encode() if isinstance(body, str) else body
        return web.Response(
            body=encoded, status=status, headers=headers, content_type="application/json"
        )

    return reply


def drafts(by_question: dict[str, Reply | list[str]]) -> Reply:
    """Have the model draft wordings for each question, or do something else; by default none."""

    async def reply(request: web.Request, asked: Asked) -> web.StreamResponse:
        quoted = json.loads(asked.prompt.splitlines()[0])
        drafted = by_question.get(quoted["asked"], [])
        does = says(json.dumps(drafted)) if isinstance(drafted, list) else drafted
        return await does(request, asked)

    return reply


async def never_ends(request: web.Request, asked: Asked) -> web.StreamResponse:
    """Send white space, which might still be followed by JSON, for as long as anybody reads."""
    response = web.StreamResponse()
    await response.prepare(request)
    while True:
        await response.write(b" " * 10_000)


async def obeys(request: web.Request, asked: Asked) -> web.StreamResponse:
    """Do what the reader's question says, as a model may that takes it for an instruction."""
    ordered = re.search(r"(?:answer|say that) ([^\"]*)", asked.prompt.splitlines()[-2])
    assert ordered is not None
    return web.Response(text=completion(ordered[1]), content_type="application/json")


async def hangs_up(request: web.Request, asked: Asked) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()
