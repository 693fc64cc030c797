"""People of the directory, and what a reader finds."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

from django.http import QueryDict
from python_calamine import CalamineWorkbook

from stellazh.associations.models import Association
from stellazh.common.actor import Actor
from stellazh.members.forms.directory import DirectoryForm
from stellazh.members.models import Card
from stellazh.members.reads.directory.listing import Directory
from stellazh.members.reads.directory.scope import Scope
from stellazh.members.services.indexing import reindex_people
from stellazh.people.models import Person
from tests.factories.associations import OrganisationFactory
from tests.factories.members import (
    AwardFactory,
    CardFactory,
    MembershipFactory,
    PostFactory,
    SchoolCardFactory,
    TrainingFactory,
)
from tests.factories.people import PersonFactory

TODAY = date(2024, 9, 10)


def person_with_card(
    association: Association, family_name: str = "Берестова", *, visibility: dict[str, str] | None = None, **card: Any
) -> Person:
    """A member with a post at a school of the association's territory, a full card, a course and an award; findable."""
    person: Any = PersonFactory(family_name=family_name, without_account=True)
    MembershipFactory(person=person, association=association)
    school: Any = OrganisationFactory(territory=association.territory, short_name="МБОУ СОШ № 7")
    SchoolCardFactory(organisation=school, settlement="village", library_kind="shibc")
    PostFactory(person=person, organisation=school, kind="teacher_librarian", rate="0.5")
    made: Any = CardFactory(filled=True, person=person, visibility=visibility or {}, **card)
    TrainingFactory(card=made)
    AwardFactory(card=made, title="Грамота за чтение")
    reindex_people([person.pk])
    return person


def asked(actor: Actor, address: str = "", *, on: date = TODAY) -> tuple[DirectoryForm, Directory]:
    """What the page makes of an address."""
    form = DirectoryForm(QueryDict(address), scope=Scope.of(actor, on=on))
    return form, Directory.find(form.wanted, form.scope)


def found(actor: Actor, address: str = "", *, on: date = TODAY) -> list[str]:
    """Family names of the people a reader finds, in order."""
    directory = asked(actor, address, on=on)[1]
    names = [row.person.family_name for row in directory.page(1)]
    assert len(names) == directory.count
    return names


def cells(actor: Actor, person: Person, *codes: str, on: date = TODAY) -> dict[str, tuple[str, ...]]:
    """What the named columns say of a person to a reader."""
    form, directory = asked(actor, "&".join(f"columns={code}" for code in codes), on=on)
    row = next(row for row in directory.page(1) if row.person == person)
    return {column.code: column.cell(row) for column in form.columns}


def sheet_of(body: bytes) -> list[list[str]]:
    """The cells of an Excel file's sheet as texts."""
    rows = CalamineWorkbook.from_object(io.BytesIO(body)).get_sheet_by_index(0).to_python()
    return [[str(int(cell)) if isinstance(cell, float) else str(cell) for cell in row] for row in rows]


def hide(person: Person, **levels: str) -> None:
    """Let the person choose who sees what."""
    Card.objects.filter(person=person).update(visibility=levels)
