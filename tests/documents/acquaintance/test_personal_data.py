"""What sheets know of a person: given out, erased, moved when two cards become one, and moved back."""

from __future__ import annotations

from datetime import datetime

import pytest

from stellazh.associations.models import Association
from stellazh.common.actor import System
from stellazh.documents.models import AcquaintanceRow, AcquaintanceSheet, Document
from stellazh.documents.personal_data import NAMELESS
from stellazh.documents.reads.acquaintance_people import Addressees
from stellazh.documents.services.acquaintance import ask_acquaintance
from stellazh.documents.services.acquaintance_letters import links_of
from stellazh.documents.services.acquaintance_marks import note_for_others
from stellazh.people.holders import holders
from stellazh.people.models import Person
from stellazh.people.services.merging import merge_people, undo_merge
from tests.documents.acquaintance.conftest import MakeSheet
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
BY = System("проверка")


@pytest.fixture
def twin(db: None) -> Person:
    """`member`, entered twice."""
    return PersonFactory.create(family_name="Липина", given_name="В", patronymic="И", email=None)


def test_lines_are_given_out(sheet: AcquaintanceSheet, member: Person, head: Person, at: datetime) -> None:
    note_for_others([sheet.rows.get().pk], way="on_paper", by=head, at=at)

    (line,) = holders["documents.acquaintance"].export(member).value

    assert line["Документ"].endswith("«О работе школьных библиотек»")
    assert (line["Прочитан"], line["Версия"], line["Откуда известно"]) == ("10.09.2024", 1, "подпись на бумаге")


def test_erased_line_stays_without_a_name(order: Document, head: Person, member: Person, at: datetime) -> None:
    sheet = ask_acquaintance(order.pk, addressees=Addressees(own_members=True), by=head, at=at)
    note_for_others([sheet.rows.get(person=head).pk], way="by_word", by=head, at=at)
    order.versions.update(added_by_name=head.actor_name)

    gone = holders["documents.acquaintance"].erase(member, at)
    named = holders["documents.acquaintance"].erase(head, at)

    assert [one.count for one in gone] == [1, 0, 0]
    assert [one.count for one in named] == [1, 2, 1]
    assert set(sheet.rows.values_list("person_id", "person_name")) == {(None, NAMELESS)}
    assert links_of(sheet.rows.all()).filter(revoked_at=None).count() == 0
    sheet.refresh_from_db()
    assert sheet.asked_by_name == f"Удалённая карточка № {head.pk}"
    assert order.versions.get().added_by_name == f"Удалённая карточка № {head.pk}"


def test_merging_moves_lines_and_keeps_what_was_read(
    order: Document, regional: Document, make_sheet: MakeSheet, association: Association, member: Person, twin: Person,
    at: datetime,
) -> None:  # fmt: skip
    alone = make_sheet(order, [(twin, association)])
    both = make_sheet(regional, [(member, association), (twin, association)])
    both.rows.filter(person=twin).update(read_at=at, read_version=1, way="on_paper")
    before = sorted(AcquaintanceRow.objects.values_list("pk", "person_id"))

    merge = merge_people(member.pk, twin.pk, by=BY, at=at)

    assert alone.rows.get().person_id == member.pk
    assert both.rows.get(person=member).way == "on_paper"
    assert both.rows.get(person=twin).read_at is None
    undo_merge(merge.pk, by=BY, at=at)
    assert sorted(AcquaintanceRow.objects.values_list("pk", "person_id")) == before


def test_merging_leaves_the_survivors_own_word(
    order: Document, make_sheet: MakeSheet, association: Association, member: Person, twin: Person, at: datetime
) -> None:
    both = make_sheet(order, [(member, association), (twin, association)])
    both.rows.filter(person=member).update(read_at=at, read_version=1, way="herself")

    merge_people(member.pk, twin.pk, by=BY, at=at)

    assert both.rows.get(person=member).way == "herself"
    assert both.rows.filter(person=twin).count() == 1
