"""Somebody else at work while a test goes on."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def beside(work: Callable[[threading.Event], None]) -> Iterator[None]:
    """Work in a thread for as long as the context lasts; the event tells it to end."""
    ended = threading.Event()
    worker = threading.Thread(target=work, args=[ended])
    worker.start()
    try:
        yield
    finally:
        ended.set()
        worker.join()
