"""Reports that say boring things, for papers; and one that is sealed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from stellazh.common.actor import System
from stellazh.files.services import store_file
from stellazh.reports.models import AnnualReport, ReportSeal
from stellazh.reports.reads.annual.content_model import (
    AppendixContent,
    ContentBlock,
    ContentCell,
    ContentLine,
    ContentTable,
    KeptFigure,
    ReportContent,
    Said,
    to_record,
)
from stellazh.reports.services.annual.sealing import SEAL_FILE

AT = datetime(2025, 6, 24, 9, 0, tzinfo=UTC)
HARD = "\u00a0"


def line(*pieces: str | Said, is_item: bool = False) -> ContentLine:
    return ContentLine(tuple(Said(one) if isinstance(one, str) else one for one in pieces), is_item)


def block(place: int, kind: str, heading: str, *lines: ContentLine, **values: Any) -> ContentBlock:
    return ContentBlock(place, values.pop("code", ""), kind, heading, lines, **values)


def row(*texts: str | int) -> tuple[ContentCell, ...]:
    return tuple(ContentCell(str(text), is_number=isinstance(text, int)) for text in texts)


def full_content(**values: Any) -> ReportContent:
    """A report with prose, a list, figures of both kinds, a table with a section and a total, appendices."""
    chat = Said("93 участника", as_of="2025-06-20", source="Список чата", href="https://chat.example.org/list")
    events = ContentTable(
        "Мероприятия года",
        ("№", "Дата", "Мероприятие", "Форма", "Участий", "Муниципалитетов"),
        (
            row(1, "08.10.2024", 'Семинар "Чтение"', "семинар", 24, 7),
            row(2, "20.11.2024", "Веб-форум", "форум", 96, 27),
        ),
        row("", "", "Всего мероприятий: 2", "", 120, 27),
        "Участников (людей) за год — 101.",
    )
    plan = ContentTable(
        "План и факт",
        ("№", "Мероприятие", "Срок по плану", "Итог", "Когда", "Участий"),
        (row("Обучение"), row("1", "Семинар", "октябрь", "проведено", "08.10.2024", 24)),
    )
    known: dict[str, Any] = {
        "title": "Отчёт о проделанной работе за 2024/2025 учебный год",
        "association": "Методическое объединение школьных библиотекарей",
        "association_short": "ММО",
        "school_year": 2024,
        "form": "report",
        "edition": 1,
        "counted_on": date(2025, 6, 24),
        "blocks": (
            block(
                1,
                "prose",
                "Состав объединения",
                line("Специалистов — ", Said("9", "structure.people", "2025-06-24"), "."),
                line("страница: https://example.org/a/b?c=1", is_item=True),
                line("в чате ", chat, is_item=True),
                code="structure",
            ),
            block(2, "events", "Мероприятия", line("Проведено 2."), code="events", tables=(events,)),
            block(3, "plan_fact", "", code="plan", tables=(plan,)),
            block(4, "prose", "Пустая часть"),
        ),
        "appendices": (
            AppendixContent(1, "Снимки чата", "chat.pdf", file_id="1"),
            AppendixContent(2, "Положение", url="https://example.org/rules"),
        ),
        "figures": (
            KeptFigure("structure.people", "Специалистов в составе", 9, "9 специалистов", "2025-06-24"),
            KeptFigure("hand.1", "Зарегистрировались в чате", 93, "93 участника", "2025-06-20", source="Список чата"),
        ),
        "signer_name": "В. И. Ольхова",
        "signer_post": "Руководитель методического объединения школьных библиотекарей",
    }
    return ReportContent(**{**known, **values})


def hostile_content() -> ReportContent:
    """What people may paste: markup of every kind, endless words, signs no font has."""
    bad = "#set text(red) $x$ {{ заголовок }} <b> =SUM(A1) \\ * _ ` [ ] @a 👩‍👩‍👧 \u0001\u202e" + "б" * 3000
    table = ContentTable(bad, ("№", bad), (row(bad, bad), row(bad)), row("", bad), bad)
    return full_content(
        title=bad,
        association=bad,
        signer_name=bad[:150],
        signer_post=bad[:250],
        blocks=(block(1, "events", bad, line(bad), line(bad, is_item=True), tables=(table,)),),
        appendices=(AppendixContent(1, bad, bad),),
        figures=(KeptFigure("hand.1", bad, 1, bad, "2025-06-24", source=bad),),
    )


def bare_content() -> ReportContent:
    """Nothing but a title."""
    return full_content(blocks=(), appendices=(), figures=(), signer_name="", signer_post="")


def sealed(report: AnnualReport, content: ReportContent, *, at: datetime = AT) -> ReportSeal:
    """The report as if sealed with that content."""
    by = System("tests")
    files = [
        store_file(data, name=f"Отчёт.{kind}", purpose=SEAL_FILE, scope=report.association.path, by=by, at=at)
        for kind, data in (("docx", docx_bytes()), ("pdf", b"%PDF-1.7\n%%EOF\n"))
    ]
    seal = ReportSeal.objects.create(
        report=report, content=to_record(content), sha256="0" * 64, docx=files[0], pdf=files[1], sealed_at=at,
        sealed_by="Ольхова",
    )  # fmt: skip
    AnnualReport.objects.filter(pk=report.pk).update(status="sealed", counted_on=content.counted_on)
    report.refresh_from_db()
    return seal


def docx_bytes() -> bytes:
    from stellazh.reports.papers.word import report_docx

    return report_docx(bare_content())
