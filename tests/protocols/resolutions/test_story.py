"""The whole story: fifteen points for five classes over three municipalities, answered, closed, left ones offered."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta

from docx import Document

from stellazh.associations.models import Association
from stellazh.common.actor import System
from stellazh.files.services import open_file
from stellazh.notices.models import Notice
from stellazh.people.models import Person
from stellazh.protocols.enums import DoneState, ResolutionStatus
from stellazh.protocols.models import Assignment, Decision, Resolution
from stellazh.protocols.reads.resolutions.content import resolution_content
from stellazh.protocols.services import resolutions as services
from stellazh.protocols.services.evidence import EvidenceFields
from stellazh.protocols.services.marks import report_assignment
from tests.protocols.resolutions.conftest import point

BY = System("проверка")


def _answer(mark: Assignment, state: str, *, at: datetime) -> None:
    report_assignment(mark.pk, state=state, words="Сделано.", expected_version=mark.version, by=BY, at=at)


def test_a_resolution_from_its_draft_to_the_next_one(
    member: Person,
    adopted: Resolution,
    municipalities: list[Association],
    region_head: Person,
    at: datetime,
) -> None:
    later = at + timedelta(days=350)
    numbers = list(adopted.points.order_by("section__position", "position").values_list("number_text", flat=True))
    assert numbers == [
        *("1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "3.1", "3.2", "3.3", "3.4", "4.1", "4.2", "4.3", "5.1", "5.2"),
    ]  # fmt: skip
    marks = {row.number_text: row.assignments.count() for row in adopted.points.all()}
    assert [marks[number] for number in ("1.1", "2.1", "3.1", "4.1", "5.1")] == [1, 3, 3, 3, 1]
    assert Notice.objects.filter(person=member, title__startswith="Принята резолюция").count() == 1

    first, second = point(adopted, "3.1").assignments.all()[:2]
    _answer(first, DoneState.DONE, at=later)
    _answer(second, DoneState.PARTLY, at=later)
    for mark in point(adopted, "2.1").assignments.all():
        _answer(mark, DoneState.DONE, at=later)

    content = resolution_content(adopted)
    by_number = {row.number: row for row in content.points}
    assert (by_number["2.1"].percent, by_number["2.1"].done_words) == (100, "3 из 3 объединений")
    assert (by_number["3.1"].percent, by_number["3.1"].done_words) == (50, "1 из 3 муниципалитетов")
    assert content.percent == 10

    link = EvidenceFields(kind="link", url="https://library.example/news", label="Новость на сайте")
    outcomes = {"1.2": DoneState.NOT_DONE, "3.1": DoneState.PARTLY, "5.2": DoneState.WITHDRAWN}
    for row in adopted.points.exclude(number_text="2.1"):
        state = outcomes.get(row.number_text, DoneState.DONE)
        evidence = [link] if state == DoneState.DONE else []
        services.close_point(row.pk, state=state, words="Рассмотрено.", evidence=evidence, by=region_head, at=later)
    closed = services.close_resolution(
        adopted.pk, closed_on=date(2025, 8, 25), closing_words="Работать дальше.", by=region_head, at=later
    )

    assert closed.status == ResolutionStatus.CLOSED
    text = "\n".join(line.text for line in Document(io.BytesIO(_content(closed))).paragraphs)
    assert "Исполнено, 3 из 3 объединений." in text
    assert "Исполнено частично, 1 из 3 муниципалитетов. Рассмотрено." in text
    assert "Подтверждение: Новость на сайте (https://library.example/news)." in text.replace("\xa0", " ")
    assert "Снято с контроля. Рассмотрено." in text

    fields = services.ResolutionFields(title="О книге и детях", school_year=2025)
    following = services.create_resolution(
        adopted.association_id, fields=fields, submission_key=None, by=region_head, at=later
    )
    assert following.previous == closed
    taken = [
        services.take_left_point(following.pk, point_id=point(adopted, number).pk, by=region_head, at=later)
        for number in ("1.2", "3.1")
    ]
    again = services.take_left_point(following.pk, point_id=point(adopted, "3.1").pk, by=region_head, at=later)
    assert again.pk == taken[1].pk
    assert [row.carried_from for row in taken] == [point(adopted, "1.2"), point(adopted, "3.1")]
    assert Decision.objects.filter(resolution=following).count() == 2


def _content(resolution: Resolution) -> bytes:
    assert resolution.closing_file is not None
    with open_file(resolution.closing_file) as file:
        return file.read()
