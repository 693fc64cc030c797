from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from django.test import Client

from stellazh.associations.models import Association
from stellazh.audit.models import AuditEntry
from stellazh.common.actor import System
from stellazh.common.errors import PermissionRefused, UnreadablePaper
from stellazh.files.models import StoredFile
from stellazh.files.services import open_file
from stellazh.jobs.context import JobContext
from stellazh.jobs.handlers import handlers
from stellazh.jobs.models import Job
from stellazh.people.models import Person
from stellazh.workplans.drafts.apart import read_apart
from stellazh.workplans.drafts.model import Draft
from stellazh.workplans.drafts.paper import Paper
from stellazh.workplans.enums import ImportSource, ImportStatus
from stellazh.workplans.models import Plan, PlanImport
from stellazh.workplans.services.imports import reading
from stellazh.workplans.services.imports.reading import start_import
from stellazh.workplans.services.refusals import YearOutOfRange
from tests.workplans.imports.conftest import SHARED, paper_of

Bring = Callable[..., PlanImport]


def test_read_apart_gives_rows_with_terms_sections_and_owners() -> None:
    draft = read_apart(paper_of(), 2024, seconds=20)

    assert draft.form == "sections"
    assert draft.sections == ("I. Организационная деятельность", "II. Работа с учащимися")
    assert [(row.number, row.title, row.section) for row in draft.rows] == [
        ("1", "Заседание № 1 «Планирование работы»", "I. Организационная деятельность"),
        ("2", "Банк данных школьных библиотекарей", "I. Организационная деятельность"),
        ("3", "Конкурс юных чтецов", "II. Работа с учащимися"),
        ("4", "Неделя детской книги", "II. Работа с учащимися"),
    ]
    assert [(row.term.start, row.term.end) for row in draft.rows] == [
        (date(2024, 9, 1), date(2024, 9, 30)),
        (date(2024, 9, 1), date(2025, 5, 31)),
        (date(2025, 3, 15), date(2025, 3, 15)),
        (date(2025, 3, 24), date(2025, 3, 30)),
    ]
    assert [[owner.name for owner in row.owners] for row in draft.rows] == [
        ["Ольхова В.И."],
        ["Ольхова В.И.", "Липина В.И."],
        ["Рябинина В.И."],
        ["Школьные библиотекари"],
    ]
    assert draft.rows[3].owners[0].kind == "group"
    assert draft.rows[2].form == "contest"
    assert [cell.text for cell in draft.rows[2].source] == ["3.", "Конкурс юных чтецов", "15.03.2025", "Рябинина В.И."]
    assert draft.rows[2].place == "строка 6"


def test_read_apart_shows_markup_of_cells_as_no_markup() -> None:
    rows = (("1", "<script>alert(1)</script>Круглый стол", "май", "=1+1"),)

    draft = read_apart(paper_of(rows), 2024, seconds=20)

    assert "Круглый стол" in draft.rows[0].title


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("план.docx", b"", "пуст"),
        ("план.pdf", b"%PDF-1.7\n1 0 obj", "PDF"),
        ("план.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "файл"),
        ("план.docx", b"PK\x03\x04garbage", "файл"),
        ("план.html", "<html><body><p>Просто письмо.</p></body></html>".encode(), "план"),
    ],
)
def test_read_apart_refuses_what_is_no_plan_with_one_sentence(name: str, content: bytes, words: str) -> None:
    with pytest.raises(UnreadablePaper) as refusal:
        read_apart(Paper(name=name, content=content), 2024, seconds=20)

    assert words.casefold() in str(refusal.value).casefold()
    assert "Traceback" not in str(refusal.value)


def test_read_apart_survives_a_paper_that_needs_more_memory_than_it_may() -> None:
    with pytest.raises(UnreadablePaper):
        read_apart(paper_of(), 2024, seconds=20, memory_megabytes=40)


def test_read_apart_refuses_a_cell_of_a_megabyte_with_a_sentence() -> None:
    with pytest.raises(UnreadablePaper, match="слишком много"):
        read_apart(paper_of((("1", "слово " * 170_000, "май", "Ольхова В.И."),)), 2024, seconds=60)


def test_read_apart_shortens_a_long_title_with_a_warning() -> None:
    row = read_apart(paper_of((("1", "слово " * 3_000, "май", "Ольхова В.И."),)), 2024, seconds=60).rows[0]

    assert len(row.title) == 4_000
    assert [note.text for note in row.notes if note.code == "shortened"] == [
        "«Мероприятие»: текст длиннее 4000 знаков и сокращён."
    ]


def test_start_import_keeps_the_paper_and_touches_no_plan(bring: Bring, head: Person, association: Association) -> None:
    plan_import = bring()

    assert plan_import.status == ImportStatus.PREVIEW
    assert (plan_import.source, plan_import.file_name, plan_import.made_by) == (ImportSource.FILE, "план.html", head)
    assert plan_import.file is not None
    with open_file(plan_import.file) as stream:
        assert stream.read() == paper_of().content
    assert len(Draft.from_json(plan_import.reading).rows) == 4
    assert Plan.objects.count() == 0
    assert list(AuditEntry.objects.about(plan_import).values_list("action", "scope")) == [
        ("import_started", association.path)
    ]


def test_start_import_reads_a_pasted_table_without_scripts(
    association: Association, head: Person, at: datetime
) -> None:
    text = "№\tМероприятие\tСрок\tОтветственный\n1\tКруглый стол\tмай 2025\tОльхова В.И."

    plan_import = start_import(association, Paper(text=text), school_year=2024, submission_key=None, by=head, at=at)

    assert (plan_import.source, plan_import.file, str(plan_import)) == (
        ImportSource.PASTED,
        None,
        "Вставленная таблица",
    )
    assert [row.title for row in Draft.from_json(plan_import.reading).rows] == ["Круглый стол"]


def test_start_import_twice_with_one_key_makes_one(association: Association, head: Person, at: datetime) -> None:
    key = uuid.uuid4()

    made = [
        start_import(association, paper_of(), school_year=2024, submission_key=key, by=head, at=at).pk for _ in range(2)
    ]

    assert made[0] == made[1]
    assert (PlanImport.objects.count(), StoredFile.objects.count()) == (1, 1)


@pytest.mark.parametrize("who", ["stranger", "member", "region_head"])
def test_start_import_refuses_who_may_not_edit_here(
    who: str, request: pytest.FixtureRequest, association: Association, at: datetime
) -> None:
    actor: Person = request.getfixturevalue(who)

    with pytest.raises(PermissionRefused):
        start_import(association, paper_of(), school_year=2024, submission_key=None, by=actor, at=at)

    assert (PlanImport.objects.count(), StoredFile.objects.count()) == (0, 0)


@pytest.mark.parametrize("year", [1999, 2101, -1])
def test_start_import_refuses_a_year_out_of_range(year: int, bring: Bring) -> None:
    with pytest.raises(YearOutOfRange):
        bring(year=year)

    assert PlanImport.objects.count() == 0


def test_start_import_of_nothing_readable_keeps_nothing(bring: Bring) -> None:
    with pytest.raises(UnreadablePaper):
        bring(paper=Paper(name="план.docx", content=b"%PDF-1.4"))

    assert (PlanImport.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_start_import_of_a_large_file_waits_for_a_job_that_reads_it(
    association: Association, head: Person, at: datetime
) -> None:
    paper = paper_of(above=f"<!-- {'x' * reading.LARGE_BYTES} -->")

    plan_import = start_import(association, paper, school_year=2024, submission_key=None, by=head, at=at)
    job = Job.objects.get(name=reading.READ_PLAN)
    result = handlers[reading.READ_PLAN].run(JobContext(job, threading.Event()), **job.arguments)

    assert plan_import.status == ImportStatus.READING
    assert (job.arguments, job.actor_id) == ({"import_id": plan_import.pk}, str(head.pk))
    read = PlanImport.objects.get()
    assert result == {"url": plan_import.get_absolute_url()}
    assert read.status == ImportStatus.PREVIEW
    assert len(Draft.from_json(read.reading).rows) == 4


def test_read_plan_job_of_an_unreadable_file_abandons_the_import_and_fails_with_the_sentence(
    association: Association, head: Person, at: datetime
) -> None:
    paper = Paper(name="план.html", content=b"<html><body>" + b"<!-- x -->" * 120_000 + b"<p>x</p></body></html>")
    start_import(association, paper, school_year=2024, submission_key=None, by=head, at=at)
    job = Job.objects.get(name=reading.READ_PLAN)

    with pytest.raises(UnreadablePaper) as refusal:
        handlers[reading.READ_PLAN].run(JobContext(job, threading.Event()), **job.arguments)

    plan_import = PlanImport.objects.get()
    assert (plan_import.status, plan_import.reading) == (ImportStatus.ABANDONED, {"refusal": str(refusal.value)})


def test_give_up_reading_abandons_the_import_and_says_why(association: Association, head: Person, at: datetime) -> None:
    paper = Paper(name="план.html", content=b"<html>" + b"<!-- x -->" * 120_000 + b"</html>")
    plan_import = start_import(association, paper, school_year=2024, submission_key=None, by=head, at=at)

    reading.give_up_reading(plan_import.pk, reason="Пусто.", by=System("чтение плана"), at=at)

    plan_import.refresh_from_db()
    assert (plan_import.status, plan_import.reading) == (ImportStatus.ABANDONED, {"refusal": "Пусто."})


def test_source_file_is_read_by_editors_and_unknown_to_others(
    bring: Bring,
    head: Person,
    stranger: Person,
    member: Person,
    region_head: Person,
    client_for: Callable[[Person | None], Client],
) -> None:
    stored = bring().file
    assert stored is not None

    codes = [
        client_for(person).get(stored.get_absolute_url()).status_code
        for person in (head, stranger, member, region_head)
    ]

    assert codes == [200, 404, 404, 404]


def _shared(name: str) -> list[Path]:
    return [path for path in [SHARED / name] if path.exists()]


@pytest.mark.parametrize(
    "path", [*_shared("plan_matrix.docx"), *_shared("plan_sections.docx")], ids=lambda path: path.stem
)
def test_read_apart_reads_real_papers_whole(path: Path) -> None:
    expected = json.loads(path.with_suffix("").with_suffix(".expected.json").read_text())

    draft = read_apart(Paper(name=path.name, content=path.read_bytes()), expected["school_year"], seconds=30)

    assert draft.form == expected["form"]
    assert len(draft.rows) == expected["item_count"]
    assert [
        (row.term.start.isoformat() if row.term.start else None, row.term.end.isoformat() if row.term.end else None)
        for row in draft.rows
    ] == [(item["start"], item["end"]) for item in expected["items"]]
    assert [row.section for row in draft.rows] == [
        item.get("direction") or item["section"] for item in expected["items"]
    ]
