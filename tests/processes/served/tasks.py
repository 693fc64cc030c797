from __future__ import annotations

import time
from typing import Any

from django.db import transaction

from stellazh.jobs.context import JobContext
from stellazh.jobs.handlers import handler
from stellazh.live import bus


@handler("served.say", label="Сказать")
def say(context: JobContext, text: str) -> dict[str, Any]:
    bus.publish("news:all", {"text": text})
    return {"text": text}


@handler("served.count", label="Счёт до конца")
def count(context: JobContext, total: int, seconds: float) -> dict[str, Any]:
    """Takes its time in one transaction: only the live stream can tell how far it is."""
    with transaction.atomic():
        for step in range(1, total + 1):
            context.progress(step, total, "Считаем")
            context.check_cancelled()
            time.sleep(seconds)
    return {"url": "/desk/"}
