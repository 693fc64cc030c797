"""A migrated, empty database kept for the next process: applying all migrations costs more than most test files.

What is kept is known by the texts of all migrations and of what they import, so another migration makes another
template. A copy is migrated all the same: with nothing to apply that costs a second, and what apps do after migrations
is done by the code of today.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
_OURS = re.compile(r"^\s*(?:from|import) ((?:stellazh|config)[\w.]*)(?: import ([\w, ]+))?", re.MULTILINE)


def is_wanted() -> bool:
    """Whether the database is made by the migrations as they stand (`--nomigrations` makes another)."""
    return settings.MIGRATION_MODULES == {}


@cache
def digest() -> str:
    """What the schema follows from: the migrations of every app and the modules of ours that they import."""
    texts: dict[str, str] = {}
    for app in apps.get_app_configs():
        for path in sorted(Path(app.path, "migrations").glob("*.py")):
            text = path.read_text(encoding="utf-8")
            texts[f"{app.label}/{path.name}"] = text
            for module, names in _OURS.findall(text):
                for found in (module, *(f"{module}.{name.strip()}" for name in names.split(",") if name)):
                    imported = ROOT.joinpath(*found.split(".")).with_suffix(".py")
                    if imported.is_file():
                        texts[found] = imported.read_text(encoding="utf-8")
    told = (django.VERSION, settings.AUTH_USER_MODEL, settings.INSTALLED_APPS)
    whole = repr((told, sorted(texts.items())))
    return hashlib.sha256(whole.encode()).hexdigest()[:16]


def folder() -> Path:
    """Where templates lie: of this user alone, outside the repository."""
    path = Path(tempfile.gettempdir()) / f"stellazh-templates-{os.getuid()}"
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def sqlite_template() -> Path:
    """The file of the template for SQLite, made or not."""
    return folder() / f"{digest()}.sqlite3"


def keep_sqlite_template(made: Path) -> None:
    """Let this file be the template; those of other migrations go."""
    for old in folder().glob("*.sqlite3"):
        if old.name != sqlite_template().name and old.stat().st_mtime < made.stat().st_mtime - 86_400:
            old.unlink(missing_ok=True)
    made.replace(sqlite_template())


def begin_with_template(path: Path) -> None:
    """Lay a copy of the template at `path`, if there is one: whoever migrates it finds little to do."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if sqlite_template().is_file():
        shutil.copyfile(sqlite_template(), path)


@contextmanager
def alone() -> Iterator[None]:
    """One process at a time makes a template: the others wait and copy it."""
    with (folder() / f"{digest()}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
