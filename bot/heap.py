"""The memory that the C library hands out: kept together, so that it does not grow for years."""

import ctypes

# https://man7.org/linux/man-pages/man3/mallopt.3.html
_M_ARENA_MAX = -8


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
