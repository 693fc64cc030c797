"""Decisions become binding: numbers, marks of each kind of addressee, notices; and are taken back."""

from __future__ import annotations

import threading
from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stellazh.associations.enums import OrganisationKind, TerritoryKind
from stellazh.associations.models import Association
from stellazh.common.actor import System
from stellazh.common.errors import PermissionRefused
from stellazh.notices.models import Notice
from stellazh.people.models import Person
from stellazh.protocols.enums import AddresseeClass, AddresseeKind, AgendaKind, BodyForm, DoneState, UnfoldTo
from stellazh.protocols.models import Assignment, Decision, ProgressEntry, Protocol
from stellazh.protocols.services import following
from stellazh.protocols.services.marks import report_assignment
from tests.checks import at_once, deeds, nothing_changes
from tests.factories.associations import AssociationFactory, OrganisationFactory, TerritoryFactory
from tests.factories.members import PostFactory
from tests.factories.people import PersonFactory
from tests.factories.protocols import AgendaItemFactory, DecisionFactory, DecisionOwnerFactory, ProtocolFactory

BY = System("подписание")


def _owned(protocol: Protocol, *, due_on: date | None = None, **owner: object) -> Decision:
    decision = DecisionFactory(protocol=protocol, due_on=due_on)
    DecisionOwnerFactory(decision=decision, **owner)
    return decision


def _class(protocol: Protocol, which: str, unfold_to: str, **more: object) -> Decision:
    return _owned(
        protocol, kind=AddresseeKind.CLASS, person=None, addressee_class=which, unfold_to=unfold_to, name="все", **more
    )


def _marks(decision: Decision) -> list[tuple[str, str]]:
    return list(decision.assignments.order_by("sort_key", "pk").values_list("key", "name"))


def test_numbers_by_question_in_the_full_form(association: Association, at: datetime) -> None:
    protocol = ProtocolFactory(association=association, signed=True)
    gone = AgendaItemFactory(protocol=protocol, position=0, archived_at=at)
    first = AgendaItemFactory(protocol=protocol, position=1, kind=AgendaKind.FOLLOW_UP)
    second = AgendaItemFactory(protocol=protocol, position=2)
    rows = [
        DecisionFactory(protocol=protocol, item=item, position=place)
        for place, item in enumerate((first, second, second, None))
    ]
    DecisionFactory(protocol=protocol, item=gone, archived_at=at)
    DecisionFactory(protocol=protocol, item=second, text="", position=9)

    following.make_binding(protocol, by=BY, at=at)

    assert [Decision.objects.get(pk=row.pk).number_text for row in rows] == ["1.1", "2.1", "2.2", "1"]
    assert Decision.objects.filter(binding_at=at).count() == 4
    assert Decision.objects.filter(binding_at=None).count() == 2


def test_numbers_one_after_another_in_the_short_form(association: Association, at: datetime) -> None:
    protocol = ProtocolFactory(association=association, signed=True, body_form=BodyForm.SHORT)
    item = AgendaItemFactory(protocol=protocol)
    rows = [DecisionFactory(protocol=protocol, position=place, item=item) for place in range(2)]

    following.make_binding(protocol, by=BY, at=at)

    assert [Decision.objects.get(pk=row.pk).number_text for row in rows] == ["1", "2"]


def test_a_mark_for_each_named_addressee(association: Association, region: Association, at: datetime) -> None:
    protocol = ProtocolFactory(association=association, signed=True)
    school = OrganisationFactory(territory=association.territory)
    person = PersonFactory()
    named = _owned(protocol, due_on=date(2024, 12, 1), person=person)
    group = _owned(protocol, kind=AddresseeKind.GROUP, person=None, name="творческая группа")
    one_school = _owned(protocol, kind=AddresseeKind.ORGANISATION, person=None, organisation=school, name="школа")
    place = _owned(protocol, kind=AddresseeKind.TERRITORY, person=None, territory=association.territory, name="округ")
    above = _owned(protocol, kind=AddresseeKind.ASSOCIATION, person=None, association=region, name="ОМО")
    typed = _owned(protocol, kind=AddresseeKind.PERSON, person=None, name="Озерова Анна Павловна")

    made = following.make_binding(protocol, by=BY, at=at)

    assert _marks(named) == [(f"person:{person.pk}", person.full_name)]
    assert _marks(group) == [("group", "творческая группа")]
    assert _marks(one_school) == [(f"organisation:{school.pk}", school.short_name)]
    assert _marks(place) == [(f"territory:{association.territory_id}", association.territory.name)]
    assert _marks(above) == [(f"association:{region.pk}", region.short_name)]
    assert _marks(typed) == [("group", "Озерова Анна Павловна")]
    assert {(row.due_on, row.made_at, row.state) for row in made if row.person_id} == {
        (date(2024, 12, 1), at, DoneState.OPEN)
    }


def test_a_class_unfolds_into_what_stands_below(
    association: Association, neighbour: Association, region: Association, at: datetime
) -> None:
    protocol = ProtocolFactory(association=region, signed=True)
    near = OrganisationFactory(territory=association.territory, short_name="МБОУ школа № 1")
    far = OrganisationFactory(territory=neighbour.territory, short_name="МБОУ школа № 2")
    centre = OrganisationFactory(territory=region.territory, kind=OrganisationKind.METHODICAL_CENTRE)
    partner = OrganisationFactory(territory=region.territory, kind=OrganisationKind.PARTNER)
    office = OrganisationFactory(territory=association.territory, kind=OrganisationKind.AUTHORITY)
    OrganisationFactory(territory=association.territory, archived_at=at)
    OrganisationFactory()
    AssociationFactory(parent=region, territory=association.territory, archived_at=at)
    AssociationFactory(parent=association, territory=association.territory)
    TerritoryFactory(parent=region.territory, kind=TerritoryKind.SETTLEMENT)
    schools = _class(protocol, AddresseeClass.LIBRARIES, UnfoldTo.SCHOOL)
    heads = _class(protocol, AddresseeClass.HEADS, UnfoldTo.ASSOCIATION)
    places = _class(protocol, AddresseeClass.AUTHORITIES, UnfoldTo.MUNICIPALITY)
    offices = _class(protocol, AddresseeClass.AUTHORITIES, UnfoldTo.ORGANISATION)
    partners = _class(protocol, AddresseeClass.PARTNERS, UnfoldTo.ORGANISATION)
    centres = _class(protocol, AddresseeClass.CENTRE, UnfoldTo.ORGANISATION)
    at_once = _class(protocol, AddresseeClass.LIBRARIANS, UnfoldTo.ONE)
    named_centre = _class(protocol, AddresseeClass.CENTRE, UnfoldTo.ONE, organisation=centre)

    following.make_binding(protocol, by=BY, at=at)

    assert [key for key, _ in _marks(schools)] == [f"organisation:{near.pk}", f"organisation:{far.pk}"]
    assert {key for key, _ in _marks(heads)} == {f"association:{association.pk}", f"association:{neighbour.pk}"}
    assert {key for key, _ in _marks(places)} == {
        f"territory:{association.territory_id}", f"territory:{neighbour.territory_id}"
    }  # fmt: skip
    assert [key for key, _ in _marks(offices)] == [f"organisation:{office.pk}"]
    assert [key for key, _ in _marks(partners)] == [f"organisation:{partner.pk}"]
    assert [key for key, _ in _marks(centres)] == [f"organisation:{centre.pk}"]
    assert _marks(at_once) == [("group", "все")]
    assert _marks(named_centre) == [(f"organisation:{centre.pk}", centre.short_name)]


def test_nobody_to_be_found_leaves_one_mark(association: Association, at: datetime) -> None:
    protocol = ProtocolFactory(association=association, signed=True)
    partners = _class(protocol, AddresseeClass.PARTNERS, UnfoldTo.ORGANISATION)
    note = DecisionFactory(protocol=protocol, is_for_information=True)
    DecisionOwnerFactory(decision=note)

    following.make_binding(protocol, by=BY, at=at)

    assert _marks(partners) == [("group", "все")]
    assert _marks(note) == []


# SQLite takes three hundred rows in a few portions.
@pytest.mark.parametrize(("count", "most"), [(1, 24), (50, 24), (300, 29)])
def test_three_hundred_schools_cost_no_more(association: Association, at: datetime, count: int, most: int) -> None:
    protocol = ProtocolFactory(association=association, signed=True)
    for _ in range(count):
        OrganisationFactory(territory=association.territory)
    decision = _class(protocol, AddresseeClass.LIBRARIES, UnfoldTo.SCHOOL)

    with CaptureQueriesContext(connection) as counted:
        following.make_binding(protocol, by=BY, at=at)

    assert decision.assignments.count() == count
    assert 24 <= len(counted) <= most


def test_those_who_got_a_mark_are_told_once(
    association: Association, head: Person, member: Person, at: datetime
) -> None:
    protocol = ProtocolFactory(association=association, signed=True)
    school = OrganisationFactory(territory=association.territory)
    worker = PostFactory(organisation=school).person
    PostFactory(organisation=school, to_on=date(2024, 1, 1))
    person = PersonFactory()
    one = _owned(protocol, person=person, due_on=date(2024, 12, 1))
    two = _owned(protocol, person=person)
    _owned(protocol, kind=AddresseeKind.ORGANISATION, person=None, organisation=school, name="школа")
    _owned(protocol, kind=AddresseeKind.TERRITORY, person=None, territory=association.territory, name="округ")

    following.make_binding(protocol, by=BY, at=at)

    told = {notice.person_id: notice for notice in Notice.objects.all()}
    assert set(told) == {person.pk, worker.pk, head.pk}
    assert member.pk not in told
    assert told[person.pk].title == f"У вас 2 поручения: {association.short_name}"
    assert told[person.pk].text == f"1. {one.text}. Срок: до 01.12.2024.\n\n2. {two.text}."
    assert told[worker.pk].title == f"Вам дано поручение: {association.short_name}"
    assert told[person.pk].address == "/assignments/mine/"


def test_undoing_takes_numbers_and_marks_away(association: Association, at: datetime) -> None:
    protocol = ProtocolFactory(association=association, signed=True)
    decision = _owned(protocol)
    following.make_binding(protocol, by=BY, at=at)

    following.unmake_binding(protocol, by=BY, at=at)

    decision.refresh_from_db()
    assert (decision.binding_at, decision.number_text, decision.assignments.count()) == (None, "", 0)


def test_undoing_is_refused_once_somebody_reported(association: Association, at: datetime) -> None:
    protocol = ProtocolFactory(association=association, signed=True)
    decision = _owned(protocol)
    following.make_binding(protocol, by=BY, at=at)
    ProgressEntry.objects.create(
        decision=decision, state=DoneState.OPEN, text="начали", made_at=at, made_by_kind="person", made_by_name="Липина"
    )

    nothing_changes(
        lambda: following.unmake_binding(protocol, by=BY, at=at), following.AlreadyAnswered, "уже отчитались"
    )


@pytest.mark.django_db(transaction=True)
def test_an_answer_and_the_undoing_at_once_never_both_happen(
    association: Association, head: Person, at: datetime
) -> None:
    protocol = ProtocolFactory(association=association, signed=True)
    decision = _owned(protocol, person=PersonFactory())
    mark = following.make_binding(protocol, by=BY, at=at)[0]

    def deed() -> str:
        if threading.current_thread().name == "ane":
            report_assignment(mark.pk, state=DoneState.DONE, words="Готово", expected_version=1, by=head, at=at)
            return "answered"
        following.unmake_binding(protocol, by=BY, at=at)
        return "undone"

    found = at_once(deed)

    decision.refresh_from_db()
    assert len({"answered", "undone"} & set(found)) == 1
    assert decision.entries.count() == (1 if "answered" in found else 0)
    assert (decision.binding_at is None) == ("undone" in found)


def test_again_adds_new_schools_and_withdraws_archived(association: Association, head: Person, at: datetime) -> None:
    protocol = ProtocolFactory(association=association, signed=True)
    gone, answered, stays = (OrganisationFactory(territory=association.territory) for _ in range(3))
    decision = _class(protocol, AddresseeClass.LIBRARIES, UnfoldTo.SCHOOL)
    following.make_binding(protocol, by=BY, at=at)
    decision.assignments.filter(organisation=answered).update(state=DoneState.DONE, closed_at=at)
    for school in (gone, answered):
        school.archived_at = at
        school.save()
    new = OrganisationFactory(territory=association.territory)

    done = following.unfold_again(decision.pk, by=head, at=at)

    assert done == (1, 1)
    assert dict(decision.assignments.values_list("organisation_id", "state")) == {
        gone.pk: DoneState.WITHDRAWN,
        answered.pk: DoneState.DONE,
        stays.pk: DoneState.OPEN,
        new.pk: DoneState.OPEN,
    }
    entry = ProgressEntry.objects.get(decision=decision)
    assert (entry.assignment.organisation_id, entry.state) == (gone.pk, DoneState.WITHDRAWN)
    assert "больше нет" in entry.text
    assert [action for action, *_ in deeds(decision)] == ["assignments_unfolded"]
    assert following.unfold_again(decision.pk, by=head, at=at) == (0, 0)
    assert len(deeds(decision)) == 1


def test_again_is_for_those_who_follow_and_for_what_binds(
    association: Association, head: Person, member: Person, stranger: Person, region_head: Person, at: datetime
) -> None:
    decision = _class(ProtocolFactory(association=association), AddresseeClass.LIBRARIES, UnfoldTo.SCHOOL)

    for actor in (member, stranger, region_head):
        nothing_changes(lambda: following.unfold_again(decision.pk, by=actor, at=at), PermissionRefused)  # noqa: B023
    nothing_changes(lambda: following.unfold_again(decision.pk, by=head, at=at), following.DecisionNotBinding)
    assert Assignment.objects.count() == 0
