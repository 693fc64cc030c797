"""`stellazh plan import` and `stellazh plan export`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from stellazh.cli.refusal import CommandRefused


def import_plan(arguments: argparse.Namespace) -> int:
    """Read a plan's file. With `--dry-run` only show what was read: no settings, no database, no Django.

    Raises:
        CommandRefused: the keys do not go together.
        UnreadablePaper: the file is no plan that could be read.
    """
    path = Path(arguments.file)
    if arguments.dry_run:
        return _show(path, arguments)
    raise CommandRefused("Записать план можно на сайте; здесь добавьте --dry-run, чтобы увидеть, что прочитано.")


def _show(path: Path, arguments: argparse.Namespace) -> int:
    from stellazh.common.school_year import SchoolYear
    from stellazh.workplans.reading.command import dry_run

    return dry_run(path, SchoolYear(arguments.year), sys.stdout, sys.stderr)
