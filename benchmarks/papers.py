"""Papers: reading terms and plans, the whole of an import, printing. In this process; needs a filled database."""

from __future__ import annotations

import statistics
import time
from datetime import date
from typing import Any

from benchmarks.measuring import Floor, cpu_ms, once_ms, table
from benchmarks.pages import body, request
from benchmarks.years import DIRECTIONS, OWNERS, Places, term, title

IMPORT_SIZES = (50, 500, 1_000)
EXPORT_SIZES = (55, 500)
PHRASES = 2_000


def measure(places: Places, floor: Floor) -> None:
    """Print the tables of terms, imports and exports."""
    _terms()
    _imports(places, floor)
    _exports()


def _terms() -> None:
    from stellazh.russian.terms import parse_term

    phrases = [term(number, 2024) for number in range(PHRASES)]
    different = len(set(phrases))
    began = time.process_time()
    for phrase in phrases:
        parse_term(phrase, 2024)
    spent = time.process_time() - began
    table(
        "Terms",
        ("parse_term", "phrases/s", "µs each"),
        [(f"{PHRASES} phrases, {different} different", f"{PHRASES / spent:,.0f}", f"{spent / PHRASES * 1e6:.0f}")],
    )


def paper_of(size: int, school_year: int) -> Any:
    """A plan of that many items, ready to be printed."""
    from stellazh.workplans.papers.content import PaperItem, PaperOwner, PlanPaper

    def item(number: int) -> PaperItem:
        read = _term(term(number, school_year), school_year)
        owners = tuple(PaperOwner(OWNERS[(number + place) % len(OWNERS)]) for place in range(1 + number % 2))
        return PaperItem(
            uid=f"item-{number}", number=str(number + 1), section=DIRECTIONS[number * len(DIRECTIONS) // size],
            title=title(number), description="", term_raw=read.raw, term_kind=read.kind.value, start=read.start,
            end=read.end, time=read.time, place="", format_label="", form_label="семинар", audience="",
            outcome_document="", owners=owners, status="planned", status_label="запланировано", status_reason="",
            fact="", months=tuple(read.months),
        )  # fmt: skip

    return PlanPaper(
        association_name="ММО школьных библиотекарей Озёрского округа", title="План работы на учебный год",
        school_year=school_year, unified_theme="", methodical_theme="Читающая школа начинается с библиотеки",
        goal="Помочь школьным библиотекам стать сердцем школы", tasks=("Собрать лучший опыт", "Отвечать быстро"),
        expected_results=(), sections=DIRECTIONS, grifs=(), items=tuple(item(number) for number in range(size)),
        signer_post="Руководитель", signer_name="Ольхова В.И.", generated_on=date(school_year, 9, 1), draft=False,
    )  # fmt: skip


def _term(raw: str, school_year: int) -> Any:
    from stellazh.russian.terms import parse_term

    return parse_term(raw, school_year)


def _imports(places: Places, floor: Floor) -> None:
    floor.measure()
    heads = (
        "import of a .docx", "read CPU ms", "rows/s", "brought CPU ms", "waited s", "preview ms", "× floor",
        "gzip KB", "confirm CPU ms", "rows/s", "queries",
    )  # fmt: skip
    rows = [_import(size, places, floor) for size in IMPORT_SIZES]
    table("Import of a plan («brought» is reading in its own process, keeping file and preview)", heads, rows)


def _import(size: int, places: Places, floor: Floor) -> tuple[str, ...]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from stellazh.associations.models import Association
    from stellazh.common import clock
    from stellazh.common.actor import System
    from stellazh.office.intake import open_paper
    from stellazh.workplans.drafts.paper import Paper
    from stellazh.workplans.papers.word_sections import sections_docx
    from stellazh.workplans.reading import read_plan
    from stellazh.workplans.services.imports.confirming import Choices, confirm_import
    from stellazh.workplans.services.imports.reading import start_import
    from tests.factories.associations import AssociationFactory, GrantFactory

    by, year = System("замер"), 2023
    content = sections_docx(paper_of(size, year))
    read = cpu_ms(lambda: read_plan(open_paper(content, "plan.docx"), year), warm=0)
    association = AssociationFactory(code=f"import-{size}")
    head = Association.objects.get(code="omo").grants.get(role="head").person
    GrantFactory(person=head, role="head", association=association)
    made: list[Any] = []

    def bring() -> None:
        paper = Paper("plan.docx", content)
        made.append(start_import(association, paper, school_year=year, submission_key=None, by=by, at=clock.now()))

    started = time.perf_counter()
    brought = once_ms(bring)
    waited = time.perf_counter() - started
    found = made[0]
    ask = request(found.get_absolute_url(), places.region_head)
    preview, preview_bytes = cpu_ms(ask), len(body(ask()))

    def confirm() -> None:
        confirm_import(found.pk, choices=Choices(), expected_version=found.version, by=by, at=clock.now())

    with CaptureQueriesContext(connection) as captured:
        confirmed = once_ms(confirm)
    count = len(found.reading["rows"])
    return (
        f"{count} rows", f"{read:.0f}", f"{count / read * 1000:,.0f}", f"{brought:.0f}", f"{waited:.1f}",
        f"{preview:.0f}", f"{preview / floor.ms:.1f}", f"{preview_bytes / 1024:.0f}", f"{confirmed:.0f}",
        f"{count / confirmed * 1000:,.0f}", str(len(captured)),
    )  # fmt: skip


def _exports() -> None:
    from stellazh.workplans.papers.calendar import plan_ics
    from stellazh.workplans.papers.pdf import matrix_pdf, sections_pdf
    from stellazh.workplans.papers.sheet import plan_xlsx
    from stellazh.workplans.papers.word_matrix import matrix_docx
    from stellazh.workplans.papers.word_sections import sections_docx

    printers = {
        "docx, sections": sections_docx,
        "docx, matrix": matrix_docx,
        "pdf, sections": sections_pdf,
        "pdf, matrix": matrix_pdf,
        "xlsx, sections": lambda paper: plan_xlsx(paper, "sections"),
        "ics": lambda paper: plan_ics(paper, timezone="Europe/Moscow", url_for=None),
    }
    papers = {size: paper_of(size, 2024) for size in EXPORT_SIZES}
    rows = []
    for name, printer in printers.items():
        cells: list[str] = []
        for paper in papers.values():
            made = printer(paper)
            cells += [f"{_printing_ms(printer, paper):.0f}", f"{len(made) / 1024:.0f}"]
        rows.append((name, *cells))
    heads = ("export", *(head for size in EXPORT_SIZES for head in (f"{size}: CPU ms", "KB")))
    table("Export", heads, rows)


def _printing_ms(printer: Any, paper: Any) -> float:
    return statistics.median(once_ms(lambda: printer(paper)) for _ in range(3))
