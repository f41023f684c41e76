"""Reading the program: nothing of it is garbage, so nobody looks for any meanwhile, nor among it ever after."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def undisturbed() -> Iterator[None]:
    """For the imports of a process: looking through half a million new objects is a quarter of the time they take."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
