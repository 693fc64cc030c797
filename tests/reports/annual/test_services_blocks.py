"""Blocks, figures by hand, appendices: exact effects, each refusal."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from stellazh.common.errors import ChangedMeanwhile, DomainError, PermissionRefused
from stellazh.files.contents import FileTypeNotAccepted
from stellazh.people.models import Person
from stellazh.reports.enums import BlockKind
from stellazh.reports.models import AnnualReport, HandFigure, ReportBlock
from stellazh.reports.services.annual.blocks import (
    LONGEST_TEXT,
    MOST_BLOCKS,
    BlockFields,
    add_block,
    archive_block,
    move_block,
    restore_block,
    update_block,
)
from stellazh.reports.services.annual.hand import (
    HandFields,
    add_appendix,
    add_hand_figure,
    archive_appendix,
    archive_hand_figure,
    restore_hand_figure,
    update_hand_figure,
)
from stellazh.reports.services.annual.refusals import NameTaken, NotAnAddress, ReportTextMissing, RowIsGone, WrongDay
from tests.checks import deeds, nothing_changes
from tests.factories.reports import HandFigureFactory, ReportBlockFactory
from tests.reports.annual.conftest import WRITING, Seal

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n"
CHAT = HandFields(
    "участники чата", "В чате", 93, "Список чата", date(2025, 6, 24), "участник", "участника", "участников"
)


def headings(report: AnnualReport) -> list[str]:
    return list(report.blocks.filter(archived_at=None).values_list("heading", flat=True))


def first(report: AnnualReport) -> ReportBlock:
    return report.blocks.order_by("position")[0]


def add(report: AnnualReport, by: Person, **changes: object) -> ReportBlock:
    wanted = {"after": None, "fields": BlockFields("Чат", "Работал чат."), "submission_key": None, **changes}
    return add_block(report.pk, by=by, at=WRITING, **wanted)  # type: ignore[arg-type]


def test_add_block_after_another_and_at_the_end(report: AnnualReport, head: Person) -> None:
    added = add(report, head, after=first(report).pk)
    add(report, head, kind=BlockKind.TERRITORIES, fields=BlockFields("Районы"))

    assert headings(report) == ["Мероприятия", "Чат", "Охват", "Итог", "Районы"]
    assert deeds(added) == [
        ("report_block_added", str(head.pk), {"Заголовок": ["", "Чат"], "Текст": ["", "Работал чат."]})
    ]
    report.refresh_from_db()
    assert report.updated_at == WRITING


def test_add_block_twice_by_one_key_is_once(report: AnnualReport, head: Person) -> None:
    key = uuid.uuid4()

    assert add(report, head, submission_key=key) == add(report, head, submission_key=key)
    assert report.blocks.count() == 4


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"after": 0}, RowIsGone),
        ({"kind": "poem"}, ReportTextMissing),
        ({"fields": BlockFields("я" * 301)}, ReportTextMissing),
        ({"fields": BlockFields("", "я" * (LONGEST_TEXT + 1))}, ReportTextMissing),
    ],
)
def test_add_block_refuses(
    report: AnnualReport, head: Person, changes: dict[str, object], refusal: type[DomainError]
) -> None:
    nothing_changes(lambda: add(report, head, **changes), refusal)


def test_add_block_refuses_too_many(report: AnnualReport, head: Person) -> None:
    ReportBlockFactory.create_batch(MOST_BLOCKS - 3, report=report)

    nothing_changes(lambda: add(report, head), ReportTextMissing)


def test_update_block_changes_and_keeps_the_old_text(report: AnnualReport, head: Person) -> None:
    block = first(report)

    changed = update_block(
        block.pk, expected_version=1, fields=BlockFields("  Много  мероприятий ", "Строка.\r\n"), by=head, at=WRITING
    )

    assert (changed.heading, changed.text, changed.version) == ("Много мероприятий", "Строка.", 2)
    assert deeds(block)[0][2]["Текст"] == ["Всего проведено {{ мероприятия }}.", "Строка."]


def test_update_block_of_equal_fields_changes_nothing(report: AnnualReport, head: Person) -> None:
    block = first(report)

    update_block(block.pk, expected_version=1, fields=BlockFields.of(block), by=head, at=WRITING)

    block.refresh_from_db()
    assert (block.version, deeds(block)) == (1, [])


def test_update_block_refuses_old_versions_with_both_texts(report: AnnualReport, head: Person) -> None:
    block = first(report)
    update_block(block.pk, expected_version=1, fields=BlockFields("Мероприятия", "Их текст."), by=head, at=WRITING)

    with pytest.raises(ChangedMeanwhile) as refusal:
        update_block(block.pk, expected_version=1, fields=BlockFields("Мероприятия", "Мой текст."), by=head, at=WRITING)

    assert (refusal.value.theirs, refusal.value.mine) == ({"Текст": "Их текст."}, {"Текст": "Мой текст."})


def test_move_block_up_and_down_to_the_ends(report: AnnualReport, head: Person) -> None:
    block = first(report)

    moved = [move_block(block.pk, up=up, by=head, at=WRITING) for up in (True, False, False, False)]

    assert moved == [False, True, True, False]
    assert headings(report) == ["Охват", "Итог", "Мероприятия"]


def test_archive_and_restore_block(report: AnnualReport, head: Person) -> None:
    block = first(report)
    archive_block(block.pk, by=head, at=WRITING)
    archive_block(block.pk, by=head, at=WRITING)
    assert headings(report) == ["Охват", "Итог"]
    nothing_changes(
        lambda: update_block(block.pk, expected_version=1, fields=BlockFields("Я"), by=head, at=WRITING), RowIsGone
    )
    nothing_changes(lambda: move_block(block.pk, up=False, by=head, at=WRITING), RowIsGone)

    restore_block(block.pk, by=head, at=WRITING)

    assert headings(report) == ["Мероприятия", "Охват", "Итог"]
    assert [entry[0] for entry in deeds(block)] == ["report_block_archived", "report_block_restored"]


def test_add_hand_figure(report: AnnualReport, head: Person) -> None:
    row = add_hand_figure(report.pk, fields=CHAT, submission_key=None, by=head, at=WRITING)

    assert HandFields.of(row) == CHAT
    assert (row.entered_by, row.entered_at) == (head.actor_name, WRITING)
    assert [entry[0] for entry in deeds(row)] == ["report_figure_added"]


def test_add_hand_figure_twice_by_one_key_is_once(report: AnnualReport, head: Person) -> None:
    key = uuid.uuid4()

    for _ in range(2):
        add_hand_figure(report.pk, fields=CHAT, submission_key=key, by=head, at=WRITING)

    assert report.hand_figures.count() == 1


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"name": " "}, ReportTextMissing),
        ({"name": "я" * 81}, ReportTextMissing),
        ({"name": "{{ чат }}"}, ReportTextMissing),
        ({"name": "Мероприятия"}, NameTaken),
        ({"label": ""}, ReportTextMissing),
        ({"source": ""}, ReportTextMissing),
        ({"value": -1}, ReportTextMissing),
        ({"value": 10_000_001}, ReportTextMissing),
        ({"few": ""}, ReportTextMissing),
        ({"one": "я" * 61}, ReportTextMissing),
        ({"url": "javascript:alert(1)"}, NotAnAddress),
        ({"url": "https://example.org/" + "a" * 500}, NotAnAddress),
        ({"counted_on": date(2025, 6, 25)}, WrongDay),
    ],
)
def test_add_hand_figure_refuses(
    report: AnnualReport, head: Person, changes: dict[str, object], refusal: type[DomainError]
) -> None:
    wanted = replace(CHAT, **changes)  # type: ignore[arg-type]

    nothing_changes(
        lambda: add_hand_figure(report.pk, fields=wanted, submission_key=None, by=head, at=WRITING), refusal
    )  # fmt: skip


def test_add_hand_figure_refuses_a_name_that_is_there(report: AnnualReport, head: Person) -> None:
    HandFigureFactory(report=report, name="Участники чата")

    nothing_changes(
        lambda: add_hand_figure(report.pk, fields=CHAT, submission_key=None, by=head, at=WRITING), NameTaken
    )  # fmt: skip


def test_update_hand_figure(report: AnnualReport, head: Person) -> None:
    row: HandFigure = HandFigureFactory(report=report)
    wanted = replace(HandFields.of(row), value=94)

    update_hand_figure(row.pk, expected_version=1, fields=wanted, by=head, at=WRITING)
    update_hand_figure(row.pk, expected_version=2, fields=wanted, by=head, at=WRITING)

    row.refresh_from_db()
    assert (row.value, row.version, row.entered_by) == (94, 2, head.actor_name)
    assert deeds(row) == [("report_figure_updated", str(head.pk), {"Число": ["93", "94"]})]
    nothing_changes(
        lambda: update_hand_figure(row.pk, expected_version=1, fields=CHAT, by=head, at=WRITING), ChangedMeanwhile
    )


def test_archive_and_restore_hand_figure(report: AnnualReport, head: Person) -> None:
    row: HandFigure = HandFigureFactory(report=report)
    archive_hand_figure(row.pk, by=head, at=WRITING)
    archive_hand_figure(row.pk, by=head, at=WRITING)
    nothing_changes(lambda: update_hand_figure(row.pk, expected_version=1, fields=CHAT, by=head, at=WRITING), RowIsGone)

    restore_hand_figure(row.pk, by=head, at=WRITING)

    row.refresh_from_db()
    assert row.archived_at is None
    assert [entry[0] for entry in deeds(row)] == ["report_figure_archived", "report_figure_restored"]


def test_restore_hand_figure_refuses_beside_its_namesake(report: AnnualReport, head: Person) -> None:
    row: HandFigure = HandFigureFactory(report=report)
    archive_hand_figure(row.pk, by=head, at=WRITING)
    HandFigureFactory(report=report)

    nothing_changes(lambda: restore_hand_figure(row.pk, by=head, at=WRITING), NameTaken)


def test_add_appendix_file_and_link(report: AnnualReport, head: Person) -> None:
    known = {"submission_key": None, "by": head, "at": WRITING}
    file = add_appendix(report.pk, title=" Список  участников ", content=PDF, filename="список.pdf", **known)  # type: ignore[arg-type]
    link = add_appendix(report.pk, title="Записи", url="https://example.org/films", **known)  # type: ignore[arg-type]

    assert (file.title, file.position, file.file is not None) == ("Список участников", 0, True)
    assert (link.url, link.position) == ("https://example.org/films", 1)
    assert [entry[0] for entry in deeds(file)] == ["report_appendix_added"]


def test_add_appendix_twice_by_one_key_is_once(report: AnnualReport, head: Person) -> None:
    key = uuid.uuid4()

    for _ in range(2):
        add_appendix(report.pk, title="Записи", url="https://example.org/", submission_key=key, by=head, at=WRITING)

    assert report.appendices.count() == 1


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"title": " "}, ReportTextMissing),
        ({"url": ""}, ReportTextMissing),
        ({"url": "ftp://example.org"}, NotAnAddress),
        ({"content": b"<script>alert(1)</script>", "filename": "a.html"}, FileTypeNotAccepted),
    ],
)
def test_add_appendix_refuses(
    report: AnnualReport, head: Person, changes: dict[str, object], refusal: type[DomainError]
) -> None:
    wanted = {"title": "Записи", "url": "https://example.org/", "submission_key": None, **changes}

    nothing_changes(lambda: add_appendix(report.pk, by=head, at=WRITING, **wanted), refusal)  # type: ignore[arg-type]


def test_archive_appendix(report: AnnualReport, head: Person) -> None:
    row = add_appendix(
        report.pk, title="Записи", url="https://example.org/", submission_key=None, by=head, at=WRITING
    )  # fmt: skip

    for _ in range(2):
        archive_appendix(row.pk, by=head, at=WRITING)

    row.refresh_from_db()
    assert row.archived_at == WRITING
    assert [entry[0] for entry in deeds(row)] == ["report_appendix_added", "report_appendix_archived"]


def test_nobody_else_writes_and_nobody_in_a_sealed_report(
    report: AnnualReport, member: Person, region_head: Person, stranger: Person, head: Person, seal: Seal
) -> None:
    block, figure = first(report), HandFigureFactory(report=report)
    appendix = report.appendices.create(
        position=0, title="Записи", url="https://example.org/", added_at=WRITING, added_by="Ольхова В.И."
    )
    every: list[Callable[[Person], object]] = [
        lambda by: add(report, by),
        lambda by: update_block(block.pk, expected_version=1, fields=BlockFields("Я"), by=by, at=WRITING),
        lambda by: move_block(block.pk, up=False, by=by, at=WRITING),
        lambda by: archive_block(block.pk, by=by, at=WRITING),
        lambda by: restore_block(block.pk, by=by, at=WRITING),
        lambda by: add_hand_figure(report.pk, fields=CHAT, submission_key=None, by=by, at=WRITING),
        lambda by: update_hand_figure(figure.pk, expected_version=1, fields=CHAT, by=by, at=WRITING),
        lambda by: archive_hand_figure(figure.pk, by=by, at=WRITING),
        lambda by: restore_hand_figure(figure.pk, by=by, at=WRITING),
        lambda by: add_appendix(report.pk, title="Я", url="https://e.org/", submission_key=None, by=by, at=WRITING),
        lambda by: archive_appendix(appendix.pk, by=by, at=WRITING),
    ]
    for deed in every:
        for person in (member, region_head, stranger):
            nothing_changes(lambda one=deed, by=person: one(by), PermissionRefused)  # type: ignore[misc]
    seal(report)
    for deed in every:
        nothing_changes(lambda one=deed: one(head), PermissionRefused)  # type: ignore[misc]
