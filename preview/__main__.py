"""``python -m preview``: a Telegram on one's own machine, for any bot that can be sent there."""

import argparse
import asyncio
import re
from collections.abc import Sequence
from contextlib import suppress

from preview.account import BotAccount
from preview.faults import KINDS, Mishaps
from preview.flood import FloodLimits
from preview.methods import METHODS
from preview.page_api import ChatPage
from preview.scene import Scene
from preview.server import HIGHEST_PORT, LOOPBACK, PreviewServer
from preview.telegram import Telegram

PORT = 8081
USERNAME = "preview_bot"


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve until Ctrl-C."""
    parser = _parser()
    options = parser.parse_args(arguments)
    telegram = Telegram()
    account = telegram.new_bot(options.username, token=options.token or "")
    page = ChatPage(Scene.ready_made(telegram, account))
    if options.flood_limits:
        telegram.flood_limits = FloodLimits()
    try:
        if options.faults:
            telegram.mishaps = Mishaps(
                options.faults, options.fault_kinds, options.seed, options.fault_methods
            )
        server = PreviewServer.at_free_port(
            telegram, options.port, host=options.host, pages=page.routes()
        )
    except ValueError as error:
        parser.error(str(error))
    except OSError as error:
        parser.error(f"can't listen at {options.host}:{options.port}: {error.strerror}")
    if options.port and server.port != options.port:
        print(f"Port {options.port} is in use; taking {server.port}.")
    with suppress(KeyboardInterrupt):
        asyncio.run(_serve(server, account))


async def _serve(server: PreviewServer, account: BotAccount) -> None:
    async with server:
        print(_how_to_use_it(server.url, account), flush=True)
        await asyncio.Event().wait()


def _how_to_use_it(url: str, account: BotAccount) -> str:
    name, token = account.user.username, account.token
    return (
        f"Telegram in a box, until Ctrl-C. In your browser: {url}\n"
        f"The bot @{name} has the token {token}\n"
        f'python-telegram-bot: ApplicationBuilder().token("{token}")'
        f'.base_url("{url}/bot").base_file_url("{url}/file/bot").build()\n'
        f'aiogram: Bot("{token}", session=AiohttpSession(api=TelegramAPIServer.from_base("{url}")))'
        f"\nany other: that token, and {url} in place of https://api.telegram.org"
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m preview", description=__doc__)
    parser.add_argument("--host", default=LOOPBACK, help="where to listen (%(default)s)")
    parser.add_argument(
        "--port", type=_port, default=PORT, help="if it is in use, the next free one (%(default)s)"
    )
    parser.add_argument(
        "--username", type=_username, default=USERNAME, help="the bot's name (%(default)s)"
    )
    parser.add_argument("--token", type=_token, help="the bot's token; else one is made")
    parser.add_argument(
        "--flood-limits", action="store_true", help="refuse what Telegram would find too much"
    )
    parser.add_argument(
        "--faults", type=float, default=0.0, metavar="RATE", help="the share of calls that fail"
    )
    parser.add_argument(
        "--fault-kinds", type=_listed, default=KINDS, metavar="KIND,…", help=", ".join(KINDS)
    )
    parser.add_argument(
        "--fault-methods",
        type=_methods,
        metavar="METHOD,…",
        help="the methods that fail; else all but getUpdates",
    )
    parser.add_argument(
        "--seed", type=int, default=0, help="the same seed makes the same calls fail (%(default)s)"
    )
    return parser


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > HIGHEST_PORT:
        raise argparse.ArgumentTypeError(f"{text} is no port: give a number up to {HIGHEST_PORT}")
    return int(text)


def _username(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{3,31}", text):
        raise argparse.ArgumentTypeError(
            f"{text} is no name of a bot: give 4 to 32 letters, digits or _, a letter first, no @"
        )
    return text


def _token(text: str) -> str:
    if not re.fullmatch(r"[0-9]+:[A-Za-z0-9_-]+", text):
        raise argparse.ArgumentTypeError(
            "that is no token: give digits, a colon, and letters, digits, _ or -"
        )
    return text


def _listed(text: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in text.split(",") if one.strip())


def _methods(text: str) -> frozenset[str]:
    names = _listed(text)
    unknown = [name for name in names if name.lower() not in METHODS]
    if unknown:
        raise argparse.ArgumentTypeError(f"there is no method {unknown[0]} here")
    return frozenset(METHODS[name.lower()].name for name in names)


if __name__ == "__main__":
    main()
