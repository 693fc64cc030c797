"""Who is named in a protocol: by name, as leading, taken out."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date

import pytest

from stellazh.common.errors import ChangedMeanwhile, PermissionRefused
from stellazh.people.models import Person
from stellazh.protocols import services
from stellazh.protocols.enums import PartRole, VoteChoice, VoteMode
from stellazh.protocols.models import Protocol, ProtocolPerson, RollCall, Vote
from stellazh.protocols.reads.people import offered_people, short_name
from stellazh.protocols.services import PersonFields
from tests.checks import at_once, deeds, nothing_changes
from tests.factories.associations import OrganisationFactory
from tests.factories.members import PostFactory
from tests.factories.people import PersonFactory
from tests.factories.protocols import ProtocolPersonFactory
from tests.protocols.editor.conftest import WRITING


def add(
    protocol: Protocol, by: Person, name: str, role: str = PartRole.PRESENT, key: uuid.UUID | None = None
) -> ProtocolPerson:
    return services.add_person(protocol.pk, fields=PersonFields(name, role), submission_key=key, by=by, at=WRITING)


def roles(protocol: Protocol) -> list[tuple[str, str]]:
    return sorted(protocol.people.values_list("role", "name"))


def test_a_typed_name_is_known(protocol: Protocol, head: Person, member: Person) -> None:
    school = OrganisationFactory(short_name="школа № 5")
    PostFactory(person=member, organisation=school, title="методист", from_on=date(2020, 1, 1))

    row = add(protocol, head, f" {member.short_name} ")

    assert (row.person_id, row.name, row.post) == (member.pk, member.full_name, "методист")
    assert (row.organisation_name, row.has_vote, row.is_remote) == ("школа № 5", True, False)
    assert [action for action, _, _ in deeds(row)] == ["protocol_person_added"]


def test_unknown_guests_are_words(protocol: Protocol, head: Person, stranger: Person) -> None:
    guest = add(protocol, head, "Вербина О. И.", PartRole.INVITED)
    foreign = add(protocol, head, stranger.full_name)

    assert (guest.person_id, guest.has_vote) == (None, False)
    assert foreign.person_id is None


def test_a_double_click_names_once(protocol: Protocol, head: Person) -> None:
    key = uuid.uuid4()

    first, second = (add(protocol, head, "Вербина О. И.", key=key) for _ in range(2))

    assert first == second
    assert protocol.people.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_at_once_name_her_once(protocol: Protocol, head: Person, member: Person) -> None:
    found = at_once(lambda: str(add(protocol, head, member.full_name).pk))

    assert sorted(found) == [str(ProtocolPerson.objects.get().pk), "AlreadyNamed"]


def test_nobody_stands_in_two_lists(protocol: Protocol, head: Person, member: Person) -> None:
    add(protocol, head, member.full_name)
    add(protocol, head, "Вербина О. И.", PartRole.INVITED)

    nothing_changes(lambda: add(protocol, head, member.short_name, PartRole.EXCUSED), services.AlreadyNamed)
    nothing_changes(lambda: add(protocol, head, "Вербина О.И."), services.AlreadyNamed, "уже есть в списке")


def test_whoever_leads_is_present_too(protocol: Protocol, head: Person, member: Person) -> None:
    ProtocolPersonFactory(protocol=protocol, person=member, role=PartRole.ABSENT, post="методист")

    chair = add(protocol, head, member.full_name, PartRole.CHAIR)
    add(protocol, head, head.full_name, PartRole.CHAIR)
    add(protocol, head, "Вербина О. И.", PartRole.LEADER)
    add(protocol, head, "Тополева А. П.", PartRole.LEADER)

    assert chair.post == "методист"
    assert roles(protocol) == [
        ("chair", head.full_name),
        ("leader", "Вербина О. И."),
        ("leader", "Тополева А. П."),
        ("present", "Вербина О. И."),
        ("present", member.full_name),
        ("present", head.full_name),
        ("present", "Тополева А. П."),
    ]
    nothing_changes(lambda: add(protocol, head, head.full_name, PartRole.CHAIR), services.AlreadyNamed)


def test_texts_that_do_not_fit(protocol: Protocol, head: Person) -> None:
    nothing_changes(lambda: add(protocol, head, "  "), services.TextMissing)
    nothing_changes(lambda: add(protocol, head, "а" * 201), services.TextTooLong)
    nothing_changes(lambda: add(protocol, head, "Вербина", "king"), services.TextMissing)
    nothing_changes(
        lambda: services.add_person(
            protocol.pk, fields=PersonFields("Вербина", person_id=10**9), submission_key=None, by=head, at=WRITING
        ),
        services.UnknownPerson,
    )


def test_a_row_is_changed(protocol: Protocol, head: Person, member: Person) -> None:
    row = add(protocol, head, member.full_name)
    fields = replace(PersonFields.of(row), role=PartRole.EXCUSED, reason="курсы", has_vote=False)

    def change(version: int) -> ProtocolPerson:
        return services.update_person(row.pk, expected_version=version, fields=fields, by=head, at=WRITING)

    changed = change(1)

    assert (changed.role, changed.reason, changed.has_vote, changed.version) == ("excused", "курсы", False, 2)
    assert change(2).version == 2
    nothing_changes(
        lambda: services.update_person(
            row.pk, expected_version=1, fields=replace(fields, reason="болеет"), by=head, at=WRITING
        ),
        ChangedMeanwhile,
    )


def test_another_name_is_another_person(protocol: Protocol, head: Person, member: Person) -> None:
    row = add(protocol, head, "Вербина О. И.")

    changed = services.update_person(
        row.pk, expected_version=1, fields=PersonFields(member.full_name), by=head, at=WRITING
    )

    assert changed.person_id == member.pk


def test_whoever_leads_does_not_leave(protocol: Protocol, head: Person) -> None:
    chair = add(protocol, head, head.full_name, PartRole.CHAIR)
    row = protocol.people.get(role=PartRole.PRESENT)
    away = replace(PersonFields.of(row), role=PartRole.ABSENT)

    nothing_changes(
        lambda: services.update_person(row.pk, expected_version=1, fields=away, by=head, at=WRITING),
        services.LeadsTheMeeting,
        "председатель",
    )
    nothing_changes(lambda: services.remove_person(row.pk, by=head, at=WRITING), services.LeadsTheMeeting)
    services.remove_person(chair.pk, by=head, at=WRITING)
    services.remove_person(row.pk, by=head, at=WRITING)
    assert not protocol.people.exists()


def test_a_vote_by_roll_keeps_the_voter(protocol: Protocol, head: Person) -> None:
    row = add(protocol, head, "Вербина О. И.")
    vote = Vote.objects.create(protocol=protocol, mode=VoteMode.ROLL)
    RollCall.objects.create(vote=vote, voter=row, choice=VoteChoice.FOR)

    nothing_changes(lambda: services.remove_person(row.pk, by=head, at=WRITING), services.VotedByRoll)


def test_others_name_nobody(protocol: Protocol, head: Person, member: Person, stranger: Person) -> None:
    row = add(protocol, head, "Вербина О. И.")

    for who in (member, stranger):
        nothing_changes(lambda by=who: add(protocol, by, "Тополева А. П."), PermissionRefused)  # type: ignore[misc]
        nothing_changes(
            lambda by=who: services.remove_person(row.pk, by=by, at=WRITING),
            PermissionRefused,  # type: ignore[misc]
        )
        nothing_changes(
            lambda by=who: services.update_person(  # type: ignore[misc]
                row.pk, expected_version=1, fields=PersonFields("Тополева"), by=by, at=WRITING
            ),
            PermissionRefused,
        )


def test_people_around_are_offered(protocol: Protocol, member: Person, region_head: Person, stranger: Person) -> None:
    PersonFactory(family_name="Липина")

    offered = offered_people(protocol.association, "ли", on=protocol.held_on)
    above = offered_people(protocol.association, "сосн вер", on=protocol.held_on)

    assert [one.person_id for one in offered] == [member.pk]
    assert [one.value for one in above] == [region_head.full_name]
    assert offered_people(protocol.association, "к", on=protocol.held_on) == []
    assert offered_people(protocol.association, "кленова", on=protocol.held_on) == []


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Ольхова Вера Ильинична", "Ольхова В.И."),
        ("Ольхова В. И.", "Ольхова В. И."),
        ("методист Ольхова", "методист Ольхова"),
    ],
)
def test_short_names(name: str, short: str) -> None:
    assert short_name(name) == short
