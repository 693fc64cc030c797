"""A plain WSGI application behind our bridge, for a granian of its own: `tests.processes.bridged:application`."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from config.bridge import Bridge

LARGE_BYTES = 200 * 1024 * 1024


class Large:
    """A streamed answer, as Django marks it."""

    streaming = True

    def __iter__(self) -> Iterator[bytes]:
        for _ in range(LARGE_BYTES // 65536):
            yield b"x" * 65536


def plain(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain")])
    if environ["PATH_INFO"] == "/large":
        return Large()
    content = environ["wsgi.input"].read()
    return [f"{environ['CONTENT_LENGTH']} {hashlib.sha256(content).hexdigest()}".encode()]


application = Bridge(plain, threads=2)
