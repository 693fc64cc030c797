"""Annual reports: `python -m benchmarks.reports`. SQLite, a minute or two.

What a report says, its Word file and its PDF, with 11, 110 and 1,100 events of thirty people each; CPU milliseconds and
how many times the floor (a bare page) that is.
"""

from __future__ import annotations

import os
import sys
import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from benchmarks.__main__ import _environment
from benchmarks.measuring import Floor, in_turns, once_ms, table

SIZES = (11, 110, 1_100)
PEOPLE = 30
MUNICIPALITIES = 27
AT = datetime(2025, 6, 24, 9, 0, tzinfo=UTC)


def main() -> int:
    folder = tempfile.TemporaryDirectory(prefix="stellazh-bench-")
    os.environ.update(_environment(folder.name))
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    floor = Floor()
    floor.measure()
    rows = []
    for size in SIZES:
        rows.append(_measured(size, _filled(size)))
        floor.measure()
    heads = (
        "events",
        "content ms",
        "queries",
        "× floor",
        "docx ms",
        "× floor",
        "pdf ms",
        "× floor",
        "docx KB",
        "pdf KB",
    )
    table(
        f"Annual reports; floor {floor.ms:.1f} ms",
        heads,
        [
            (size, f"{content:.0f}", queries, f"{content / floor.ms:.1f}", f"{docx:.0f}", f"{docx / floor.ms:.1f}",
             f"{pdf:.0f}", f"{pdf / floor.ms:.1f}", docx_bytes // 1024, pdf_bytes // 1024)
            for size, content, queries, docx, pdf, docx_bytes, pdf_bytes in rows
        ],
    )  # fmt: skip
    folder.cleanup()
    return 0


def _measured(size: int, report: Any) -> tuple[int, float, int, float, float, int, int]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from stellazh.reports.papers.pdf import report_pdf
    from stellazh.reports.papers.word import report_docx
    from stellazh.reports.reads.annual.content import report_content

    content = report_content(report, at=AT)
    with CaptureQueriesContext(connection) as found:
        report_content(report, at=AT)
    told, docx = in_turns([lambda: report_content(report, at=AT), lambda: report_docx(content)])
    # The compiler remembers what it has laid out: another title makes it begin anew.
    files: list[bytes] = []
    pdf = once_ms(lambda: files.append(report_pdf(replace(content, title="Другой отчёт"), made_at=AT)))
    return size, told, len(found), docx, pdf, len(report_docx(content)), len(files[0])


def _filled(size: int) -> Any:
    """A report of an association of its own with that many events, a plan item for each."""
    from stellazh.associations.models import Association
    from stellazh.common.actor import System
    from stellazh.reports.services.annual.writing import create_report
    from tests.factories.associations import AssociationFactory, TerritoryFactory

    land: Any = TerritoryFactory(code=f"land-{size}", kind="region", name="Заречная область")
    places = [
        TerritoryFactory(code=f"place-{size}-{number}", name=f"Округ {number}", parent=land)
        for number in range(MUNICIPALITIES)
    ]
    association: Any = AssociationFactory(code=f"bench-{size}", kind="omo", short_name=f"МО {size}", territory=land)
    _add_events(association, places, size)
    report = create_report(
        association.pk, school_year=2024, form="report", submission_key=None, by=System("bench"), at=AT
    )
    report.blocks.create(kind="plan_fact", heading="План", position=99)
    report.association = Association.objects.select_related("territory").get(pk=association.pk)
    return report


def _add_events(association: Any, places: list[Any], size: int) -> None:
    from stellazh.events.models import Attendance, AttendanceStanding, Event
    from stellazh.workplans.models import Plan, PlanItem

    plan = Plan.objects.create(
        association=association, school_year=2024, status="approved", created_at=AT, updated_at=AT
    )
    section = plan.sections.create(position=1, title="Обучение")
    opened = datetime(2024, 9, 2, 9, 0, tzinfo=UTC)
    items = PlanItem.objects.bulk_create(
        PlanItem(plan=plan, section=section, position=number, number=str(number + 1), status="held",
                 title=f"Семинар «Чтение в школе и дома», выпуск {number + 1}", created_at=AT, updated_at=AT)
        for number in range(size)
    )  # fmt: skip
    events = Event.objects.bulk_create(
        Event(association=association, title=item.title, form="seminar", status="held", school_year=2024,
              starts_at=opened + timedelta(hours=6 * number), ends_at=opened + timedelta(hours=6 * number + 2),
              held_at=opened + timedelta(hours=6 * number + 2), plan_item=item, created_at=AT, updated_at=AT)
        for number, item in enumerate(items)
    )  # fmt: skip
    came = Attendance.objects.bulk_create(
        Attendance(event=event, name=f"Ольхова {number}", sort_key=f"ольхова {number}", state="present",
                   guest_key=f"email:guest{number}@example.org",
                   territory=places[(event.pk + number) % len(places)], recorded_at=event.ends_at,
                   updated_at=event.ends_at)
        for event in events
        for number in range(PEOPLE)
    )  # fmt: skip
    AttendanceStanding.objects.bulk_create(
        AttendanceStanding(attendance=one, state="present", since_at=one.recorded_at) for one in came
    )


if __name__ == "__main__":
    sys.exit(main())
