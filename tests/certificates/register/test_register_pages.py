"""The register: what stands in it, what it is narrowed by, what is missing, how it is printed."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import docx
import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from stellazh.associations.models import Association
from stellazh.certificates.enums import CertificateStatus
from stellazh.certificates.models import Certificate, CertificateKind, SpoiledNumber
from stellazh.certificates.reads.gaps import checked_series
from stellazh.certificates.reads.register import RegisterFilters, offered_of, register_of
from stellazh.people.models import Person
from tests.certificates.register.conftest import ClientFor, Give
from tests.checks import deeds, fingerprint
from tests.factories.certificates import (
    CertificateFactory,
    CertificateKindFactory,
    IssueRunFactory,
    RunRowFactory,
    SpoiledNumberFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def kind(association: Association) -> CertificateKind:
    return CertificateKindFactory.create(association=association, name="Участнику", position=1)


def fill(association: Association, kind: CertificateKind, numbers: list[int], **fields: Any) -> list[Certificate]:
    run = IssueRunFactory.create(association=association, kind=kind, issued=True)
    return [CertificateFactory.create(row=RunRowFactory.create(run=run), number=number, **fields) for number in numbers]


def numbers_of(association: Association, **filters: Any) -> list[str]:
    return [row.number for row in register_of(association, RegisterFilters(**filters))]


def test_spoiled_numbers_stand_in_their_places(
    association: Association, neighbour: Association, kind: CertificateKind
) -> None:
    fill(association, kind, [1, 3])
    SpoiledNumberFactory.create(kind=kind, number=2, reason="Залит чаем")
    CertificateFactory.create(row__run__association=neighbour)

    rows = list(register_of(association, RegisterFilters()))

    assert [(row.ordinal, row.number, row.state, row.reason) for row in rows] == [
        (1, "№ 1/2024-Ф", "", ""),
        (2, "№ 2/2024-Ф", "испорчен", "Залит чаем"),
        (3, "№ 3/2024-Ф", "", ""),
    ]


def test_kinds_follow_their_order_and_the_newest_year_comes_first(
    association: Association, kind: CertificateKind
) -> None:
    other = CertificateKindFactory.create(association=association, name="Грамота", position=0)
    fill(association, kind, [1], period_year=2023, number_words="старый")
    fill(association, kind, [1], number_words="новый")
    fill(association, other, [1], number_words="грамота")

    assert numbers_of(association) == ["грамота", "новый", "старый"]


def test_register_is_narrowed(association: Association, kind: CertificateKind) -> None:
    other = CertificateKindFactory.create(association=association, position=2)
    run = IssueRunFactory.create(association=association, kind=kind, issued=True)
    lipina = RunRowFactory.create(run=run, name="Липина Анна Ёлкина", school="Лицей", municipality="Лужский округ")
    CertificateFactory.create(row=lipina, number=1, number_words="А-1")
    fill(association, kind, [2], issued_on=date(2025, 8, 3), number_words="А-2")
    fill(association, other, [1], number_words="Б-1", status=CertificateStatus.WITHDRAWN, status_reason="Ошибка")
    SpoiledNumberFactory.create(kind=kind, number=3, number_words="А-3")

    assert numbers_of(association, words="липина елкина") == ["А-1"]
    assert numbers_of(association, words="А-3") == ["А-3"]
    assert numbers_of(association, year=2024) == ["А-1", "А-3", "Б-1"]
    assert numbers_of(association, year=2025) == ["А-2"]
    assert numbers_of(association, kind_id=kind.pk) == ["А-1", "А-2", "А-3"]
    assert numbers_of(association, school="Лицей") == ["А-1"]
    assert numbers_of(association, municipality="Лужский округ") == ["А-1"]
    assert numbers_of(association, state="withdrawn") == ["Б-1"]
    assert numbers_of(association, state="spoiled") == ["А-3"]
    assert numbers_of(association, state="valid") == ["А-1", "А-2"]


def test_filters_offer_what_there_is(association: Association, neighbour: Association, kind: CertificateKind) -> None:
    run = IssueRunFactory.create(association=association, kind=kind, issued=True)
    CertificateFactory.create(row=RunRowFactory.create(run=run, school="Лицей", municipality="Лужский округ"))
    CertificateFactory.create(row__run__association=neighbour, row__municipality="Береговой округ")

    offered = offered_of(association)

    assert (offered.years, offered.kinds, offered.schools, offered.municipalities) == (
        (2024,), (kind,), ("Лицей",), ("Лужский округ",),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("given", "spoiled", "words"),
    [
        ([1, 2, 3], [], "номера с 1 по 3 идут подряд"),
        ([1, 3], [2], "номера с 1 по 3 идут подряд, среди них 1 испорченный"),
        ([1], [], "выдан один номер: 1"),
        ([1, 2, 5, 9], [], "номера с 1 по 9, нет 3–4, 6–8"),
        ([2, 3], [], "номера с 1 по 3, нет 1"),
        ([], [1], "выдан один номер: 1, среди них 1 испорченный"),
    ],
)
def test_gaps_are_told_as_they_are(
    association: Association, kind: CertificateKind, given: list[int], spoiled: list[int], words: str
) -> None:
    fill(association, kind, given)
    for number in spoiled:
        SpoiledNumberFactory.create(kind=kind, number=number)

    [check] = checked_series(association)

    assert check.words == words
    assert check.is_whole is ("нет" not in words)
    assert (check.kind, check.year) == ("Участнику", "2024/2025 учебный год")


def test_numbers_before_the_start_are_no_gap(association: Association, kind: CertificateKind) -> None:
    from stellazh.numbering.models import NumberSeries

    NumberSeries.objects.create(code=kind.series_code(2024), first_value=97)
    fill(association, kind, [97, 98])

    [check] = checked_series(association)

    assert check.words == "номера с 97 по 98 идут подряд"


@pytest.mark.parametrize("count", [1, 3])
def test_register_costs_the_same_whatever_stands_in_it(
    association: Association,
    kind: CertificateKind,
    head: Person,
    client_for: ClientFor,
    django_assert_num_queries: Any,
    count: int,
) -> None:
    fill(association, kind, list(range(1, count + 1)))
    SpoiledNumberFactory.create(kind=kind, number=count + 1)
    client = client_for(head)

    with django_assert_num_queries(17):
        response = client.get(reverse("certificates:register", args=[association.code]))

    assert response.status_code == 200


def test_register_of_thousands_is_a_small_page(
    association: Association, kind: CertificateKind, head: Person, client_for: ClientFor
) -> None:
    SpoiledNumber.objects.bulk_create(
        SpoiledNumber(
            kind=kind,
            period_year=2024,
            number=number,
            number_words=f"№ {number}/2024-Ф",
            reason="Лист испорчен при печати на старом принтере",
            spoiled_on=date(2024, 11, 28),
            spoiled_at=kind.created_at,
            spoiled_by="Ольхова В.И.",
        )
        for number in range(1, 10_001)
    )

    response = client_for(head).get(reverse("certificates:register", args=[association.code]), {"page": "200"})

    assert response.status_code == 200
    assert "№ 10000/2024-Ф" in response.content.decode()
    assert "номера с 1 по 10000 идут подряд" in response.content.decode()
    assert len(response.content) < 80_000


def test_register_is_shut_to_strangers(
    association: Association,
    head: Person,
    methodist: Person,
    region_head: Person,
    member: Person,
    stranger: Person,
    client_for: ClientFor,
) -> None:
    address = reverse("certificates:register", args=[association.code])

    answers = [client_for(who).get(address).status_code for who in (head, methodist, region_head, member, stranger)]

    assert answers == [200, 200, 200, 404, 404]
    assert client_for().get(address).status_code == 302


def test_register_goes_into_word(
    association: Association, kind: CertificateKind, head: Person, client_for: ClientFor
) -> None:
    fill(association, kind, [1], status=CertificateStatus.WITHDRAWN, status_reason="Ошибка")
    SpoiledNumberFactory.create(kind=kind, number=2, reason="Залит чаем")

    response = client_for(head).get(reverse("certificates:register_file", args=[association.code, "docx"]))

    document = docx.Document(io.BytesIO(response.content))
    table = document.tables[0]
    assert [cell.text for cell in table.rows[0].cells][-1] == "Подпись"
    assert len(table.rows) == 3
    assert "Отозван: Ошибка" in table.rows[1].cells[3].text
    assert "Испорчен: Залит чаем" in table.rows[2].cells[3].text
    assert document.sections[0].page_width > document.sections[0].page_height
    assert any("номера с 1 по 2 идут подряд" in paragraph.text for paragraph in document.paragraphs)
    assert response["Cache-Control"] == "private, no-store"


def test_register_goes_into_excel_as_narrowed(
    association: Association, kind: CertificateKind, head: Person, client_for: ClientFor
) -> None:
    run = IssueRunFactory.create(association=association, kind=kind, issued=True)
    CertificateFactory.create(row=RunRowFactory.create(run=run, name="=1+1"), number=1)
    fill(association, kind, [2])

    response = client_for(head).get(
        reverse("certificates:register_file", args=[association.code, "xlsx"]), {"q": "№ 1/"}
    )

    rows = CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0).to_python()
    assert [row[3] for row in rows[2:]] == ["=1+1"]


def test_register_has_no_other_files(association: Association, head: Person, client_for: ClientFor) -> None:
    address = reverse("certificates:register_file", args=[association.code, "pdf"])

    assert client_for(head).get(address).status_code == 404


def test_number_is_written_off_on_its_page(
    association: Association, kind: CertificateKind, head: Person, member: Person, client_for: ClientFor
) -> None:
    address = reverse("certificates:number_spoil", args=[association.code])

    wrong = client_for(head).post(address, {"kind": kind.pk, "on": "2024-09-10", "reason": ""})
    done = client_for(head).post(address, {"kind": kind.pk, "on": "2024-09-10", "reason": "Залит чаем"})

    assert (wrong.status_code, done.status_code) == (422, 302)
    spoiled = SpoiledNumber.objects.get()
    assert (spoiled.number_words, spoiled.reason) == ("№ 1/2024-Ф", "Залит чаем")
    assert [deed[0] for deed in deeds(spoiled)] == ["number_spoiled"]
    before = fingerprint()
    assert client_for(member).post(address, {"kind": kind.pk, "on": "2024-09-10", "reason": "Так"}).status_code == 404
    assert fingerprint() == before


def test_empty_register_says_what_to_do(association: Association, head: Person, client_for: ClientFor) -> None:
    response = client_for(head).get(reverse("certificates:register", args=[association.code]))

    assert "Документов ещё не выдавали" in response.content.decode()


def test_kinds_are_kept_on_their_pages(
    association: Association, head: Person, region_head: Person, client_for: ClientFor
) -> None:
    address = reverse("certificates:kind_list", args=[association.code])
    client = client_for(head)

    empty = client.get(address).content.decode()
    refused = client_for(region_head).post(reverse("certificates:kind_usual", args=[association.code]))
    client.post(reverse("certificates:kind_usual", args=[association.code]))

    assert "Завести обычный набор" in empty
    assert refused.status_code == 403
    assert CertificateKind.objects.filter(association=association).count() == 10
    assert "№ 1/" in client.get(address).content.decode()


def test_kind_is_made_and_changed_on_its_page(
    association: Association, kind: CertificateKind, head: Person, client_for: ClientFor
) -> None:
    client = client_for(head)
    sent = {
        "genre": "merit", "name": "Грамота чтецу", "title": "Грамота", "pattern": "№ {n}/{год}-Ч",
        "period": "school_year", "first_number": "5",
    }  # fmt: skip

    wrong = client.post(reverse("certificates:kind_new", args=[association.code]), {**sent, "pattern": "№ {год}"})
    made = client.post(reverse("certificates:kind_new", args=[association.code]), sent)
    new = CertificateKind.objects.get(name="Грамота чтецу")
    changed = client.post(
        reverse("certificates:kind_edit", args=[new.pk]), {**sent, "title": "Почётная грамота", "expected_version": "1"}
    )
    stale = client.post(
        reverse("certificates:kind_edit", args=[new.pk]), {**sent, "title": "Диплом", "expected_version": "1"}
    )

    new.refresh_from_db()
    assert (wrong.status_code, made.status_code, changed.status_code, stale.status_code) == (422, 302, 302, 422)
    assert (new.title, new.first_number, new.version) == ("Почётная грамота", 5, 2)


def test_pattern_is_shown_while_it_is_typed(
    association: Association, kind: CertificateKind, head: Person, client_for: ClientFor
) -> None:
    address = reverse("certificates:kind_example", args=[association.code])
    client = client_for(head)

    good = client.get(address, {"pattern": "№ {n}/{уч_год}-Ч", "period": "school_year"}).content.decode()
    same = client.get(address, {"pattern": kind.pattern, "period": "school_year"}).content.decode()
    own = client.get(address, {"pattern": kind.pattern, "period": "school_year", "kind": kind.pk}).content.decode()
    bad = client.get(address, {"pattern": "№ {год}", "period": "week"}).content.decode()

    assert "№ 37/" in good
    assert "Так же пишутся номера вида «Участнику»" in same
    assert "Так же пишутся" not in own
    assert "должно один раз стоять {n}" in bad


@pytest.mark.parametrize("count", [1, 3])
def test_kinds_cost_the_same_whatever_their_number(
    association: Association, head: Person, client_for: ClientFor, django_assert_num_queries: Any, count: int
) -> None:
    CertificateKindFactory.create_batch(count, association=association)
    client = client_for(head)

    with django_assert_num_queries(9):
        client.get(reverse("certificates:kind_list", args=[association.code]))


def test_kind_goes_away_on_its_page(
    association: Association, kind: CertificateKind, head: Person, client_for: ClientFor
) -> None:
    address = reverse("certificates:kind_archive", args=[kind.pk])

    client_for(head).post(address, {"deed": "Убрать в архив"})
    client_for(head).post(address, {"deed": "Убрать в архив"})

    kind.refresh_from_db()
    assert kind.archived_at is not None


def test_register_says_nothing_of_another(
    give: Give, neighbour: Association, stranger: Person, client_for: ClientFor
) -> None:
    given = give()

    body = client_for(stranger).get(reverse("certificates:register", args=[neighbour.code])).content.decode()

    assert given.number_words not in body
    assert given.name not in body
