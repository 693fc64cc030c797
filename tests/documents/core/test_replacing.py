"""One document takes the place of others."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction

from stellazh.associations.models import Association
from stellazh.common.errors import DomainError, PermissionRefused
from stellazh.documents.enums import DocumentStatus
from stellazh.documents.models import Document, Replacement
from stellazh.documents.services import refusals as no
from stellazh.documents.services import remove_replacement, replace_documents
from stellazh.people.models import Person
from tests.checks import at_once, deeds, nothing_changes
from tests.factories.documents import DocumentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def older(association: Association) -> Document:
    made: Document = DocumentFactory.create(
        association=association, title="Старый", number="3", dated_on=date(2020, 2, 1)
    )
    return made


def test_replaced_document_loses_its_force(document: Document, older: Document, head: Person, at: datetime) -> None:
    made = replace_documents(document.pk, [older.pk], is_repealing=True, note=" Новые  сроки", by=head, at=at)

    older.refresh_from_db()
    assert (older.status, older.repealed_on, older.version) == (DocumentStatus.REPEALED, date(2024, 8, 26), 2)
    assert (made[0].newer_id, made[0].older_id, made[0].note, made[0].added_at) == (
        document.pk, older.pk, "Новые сроки", at,
    )  # fmt: skip
    assert deeds(document)[0][2] == {"Вместо": ["", "приказ от 01.02.2020 № 3: Старый"]}
    assert [deed for deed, _, _ in deeds(older)] == ["document_status_changed"]


@pytest.mark.parametrize(
    ("in_force_on", "dated_on", "asked", "day"),
    [
        (date(2024, 9, 1), date(2024, 8, 26), date(2025, 1, 1), date(2025, 1, 1)),
        (date(2024, 9, 1), date(2024, 8, 26), None, date(2024, 9, 1)),
        (None, None, None, date(2024, 9, 10)),
    ],
)
def test_day_on_which_force_is_lost(
    document: Document,
    older: Document,
    head: Person,
    at: datetime,
    in_force_on: date | None,
    dated_on: date | None,
    asked: date | None,
    day: date,
) -> None:
    Document.objects.filter(pk=document.pk).update(in_force_on=in_force_on, dated_on=dated_on)

    replace_documents(document.pk, [older.pk], is_repealing=True, repealed_on=asked, by=head, at=at)

    older.refresh_from_db()
    assert older.repealed_on == day


def test_replaced_in_part_stays_in_force(document: Document, older: Document, head: Person, at: datetime) -> None:
    replace_documents(document.pk, [older.pk], is_repealing=False, by=head, at=at)

    older.refresh_from_db()
    assert (older.status, deeds(older)) == (DocumentStatus.IN_FORCE, [])


def test_several_are_replaced_at_once(
    association: Association, document: Document, older: Document, head: Person, at: datetime
) -> None:
    another = DocumentFactory.create(association=association)

    replace_documents(document.pk, [older.pk, another.pk, older.pk], is_repealing=True, by=head, at=at)

    assert Document.objects.filter(status=DocumentStatus.REPEALED).count() == 2
    assert Replacement.objects.count() == 2


def test_replacement_is_taken_back(document: Document, older: Document, head: Person, at: datetime) -> None:
    made = replace_documents(document.pk, [older.pk], is_repealing=True, by=head, at=at)

    remove_replacement(made[0].pk, is_restoring=True, by=head, at=at)

    older.refresh_from_db()
    assert (older.status, older.repealed_on, Replacement.objects.count()) == (DocumentStatus.IN_FORCE, None, 0)
    assert [deed for deed, _, _ in deeds(document)] == ["document_replaced", "document_replacement_removed"]


def test_what_another_replaced_stays_repealed(
    association: Association, document: Document, older: Document, head: Person, at: datetime
) -> None:
    another = DocumentFactory.create(association=association)
    made = replace_documents(document.pk, [older.pk], is_repealing=True, by=head, at=at)
    replace_documents(another.pk, [older.pk], is_repealing=True, by=head, at=at)

    remove_replacement(made[0].pk, is_restoring=True, by=head, at=at)

    older.refresh_from_db()
    assert older.status == DocumentStatus.REPEALED


def test_rings_are_refused(
    association: Association, document: Document, older: Document, head: Person, at: datetime
) -> None:
    oldest = DocumentFactory.create(association=association)
    replace_documents(older.pk, [oldest.pk], is_repealing=False, by=head, at=at)
    replace_documents(document.pk, [older.pk], is_repealing=False, by=head, at=at)

    nothing_changes(
        lambda: replace_documents(oldest.pk, [document.pk], is_repealing=True, by=head, at=at), no.ReplacesItself
    )


@pytest.mark.parametrize(
    ("which", "options", "refusal"),
    [
        ("none", {}, no.NothingChosen),
        ("itself", {}, no.ReplacesItself),
        ("older", {"note": "Я" * 301}, no.TextTooLong),
        ("older", {"repealed_on": date(1, 1, 1)}, no.WrongDays),
    ],
)
def test_nonsense_is_refused(
    document: Document,
    older: Document,
    head: Person,
    at: datetime,
    which: str,
    options: dict[str, object],
    refusal: type[DomainError],
) -> None:
    keys = {"none": [], "itself": [document.pk], "older": [older.pk]}[which]

    nothing_changes(
        lambda: replace_documents(document.pk, keys, is_repealing=True, by=head, at=at, **options),  # type: ignore[arg-type]
        refusal,
    )


def test_same_replacement_is_told(document: Document, older: Document, head: Person, at: datetime) -> None:
    replace_documents(document.pk, [older.pk], is_repealing=True, by=head, at=at)

    nothing_changes(
        lambda: replace_documents(document.pk, [older.pk], is_repealing=True, by=head, at=at), no.ReplacedAlready
    )


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one_replacement(document: Document, older: Document, head: Person, at: datetime) -> None:
    found = at_once(lambda: str(len(replace_documents(document.pk, [older.pk], is_repealing=True, by=head, at=at))))

    assert sorted(found) == ["1", "ReplacedAlready"]


def test_only_those_who_keep_both_replace(
    document: Document, neighbour: Association, head: Person, member: Person, at: datetime
) -> None:
    foreign = DocumentFactory.create(association=neighbour)

    for newer, other, who in ((document, foreign, head), (foreign, document, head), (document, foreign, member)):
        nothing_changes(
            lambda n=newer, o=other, w=who: replace_documents(n.pk, [o.pk], is_repealing=True, by=w, at=at),
            PermissionRefused,
        )


def test_only_those_who_keep_both_take_back(
    document: Document, older: Document, head: Person, member: Person, at: datetime
) -> None:
    made = replace_documents(document.pk, [older.pk], is_repealing=True, by=head, at=at)

    nothing_changes(lambda: remove_replacement(made[0].pk, is_restoring=True, by=member, at=at), PermissionRefused)


def test_database_refuses_a_second_row(document: Document, older: Document, at: datetime) -> None:
    Replacement.objects.create(newer=document, older=older, added_at=at)

    with pytest.raises(IntegrityError), transaction.atomic():
        Replacement.objects.create(newer=document, older=older, added_at=at)
