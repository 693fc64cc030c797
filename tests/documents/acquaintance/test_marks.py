"""Who has read: her own word, a signature on paper, a note taken back; two at once."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, connections

from stellazh.associations.models import Association
from stellazh.common.actor import Guest, LinkHolder
from stellazh.common.errors import PermissionRefused
from stellazh.documents.access import can_acknowledge
from stellazh.documents.models import AcquaintanceRow, AcquaintanceSheet, Document
from stellazh.documents.services.acquaintance import close_sheet
from stellazh.documents.services.acquaintance_letters import to_be_written
from stellazh.documents.services.acquaintance_marks import acknowledge, note_for_others, note_opened, withdraw_note
from stellazh.documents.services.acquaintance_refusals import NotNotedByOthers, UnknownVersion, WrongSigningDay
from stellazh.members.models import Membership, Responsible
from stellazh.people.models import Person
from tests.checks import deeds, nothing_changes
from tests.documents.acquaintance.conftest import AddVersion, MakeSheet
from tests.factories.associations import GrantFactory
from tests.factories.members import MembershipFactory

pytestmark = pytest.mark.django_db


def mark(row: AcquaintanceRow) -> tuple[object, ...]:
    row.refresh_from_db()
    return row.opened_at, row.read_at, row.read_version, row.way, row.noted_by_name


def test_she_says_herself_that_she_has_read(row: AcquaintanceRow, member: Person, at: datetime) -> None:
    acknowledge(row.pk, seen_version=1, by=member, at=at)

    assert mark(row) == (at, at, 1, "herself", "")
    assert deeds(row) == [("acquaintance_noted", str(member.pk), {})]
    acknowledge(row.pk, seen_version=1, by=member, at=at + timedelta(hours=1))
    assert mark(row) == (at, at, 1, "herself", "")
    assert len(deeds(row)) == 1


def test_opened_is_noted_once_and_is_no_acquaintance(row: AcquaintanceRow, member: Person, at: datetime) -> None:
    note_opened(row.pk, by=member, at=at)
    note_opened(row.pk, by=member, at=at + timedelta(hours=1))

    assert mark(row) == (at, None, None, "", "")
    assert deeds(row) == []


def test_version_that_was_shown_is_kept(
    row: AcquaintanceRow, order: Document, add_version: AddVersion, member: Person, at: datetime
) -> None:
    add_version(order)

    acknowledge(row.pk, seen_version=2, by=member, at=at)

    assert mark(row)[2] == 2
    assert not AcquaintanceRow.objects.get(pk=row.pk).is_outdated


def test_own_word_is_refused(
    row: AcquaintanceRow, head: Person, stranger: Person, member: Person, order: Document, at: datetime
) -> None:
    other_link = LinkHolder(1, "documents.acknowledge", "documents.acquaintancerow", str(row.pk + 1))
    wrong_purpose = LinkHolder(1, "members.confirmation", "documents.acquaintancerow", str(row.pk))
    for by in (head, stranger, Guest(), other_link, wrong_purpose):
        nothing_changes(lambda by=by: acknowledge(row.pk, seen_version=1, by=by, at=at), PermissionRefused)
        nothing_changes(lambda by=by: note_opened(row.pk, by=by, at=at), PermissionRefused)
    for version in (0, 2):
        nothing_changes(
            lambda version=version: acknowledge(row.pk, seen_version=version, by=member, at=at), UnknownVersion
        )
    Document.objects.filter(pk=order.pk).update(published_at=None)
    nothing_changes(lambda: acknowledge(row.pk, seen_version=1, by=member, at=at), PermissionRefused, "снят")
    Document.objects.filter(pk=order.pk).update(published_at=at)
    close_sheet(row.sheet_id, by=head, at=at)
    nothing_changes(lambda: acknowledge(row.pk, seen_version=1, by=member, at=at), PermissionRefused, "закрыт")


def test_link_holder_may_acknowledge_only_that_row(row: AcquaintanceRow, at: datetime) -> None:
    holder = LinkHolder(1, "documents.acknowledge", "documents.acquaintancerow", str(row.pk))

    acknowledge(row.pk, seen_version=1, by=holder, at=at)

    assert mark(row) == (at, at, 1, "herself", "")


def test_signature_on_paper_is_noted_by_the_head(
    row: AcquaintanceRow, head: Person, member: Person, at: datetime
) -> None:
    count = note_for_others([row.pk], way="on_paper", signed_on=date(2024, 9, 5), by=head, at=at)

    assert count == 1
    assert mark(row) == (None, datetime(2024, 9, 5, 9, 0, tzinfo=UTC), 1, "on_paper", head.short_name)
    assert deeds(row) == [("acquaintance_noted", str(head.pk), {})]
    assert note_for_others([row.pk], way="by_word", by=head, at=at) == 0
    assert mark(row)[3] == "on_paper"
    acknowledge(row.pk, seen_version=1, by=member, at=at)
    assert mark(row)[3] == "on_paper"


def test_head_of_a_municipality_notes_for_her_own_people_within_the_sheet_of_the_region(
    regional: Document, make_sheet: MakeSheet, association: Association, neighbour: Association, head: Person,
    member: Person, stranger: Person, region_head: Person, at: datetime,
) -> None:  # fmt: skip
    sheet = make_sheet(regional, [(member, association), (stranger, neighbour)])
    own, other = sheet.rows.get(person=member), sheet.rows.get(person=stranger)

    nothing_changes(lambda: note_for_others([own.pk, other.pk], way="by_word", by=head, at=at), PermissionRefused)
    nothing_changes(lambda: note_for_others([own.pk], way="by_word", by=stranger, at=at), PermissionRefused)
    nothing_changes(lambda: note_for_others([own.pk], way="by_word", by=member, at=at), PermissionRefused)

    assert note_for_others([own.pk], way="by_word", by=head, at=at) == 1
    assert note_for_others([own.pk, other.pk], way="on_paper", by=region_head, at=at) == 1


def test_notes_are_refused(row: AcquaintanceRow, head: Person, at: datetime) -> None:
    def note(**fields: object) -> None:
        note_for_others([row.pk], by=head, at=at, **{"way": "on_paper", **fields})  # type: ignore[arg-type]

    nothing_changes(lambda: note(signed_on=date(2024, 9, 11)), WrongSigningDay)
    nothing_changes(lambda: note(signed_on=date(2024, 9, 1)), WrongSigningDay)
    with pytest.raises(ValueError, match="herself"):
        note(way="herself")
    close_sheet(row.sheet_id, by=head, at=at)
    nothing_changes(note, PermissionRefused, "закрыт")


def test_wrong_note_is_taken_back_but_never_her_own_word(
    row: AcquaintanceRow, head: Person, member: Person, stranger: Person, at: datetime
) -> None:
    note_for_others([row.pk], way="on_paper", by=head, at=at)
    nothing_changes(lambda: withdraw_note(row.pk, by=stranger, at=at), PermissionRefused)

    withdraw_note(row.pk, by=head, at=at)

    assert mark(row) == (None, None, None, "", "")
    assert deeds(row)[-1] == (
        "acquaintance_withdrawn",
        str(head.pk),
        {"Ознакомление": [f"подпись на бумаге, записано: {head.short_name}", ""]},
    )
    nothing_changes(lambda: withdraw_note(row.pk, by=head, at=at), NotNotedByOthers)
    acknowledge(row.pk, seen_version=1, by=member, at=at)
    nothing_changes(lambda: withdraw_note(row.pk, by=head, at=at), NotNotedByOthers)


def test_row_without_a_person_is_acknowledged_by_nobody(row: AcquaintanceRow) -> None:
    AcquaintanceRow.objects.filter(pk=row.pk).update(person=None)
    row.refresh_from_db()
    holder = LinkHolder(1, "documents.acknowledge", "documents.acquaintancerow", str(row.pk))

    assert not can_acknowledge(holder, row)


@pytest.mark.django_db(transaction=True)
def test_head_notes_while_the_member_clicks(
    sheet: AcquaintanceSheet, row: AcquaintanceRow, head: Person, member: Person, at: datetime
) -> None:
    barrier, found = threading.Barrier(2), []

    def run(deed: object) -> None:
        barrier.wait()
        try:
            found.append(deed())  # type: ignore[operator]
        finally:
            connections.close_all()

    connection.close()
    doings = (
        lambda: note_for_others([row.pk], way="on_paper", by=head, at=at),
        lambda: acknowledge(row.pk, seen_version=1, by=member, at=at).way,
    )
    threads = [threading.Thread(target=run, args=(deed,)) for deed in doings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    row.refresh_from_db()
    # Whoever came first: one mark, one deed, and the other was told how it stands.
    assert sorted(map(str, found)) in (["0", "herself"], ["1", "on_paper"])
    assert row.way in ("herself", "on_paper")
    assert len(deeds(row)) == 1


def test_whoever_left_reads_and_marks_no_more(
    order: Document,
    row: AcquaintanceRow,
    member: Person,
    association: Association,
    neighbour: Association,
    at: datetime,
) -> None:
    Document.objects.filter(pk=order.pk).update(audience="association")
    link = LinkHolder(1, "documents.acknowledge", "documents.acquaintancerow", str(row.pk))
    assert Document.objects.visible_to(member).filter(pk=order.pk).exists()

    Membership.objects.filter(person=member).update(to_on=date(2024, 9, 9))
    member.grants.update(to_on=date(2024, 9, 9))
    MembershipFactory.create(person=member, association=neighbour)

    assert not Document.objects.visible_to(member).filter(pk=order.pk).exists()
    assert not to_be_written(row.sheet, silent_since=None).exists()
    words = "в списках этого объединения вас уже нет"
    nothing_changes(lambda: acknowledge(row.pk, seen_version=1, by=member, at=at), PermissionRefused, words)
    assert not can_acknowledge(link, row)


@pytest.mark.parametrize("tie", ["role", "territory"])
def test_whoever_stays_by_a_role_or_a_territory_reads_on(
    order: Document, row: AcquaintanceRow, member: Person, association: Association, tie: str
) -> None:
    Document.objects.filter(pk=order.pk).update(audience="association")
    Membership.objects.filter(person=member).update(to_on=date(2024, 9, 9))
    member.grants.update(to_on=date(2024, 9, 9))

    if tie == "role":
        GrantFactory.create(person=member, association=association, role="secretary")
    else:
        Responsible.objects.create(person=member, territory=association.territory, from_on=date(2024, 9, 1))

    assert Document.objects.visible_to(member).filter(pk=order.pk).exists()
    assert can_acknowledge(member, row)
