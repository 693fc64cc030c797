from __future__ import annotations

from typing import Any

from stellazh.jobs.context import JobContext
from stellazh.jobs.handlers import handler
from stellazh.live import bus


@handler("served.say", label="Сказать")
def say(context: JobContext, text: str) -> dict[str, Any]:
    bus.publish("news:all", {"text": text})
    return {"text": text}
