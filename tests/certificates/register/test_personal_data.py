"""What certificates know of a person: given out, erased, moved when two cards become one, and moved back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from stellazh.associations.models import Association
from stellazh.certificates.models import Certificate, IssueRun, RunRow
from stellazh.certificates.personal_data import NAMELESS
from stellazh.common.actor import System
from stellazh.people.holders import Erased, holders
from stellazh.people.models import Person
from stellazh.people.services.erasure import erase_person
from stellazh.people.services.merging import merge_people, undo_merge
from tests.certificates.register.conftest import Give
from tests.factories.certificates import IssueRunFactory, RunRowFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
BY = System("проверка")


@pytest.fixture
def person(db: None) -> Person:
    made: Any = PersonFactory(family_name="Озерова", given_name="Нина", patronymic="Львовна", email=None)
    return made  # type: ignore[no-any-return]


@pytest.fixture
def twin(db: None) -> Person:
    """The same woman entered twice."""
    made: Any = PersonFactory(family_name="Озёрова", given_name="Н", patronymic="Л", email=None)
    return made  # type: ignore[no-any-return]


def test_documents_are_given_out_with_their_files(give: Give, person: Person, association: Association) -> None:
    given = give(row__person=person)
    RunRowFactory.create(run__association=association, person=person, school="Лицей", details={"баллы": "87"})

    taken = holders["certificates.documents"].export(person)

    assert [row["Номер"] for row in taken.value["Документы"]] == [given.number_words]
    assert taken.value["Вы в списках на выдачу"][0]["баллы"] == "87"
    assert len(taken.files or {}) == 1


def test_document_stays_and_the_list_forgets(
    give: Give, person: Person, association: Association, at: datetime
) -> None:
    given = give(row__person=person, row__email="o@example.org")
    given.copies.update(letter_to="o@example.org")
    waiting = RunRowFactory.create(run__association=association, person=person, email="o@example.org")
    name = given.name

    report = holders["certificates.documents"].erase(person, at)

    given.refresh_from_db()
    waiting.refresh_from_db()
    assert (given.name, given.row.name) == (name, name)
    assert RunRow.objects.get(pk=given.row_id).email == ""
    assert given.copies.get().letter_to == ""
    assert (waiting.person, waiting.name, waiting.dative, waiting.email, waiting.is_left_out) == (
        None, NAMELESS, NAMELESS, "", True,
    )  # fmt: skip
    assert [(line.count, line.kept_count) for line in report] == [(1, 0), (1, 0), (0, 1)]
    assert "остаётся таким, как напечатано" in report[2].reason


def test_runs_lose_the_name_of_who_prepared_them(
    give: Give, person: Person, association: Association, at: datetime
) -> None:
    run = IssueRunFactory.create(association=association, prepared_by=person)
    given = give()
    given.copies.update(made_by=person.actor_name)

    erase_person(person.pk, by=BY, at=at)

    run.refresh_from_db()
    assert (run.prepared_by, run.prepared_name) == (None, f"Удалённая карточка № {person.pk}")
    assert given.copies.get().made_by == f"Удалённая карточка № {person.pk}"


def test_runs_are_given_out(person: Person, association: Association) -> None:
    IssueRunFactory.create(association=association, prepared_by=person, title="Участникам форума")
    IssueRunFactory.create(association=association, approved_by=person)

    taken = holders["certificates.runs"].export(person)

    assert [row["Вы"] for row in taken.value] == ["подготовили", "утвердили"]


def test_everything_moves_with_the_card_and_back(
    give: Give, person: Person, twin: Person, association: Association, at: datetime
) -> None:
    given = give(row__person=twin)
    prepared = IssueRunFactory.create(association=association, prepared_by=twin)
    both = IssueRunFactory.create(association=association, prepared_by=twin, approved_by=person)

    merge = merge_people(person.pk, twin.pk, by=BY, at=at)
    moved = _who(given, prepared, both)
    undo_merge(merge.pk, by=BY, at=at)

    assert moved == (person.pk, person.pk, person.pk, twin.pk)
    assert _who(given, prepared, both) == (twin.pk, twin.pk, twin.pk, twin.pk)


def _who(given: Certificate, prepared: IssueRun, both: IssueRun) -> tuple[int | None, ...]:
    for row in (given, prepared, both):
        row.refresh_from_db()
    given.row.refresh_from_db()
    return given.person_id, given.row.person_id, prepared.prepared_by_id, both.prepared_by_id


def test_nothing_of_nobody(person: Person, at: datetime) -> None:
    assert list(holders["certificates.runs"].erase(person, at)) == [Erased("Имя под выдачами документов", 0)]
