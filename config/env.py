"""The environment, read here and nowhere else. Every variable is documented in docs/operations/settings.md."""

from __future__ import annotations

import os
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent


class MissingSetting(Exception):
    """A variable that this way of running cannot do without, or that contradicts another."""


def text(name: str, default: str | None = None) -> str:
    """The variable's text.

    Raises:
        MissingSetting: it is unset or blank and has no default.
    """
    value = os.environ.get(name, default)
    if value is None or (default is None and not value.strip()):
        raise MissingSetting(f"Не задана переменная {name}. Её назначение: docs/operations/settings.md")
    return value


def flag(name: str, *, default: bool = False) -> bool:
    """Whether the variable says yes: 1, true, yes, on."""
    value = os.environ.get(name)
    return default if value is None else value.strip().lower() in {"1", "true", "yes", "on"}


def number(name: str, default: int) -> int:
    """The variable as a whole number.

    Raises:
        MissingSetting: it is set to something else.
    """
    value = os.environ.get(name, "")
    if not value.strip():
        return default
    if not value.strip().lstrip("-").isdecimal():
        raise MissingSetting(f"Переменная {name} должна быть целым числом, а задано «{value}».")
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    """The variable's comma-separated words, without blanks and empty ones."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def choose(name: str, value: str, *, over: bool = False) -> str:
    """Set the variable for this process and its children unless it is set already, or `over` it; what it is then."""
    if over:
        os.environ[name] = value
    return os.environ.setdefault(name, value)
