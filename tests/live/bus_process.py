"""One of two processes on one bus, started by the tests: `listen` prints what it hears, `say` says three things."""

from __future__ import annotations

import json
import sys
import threading

import django


def tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(role: str) -> None:
    django.setup()
    from stellazh.live import bus, postgres
    from stellazh.live.messages import Message

    if role == "say":
        for text in ("Привет", "я" * 30_000, "конец"):
            bus.publish("shelf:a", {"text": text})
        bus.stop()
        return
    done = threading.Event()

    def hear(message: Message) -> int:
        tell(json.dumps([message.topic, message.values()]))
        if message.values()["text"] == "конец":
            done.set()
        return 1

    postgres.listener.start(hear)
    if not postgres.listener.is_listening.wait(10):
        sys.exit("no connection")
    tell("ready")
    done.wait(20)
    postgres.listener.stop()


if __name__ == "__main__":
    main(sys.argv[1])
