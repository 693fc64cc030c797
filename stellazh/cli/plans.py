"""`stellazh plan import` and `stellazh plan export`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from stellazh.cli import django_setup
from stellazh.cli.refusal import CommandRefused

if TYPE_CHECKING:
    from stellazh.associations.models import Association


def import_plan(arguments: argparse.Namespace) -> int:
    """Read a plan's file into an association's year. Asks nothing: names in doubt stay words unless answered before.

    With `--dry-run` only show what was read: no settings, no database, no Django.

    Raises:
        CommandRefused: the keys do not go together.
        UnreadablePaper: the file is no plan that could be read.
    """
    path = Path(arguments.file)
    if arguments.dry_run:
        return _show(path, arguments)
    if not arguments.association:
        raise CommandRefused("Укажите объединение: --association КОД. Только посмотреть прочитанное можно с --dry-run.")
    return _bring(path, arguments)


def export_plan(arguments: argparse.Namespace) -> int:
    """Write the year's plan of an association as a .docx, .pdf or .xlsx, by the end of the file's name.

    Raises:
        CommandRefused: there is no such plan, or no such kind of file.
    """
    django_setup.set_up()
    from stellazh.common import clock
    from stellazh.common.actor import System
    from stellazh.workplans.models import Plan
    from stellazh.workplans.reads.printing import NoSuchPrint, printed_plan

    path = Path(arguments.out)
    association = _association(arguments.association)
    plan = Plan.objects.present().for_year(arguments.year).filter(association=association).first()
    if plan is None:
        raise CommandRefused(f"У объединения «{association}» нет плана на {arguments.year}/{arguments.year + 1}.")
    kind = path.suffix.casefold().lstrip(".")
    try:
        printed = printed_plan(
            plan,
            arguments.form,
            kind,
            reader=System("командная строка"),
            on=clock.today(association.time_zone),
        )
    except NoSuchPrint as refusal:
        raise CommandRefused("Имя файла должно кончаться на .docx, .pdf или .xlsx.") from refusal
    path.write_bytes(printed.body)
    print(f"Готово: {path}")
    return 0


def _bring(path: Path, arguments: argparse.Namespace) -> int:
    """Read the file into an import; with `--yes` take it into the plan, without asking anything."""
    django_setup.set_up()
    from stellazh.common import clock
    from stellazh.common.actor import System
    from stellazh.workplans.drafts.model import Draft
    from stellazh.workplans.drafts.paper import Paper
    from stellazh.workplans.reads.imports import import_report
    from stellazh.workplans.services.imports.confirming import Choices, confirm_import
    from stellazh.workplans.services.imports.reading import bring_apart

    by = System("командная строка")
    association = _association(arguments.association)
    paper = Paper(name=path.name, content=path.read_bytes())
    plan_import = bring_apart(association, paper, school_year=arguments.year, by=by, at=clock.now())
    report = import_report(plan_import, Draft.from_json(plan_import.reading))
    print("\n".join(report.lines))
    if report.nothing_differs:
        return 0
    if not arguments.yes:
        print("В план пока не внесено: проверьте и внесите на сайте или повторите с --yes.")
        return 0
    done = confirm_import(
        plan_import.pk, choices=Choices(seen=report.seen), expected_version=plan_import.version, by=by, at=clock.now()
    )
    made, changed = len(done.undo["created"]), len(done.undo["changed"])
    print(f"Внесено в план на {done.year.label}: новых пунктов {made}, изменено {changed}.")
    return 0


def _association(code: str) -> Association:
    from stellazh.associations.models import Association

    found = Association.objects.present().select_related("territory").filter(code=code).first()
    if found is None:
        raise CommandRefused(f"Объединения с кодом «{code}» нет.")
    return found


def _show(path: Path, arguments: argparse.Namespace) -> int:
    from stellazh.common.school_year import SchoolYear
    from stellazh.workplans.reading.command import dry_run

    return dry_run(path, SchoolYear(arguments.year), sys.stdout, sys.stderr)
