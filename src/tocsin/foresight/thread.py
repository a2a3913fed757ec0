"""One thread for numerical libraries: sums then come out the same, whatever the machine and the number of workers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def one_thread() -> Iterator[None]:
    """Keep linear algebra and trees on one thread.

    Yields
    ------
    None
        While it holds.
    """
    import sklearn.ensemble  # noqa: F401  # a limit reaches only libraries that are loaded
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):
        yield
