"""The one entry of the server: Django in threads, live streams natively asynchronous, the worker's thread beside."""

from __future__ import annotations

import asyncio
import logging
import threading

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from config.bridge import Bridge

django_application = get_wsgi_application()

from stellazh.jobs.worker import run_worker  # noqa: E402
from stellazh.live import bus, parent  # noqa: E402
from stellazh.live.stream import Receive, Scope, Send, live  # noqa: E402

logger = logging.getLogger(__name__)

THREADS = 8
_WORKER_SECONDS = 1.5

_pages = Bridge(django_application, threads=THREADS)
_stop_worker = threading.Event()


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """ASGI 3: pages, `/live/` and the life of the process."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "http" and scope["path"] == "/live/":
        await live(scope, receive, send)
    elif scope["type"] == "http":
        await _pages(_plain(scope), receive, send)
    else:
        await send({"type": "websocket.close", "code": 1000})


def _plain(scope: Scope) -> Scope:
    """The request as WSGI may see it: a name with an underscore could pass for a proxy's header with a dash, and
    several cookie headers belong together with a semicolon, not with WSGI's comma."""
    headers = [(name, value) for name, value in scope["headers"] if b"_" not in name and name != b"cookie"]
    cookies = [value for name, value in scope["headers"] if name == b"cookie"]
    if cookies:
        headers.append((b"cookie", b"; ".join(cookies)))
    return {**scope, "headers": headers}


async def _lifespan(receive: Receive, send: Send) -> None:
    await receive()
    bus.start()
    parent.watch(bus.end_streams)
    worker = _start_worker() if settings.RUN_WORKER_IN_PROCESS else None
    await send({"type": "lifespan.startup.complete"})
    await receive()
    _stop_worker.set()
    if worker is not None:
        # A job that does not look up in time is found by the next worker; the stop does not wait for it.
        await asyncio.to_thread(worker.join, _WORKER_SECONDS)
    await asyncio.to_thread(bus.stop)
    await send({"type": "lifespan.shutdown.complete"})


def _start_worker() -> threading.Thread:
    worker = threading.Thread(target=run_worker, kwargs={"stop": _stop_worker}, name="jobs-worker", daemon=True)
    worker.start()
    return worker
