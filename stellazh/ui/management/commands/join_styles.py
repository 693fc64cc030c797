"""Join the component stylesheets into the one file that pages link."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from stellazh.ui import styles


class Command(BaseCommand):
    help = "Join stellazh/ui/static/ui/css into stellazh.css"

    def handle(self, *args: Any, **options: Any) -> None:
        styles.JOINED.write_text(styles.joined(), encoding="utf-8")
        self.stdout.write(f"{styles.JOINED.name}: {styles.JOINED.stat().st_size} bytes")
