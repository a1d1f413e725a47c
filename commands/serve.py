"""``run_bot.py`` and ``run_bot.py preview``: the bot in Telegram, or in a local one."""

import argparse
import os
import shutil
import sys
import webbrowser
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import SecretStr

from config import Settings

PREVIEW_USERNAME = "verbatim_bot"
PREVIEW_NAME = "Verbatim"


class PreviewError(RuntimeError):
    """The local Telegram can't be served; its text says why and what would be right."""


def serve(options: argparse.Namespace, settings: Settings) -> int:
    """Serve Telegram, or a local one where there is no token."""
    if settings.token is None:
        return serve_preview(options, settings)
    # Before the rest is imported, which is much.
    from bot.heap import collect_seldom, keep_together  # noqa: PLC0415

    keep_together()
    collect_seldom()
    from bot import logs  # noqa: PLC0415  (the other commands need no Telegram)
    from bot.application import run  # noqa: PLC0415
    from commands.served import served_library  # noqa: PLC0415
    from knowledge.library import A_PORTION  # noqa: PLC0415

    library = served_library(settings, A_PORTION)
    logs.configure(settings.token.get_secret_value(), settings.log)
    return run(settings, library)


def serve_preview(options: argparse.Namespace, settings: Settings) -> int:
    """Serve a local Telegram with its chat page, and the bot on it."""
    from bot.heap import collect_seldom  # noqa: PLC0415

    collect_seldom()
    # Imported before anybody is told an address: a Ctrl-C that comes within it can be lost.
    from bot import logs  # noqa: PLC0415
    from bot.application import run  # noqa: PLC0415
    from commands.served import served_library  # noqa: PLC0415
    from knowledge.library import A_PORTION  # noqa: PLC0415
    from preview import (  # noqa: PLC0415  (the other commands need none)
        ChatPage,
        PreviewServer,
        Scene,
        Telegram,
        in_background,
    )

    # What is wrong with it is to be said before anything is served.
    library = served_library(settings, A_PORTION)
    telegram = Telegram()
    account = telegram.new_bot(PREVIEW_USERNAME, PREVIEW_NAME)
    scene = Scene.ready_made(telegram, account)
    # Only to somebody who has written to it may a bot show commands of their own.
    scene.admin.writes(scene.admin.chat_with(account), "/start")
    wanted: int = options.port
    try:
        server = PreviewServer.at_free_port(telegram, wanted, pages=ChatPage(scene).routes())
    except (OSError, OverflowError) as error:
        raise PreviewError(f"Port {wanted} can't be used: name another with --port") from error
    if wanted not in (0, server.port):
        print(f"Port {wanted} is in use; taking {server.port}.", file=sys.stderr)
    admins = settings.admins | {scene.admin.user.id}
    # Its chats begin anew each time, and so does what is remembered of them.
    with TemporaryDirectory(prefix="verbatim-") as data, in_background(server):
        local = {
            "token": SecretStr(account.token),
            "api_url": server.url,
            "admins": admins,
            "data": Path(data),
            "database": None,
        }

        def leave(status: int) -> None:
            # Nor does whoever is in a hurry leave it behind.
            shutil.rmtree(data, ignore_errors=True)
            os._exit(status)

        _show(server.url)
        logs.configure(account.token, settings.log)
        return run(settings.model_copy(update=local), library, shows_status=False, leave=leave)


def _show(url: str) -> None:
    """Say where the page is, and open it where there is a browser on a screen."""
    print(_preview_at(url), flush=True)
    if sys.stdout.isatty() and _has_screen():
        webbrowser.open(url)


def _preview_at(url: str) -> str:
    """Say where the bot can be tried, and how to serve Telegram."""
    return (
        f"Try the bot in your browser: {url}\n"
        "There you are in a Telegram of your own, on this machine alone. No BOT_TOKEN is needed.\n"
        f"Without a browser, ask in the terminal: {_python()} run_bot.py ask\n"
        "To serve Telegram: send /newbot to @BotFather there, and write BOT_TOKEN= and the token\n"
        "that it gives into a file named .env. Ctrl-C ends this.\n"
    )


def _python() -> str:
    """Return how to call the Python that runs this, from here."""
    running = Path(sys.executable)
    return str(running.relative_to(Path.cwd()) if running.is_relative_to(Path.cwd()) else running)


def _has_screen() -> bool:
    """Whether a browser would open a window; else it would take over the terminal, or fail."""
    return sys.platform in ("darwin", "win32") or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")
    )
