"""How many processors the sentence model's arithmetic takes."""

import os

from threadpoolctl import threadpool_limits


def leave_a_processor() -> threadpool_limits:
    """Leave one processor to whatever else runs, until the result is left as a context.

    Threads that share the work on a text wait for one another busily: where another program, or
    the event loop, has the processor of one of them, all of them take many times as long.
    """
    return threadpool_limits(max(1, (os.cpu_count() or 1) - 1), user_api="blas")
