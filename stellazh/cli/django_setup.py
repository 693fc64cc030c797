"""Setting Django up, for the commands that need it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from config import env

PRODUCTION = "config.settings.prod"


def set_up() -> None:
    """Load the settings named by DJANGO_SETTINGS_MODULE, those of production when unset, and the apps.

    Raises:
        MissingSetting: production lacks a variable.
    """
    choose_settings()
    import django
    from django.conf import settings

    django.setup()
    # The first command on a fresh machine; whoever truly needs the folder says so if it cannot be made.
    with suppress(OSError):
        Path(settings.DATA_DIR).mkdir(parents=True, exist_ok=True)


def choose_settings() -> str:
    """The settings module for this process and its children."""
    return env.choose("DJANGO_SETTINGS_MODULE", PRODUCTION)
