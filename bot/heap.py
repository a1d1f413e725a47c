"""Memory: kept together, so that it does not grow for years, and seldom looked through."""

import ctypes
import gc

# https://man7.org/linux/man-pages/man3/mallopt.3.html
_M_ARENA_MAX = -8
# New objects before a collection of the youngest, and collections before one of the older.
_COLLECTION = (50_000, 20, 20)


def keep_together() -> None:
    """Have all threads take memory from one arena; to be called before there are any.

    Of glibc's several, each keeps holes that the others could fill. Python's threads take turns
    anyway. Where the C library is another, nothing is done.
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):
        return
    mallopt(_M_ARENA_MAX, 1)


def collect_seldom() -> None:
    """Have Python look for garbage seldom.

    What is imported and loaded stays, and nearly all that an update makes is gone without the
    collector: looking as often as Python does by default would take a tenth of the start.
    """
    gc.set_threshold(*_COLLECTION)
