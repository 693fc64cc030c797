"""Running the product's processes against the database of the test that asks."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

from django.db import connection

ROOT = Path(__file__).resolve().parents[2]


def database_url() -> str:
    """The address of this test's own database, for another process."""
    if connection.vendor == "sqlite":
        return f"sqlite:///{connection.settings_dict['NAME']}"
    known = connection.get_connection_params()
    given = {name: str(known[name]) for name in ("host", "port", "user", "password") if known.get(name)}
    return f"postgresql:///{known['dbname']}?{urlencode(given)}"


def environment(**more: str) -> dict[str, str]:
    """This environment with the tests' settings, the given database and no others of ours."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("STELLAZH_", "DATABASE_"))}
    return kept | {"DJANGO_SETTINGS_MODULE": "config.settings.test", "PYTHONPATH": str(ROOT)} | more


def start(*arguments: str, **more: str) -> subprocess.Popen[str]:
    """Start `python …` in the repository, its output kept."""
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment(**more),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_for(happened: Callable[[], bool], seconds: float = 20.0) -> bool:
    """Whether it happened in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if happened():
            return True
        time.sleep(0.02)
    return happened()
