"""Whom a sheet asks, what it makes, and what is refused."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from stellazh.associations.models import Association
from stellazh.common.capabilities import Role
from stellazh.common.errors import ChangedMeanwhile, PermissionRefused
from stellazh.common.uniqueness import FormSentTwice
from stellazh.documents.models import AcquaintanceRow, AcquaintanceSheet, Document
from stellazh.documents.reads.acquaintance_people import Addressees, Below, choose
from stellazh.documents.services.acquaintance import (
    ask_acquaintance,
    ask_again,
    change_sheet,
    close_sheet,
    reopen_sheet,
)
from stellazh.documents.services.acquaintance_letters import SEND_LETTERS, links_of
from stellazh.documents.services.acquaintance_marks import acknowledge
from stellazh.documents.services.acquaintance_refusals import DuePassed, NobodyToAsk, SheetIsClosed, SheetIsOpen
from stellazh.documents.services.refusals import TextTooLong
from stellazh.jobs.models import Job
from stellazh.mail.models import OutgoingMail
from stellazh.members.models import Responsible
from stellazh.notices.models import Notice
from stellazh.people.models import Person
from tests.checks import at_once, deeds, nothing_changes
from tests.documents.acquaintance.conftest import DUE, AddVersion, MakeSheet, members_of
from tests.factories.associations import AssociationFactory
from tests.factories.documents import DocumentFactory
from tests.factories.members import MembershipFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
OWN = Addressees(own_members=True)


def test_members_are_asked_told_and_written_to(order: Document, head: Person, member: Person, at: datetime) -> None:
    sheet = ask_acquaintance(order.pk, addressees=OWN, request=" Прочтите  к совещанию ", due_on=DUE, by=head, at=at)

    assert set(sheet.rows.values_list("person_name", "association__code")) == {
        (head.full_name, "luga"),
        (member.full_name, "luga"),
    }
    assert (sheet.document_version.number, sheet.request, sheet.due_on) == (1, "Прочтите к совещанию", DUE)
    assert set(sheet.rows.values_list("told_at", "reminder_count")) == {(at, 0)}
    assert deeds(sheet) == [
        (
            "acquaintance_asked",
            str(head.pk),
            {"Прочитать до": ["", "20 сентября 2024 г."], "Что просим": ["", "Прочтите к совещанию"]},
        )
    ]
    assert set(Notice.objects.values_list("person_id", "kind", "mail_state")) == {
        (head.pk, "documents.to_read", "none"),
        (member.pk, "documents.to_read", "none"),
    }
    letter = OutgoingMail.objects.get(to_address=member.email)
    assert letter.subject == "Прочитайте до 20 сентября: О работе школьных библиотек"
    assert "/documents/acknowledge/" in letter.text
    assert links_of(sheet.rows.all()).count() == 2


def test_region_asks_everybody_below_once_through_the_lowest_association(
    regional: Document, region: Association, region_head: Person, head: Person, member: Person, stranger: Person,
    association: Association, at: datetime,
) -> None:  # fmt: skip
    MembershipFactory.create(person=member, association=region)

    sheet = ask_acquaintance(
        regional.pk, addressees=Addressees(own_members=True, below=Below.MEMBERS), by=region_head, at=at
    )

    assert dict(sheet.rows.values_list("person_id", "association__code")) == {
        region_head.pk: "omo",
        head.pk: "luga",
        member.pk: "luga",
        stranger.pk: "bereg",
    }


def test_heads_and_responsible_of_chosen_associations(
    regional: Document, region_head: Person, head: Person, member: Person, stranger: Person, association: Association,
    at: datetime,
) -> None:  # fmt: skip
    answers = PersonFactory.create(family_name="Озерова")
    Responsible.objects.create(territory=association.territory, person=answers, from_on=date(2024, 1, 1))

    chosen = choose(
        regional, Addressees(below=Below.HEADS, association_ids=(association.pk,)), at=at
    )  # the neighbour's head is not among them

    assert {one.person_id for one in chosen.people} == {head.pk, answers.pk}
    assert [(place.association.code, place.asked_count) for place in chosen.places] == [("luga", 2)]


def test_single_people_come_from_own_lists_only(
    order: Document, head: Person, member: Person, stranger: Person, at: datetime
) -> None:
    chosen = choose(order, Addressees(person_ids=(member.pk, stranger.pk)), at=at)

    assert [one.person_id for one in chosen.people] == [member.pk]


def test_those_who_left_or_are_archived_are_not_asked(
    order: Document, association: Association, member: Person, at: datetime
) -> None:
    gone, archived = PersonFactory.create(), PersonFactory.create(archived_at=at)
    MembershipFactory.create(person=gone, association=association, to_on=date(2024, 9, 1))
    MembershipFactory.create(person=archived, association=association)

    chosen = choose(order, OWN, at=at)

    assert [one.person_id for one in chosen.people] == [member.pk]


def test_preview_counts_who_has_no_address(order: Document, association: Association, at: datetime) -> None:
    members_of(association, 2, without_account=True)
    members_of(association, 1)

    chosen = choose(order, OWN, at=at)

    assert (chosen.count, chosen.without_address_count) == (3, 2)


def test_nobody_is_asked_twice_about_one_version(
    order: Document, sheet: AcquaintanceSheet, head: Person, member: Person, at: datetime
) -> None:
    chosen = choose(order, OWN, at=at)

    assert ([one.person_id for one in chosen.people], chosen.known_count) == ([head.pk], 1)


def test_closed_sheet_leaves_those_who_have_not_read_to_be_asked_again(
    order: Document, sheet: AcquaintanceSheet, head: Person, member: Person, at: datetime
) -> None:
    close_sheet(sheet.pk, by=head, at=at)

    chosen = choose(order, OWN, at=at)

    assert {one.person_id for one in chosen.people} == {head.pk, member.pk}


def test_same_form_sent_twice_asks_once(order: Document, regional: Document, head: Person, at: datetime) -> None:
    key = uuid4()
    first = ask_acquaintance(order.pk, addressees=OWN, submission_key=key, by=head, at=at)

    again = ask_acquaintance(order.pk, addressees=OWN, submission_key=key, by=head, at=at)

    assert again.pk == first.pk
    assert AcquaintanceSheet.objects.count() == 1
    nothing_changes(
        lambda: ask_acquaintance(regional.pk, addressees=OWN, submission_key=key, by=head, at=at), FormSentTwice
    )


def test_asking_is_refused(
    order: Document, head: Person, member: Person, stranger: Person, region_head: Person, at: datetime
) -> None:
    def ask(by: Person, document: Document = order, **fields: object) -> None:
        ask_acquaintance(document.pk, by=by, at=at, **{"addressees": OWN, **fields})  # type: ignore[arg-type]

    for by in (member, stranger, region_head):
        nothing_changes(lambda by=by: ask(by), PermissionRefused)
    nothing_changes(lambda: ask(head, addressees=Addressees()), NobodyToAsk, "Некого спросить")
    nothing_changes(lambda: ask(head, due_on=date(2024, 9, 9)), DuePassed)
    nothing_changes(lambda: ask(head, request="я" * 501), TextTooLong)
    bare = DocumentFactory.create(association=order.association)
    nothing_changes(lambda: ask(head, bare), PermissionRefused, "нет файла")
    Document.objects.filter(pk=order.pk).update(published_at=None)
    nothing_changes(lambda: ask(head), PermissionRefused, "не опубликован")


def test_many_are_written_to_in_the_background(
    order: Document, association: Association, head: Person, at: datetime
) -> None:
    members_of(association, 101)

    sheet = ask_acquaintance(order.pk, addressees=OWN, by=head, at=at)

    assert sheet.rows.count() == 102
    assert OutgoingMail.objects.count() == 0
    assert list(Job.objects.filter(name=SEND_LETTERS).values_list("arguments", flat=True)) == [
        {"sheet_id": sheet.pk, "silent_since": None}
    ]


def test_asking_costs_the_same_for_three_and_for_thirty(
    order: Document, regional: Document, association: Association, region: Association, head: Person,
    region_head: Person, at: datetime,
) -> None:  # fmt: skip
    members_of(association, 2)
    members_of(region, 29)
    # What the process looks up once is not counted.
    ask_acquaintance(order.pk, addressees=Addressees(person_ids=(head.pk,)), by=head, at=at)

    with CaptureQueriesContext(connection) as few:
        ask_acquaintance(order.pk, addressees=OWN, by=head, at=at)
    with CaptureQueriesContext(connection) as many:
        ask_acquaintance(regional.pk, addressees=OWN, by=region_head, at=at)

    assert [AcquaintanceRow.objects.filter(sheet__document=one).count() for one in (order, regional)] == [3, 30]
    assert len(many) == len(few)


def test_asked_person_may_open_a_document_not_meant_for_her(
    regional: Document, make_sheet: MakeSheet, member: Person, head: Person, association: Association
) -> None:
    Document.objects.filter(pk=regional.pk).update(audience="association")
    assert not Document.objects.visible_to(member).filter(pk=regional.pk).exists()

    make_sheet(regional, [(member, association)])

    assert list(Document.objects.visible_to(member)) == [regional]
    assert not Document.objects.visible_to(head).filter(pk=regional.pk).exists()


def test_ask_again_only_those_who_read_the_older_version(
    order: Document, add_version: AddVersion, head: Person, member: Person, association: Association, at: datetime
) -> None:
    sheet = ask_acquaintance(order.pk, addressees=OWN, by=head, at=at)
    acknowledge(sheet.rows.get(person=member).pk, seen_version=1, by=member, at=at)
    nothing_changes(lambda: ask_again(sheet.pk, by=head, at=at), NobodyToAsk)
    add_version(order)

    later = ask_again(sheet.pk, due_on=DUE, by=head, at=at)

    assert list(later.rows.values_list("person_id", "association_id", "read_at")) == [(member.pk, association.pk, None)]
    assert later.document_version.number == 2
    assert AcquaintanceRow.objects.get(sheet=sheet, person=member).is_outdated
    nothing_changes(lambda: ask_again(sheet.pk, by=head, at=at), NobodyToAsk)
    nothing_changes(lambda: ask_again(sheet.pk, by=member, at=at), PermissionRefused)


def test_term_is_changed_once_of_two(sheet: AcquaintanceSheet, head: Person, member: Person, at: datetime) -> None:
    change_sheet(sheet.pk, due_on=date(2024, 10, 1), request="", expected_version=1, by=head, at=at)

    def again(by: Person = head, version: int = 2, due_on: date = date(2024, 10, 2), request: str = "") -> None:
        change_sheet(sheet.pk, due_on=due_on, request=request, expected_version=version, by=by, at=at)

    assert deeds(sheet) == [
        ("acquaintance_changed", str(head.pk), {"Прочитать до": ["20 сентября 2024 г.", "1 октября 2024 г."]})
    ]
    nothing_changes(lambda: again(version=1), ChangedMeanwhile)
    nothing_changes(lambda: again(by=member), PermissionRefused)
    nothing_changes(lambda: again(due_on=date(2024, 9, 1)), DuePassed)
    nothing_changes(lambda: again(request="я" * 501), TextTooLong)
    close_sheet(sheet.pk, by=head, at=at)
    nothing_changes(lambda: again(version=3), SheetIsClosed)


def test_closed_sheet_revokes_links_and_can_be_opened_again(
    order: Document, head: Person, member: Person, at: datetime
) -> None:
    sheet = ask_acquaintance(order.pk, addressees=OWN, by=head, at=at)

    close_sheet(sheet.pk, by=head, at=at)

    assert set(links_of(sheet.rows.all()).values_list("revoked_at", flat=True)) == {at}
    assert [deed for deed, _, _ in deeds(sheet)] == ["acquaintance_asked", "acquaintance_closed"]
    close_sheet(sheet.pk, by=head, at=at + timedelta(days=1))
    assert len(deeds(sheet)) == 2
    nothing_changes(lambda: close_sheet(sheet.pk, by=member, at=at), PermissionRefused)
    nothing_changes(lambda: reopen_sheet(sheet.pk, due_on=None, by=member, at=at), PermissionRefused)
    nothing_changes(lambda: reopen_sheet(sheet.pk, due_on=date(2024, 9, 1), by=head, at=at), DuePassed)
    reopen_sheet(sheet.pk, due_on=DUE, by=head, at=at)
    nothing_changes(lambda: reopen_sheet(sheet.pk, due_on=DUE, by=head, at=at), SheetIsOpen)


def test_row_is_one_for_a_person_and_read_has_a_way_and_a_version(
    row: AcquaintanceRow, member: Person, association: Association, at: datetime
) -> None:
    wrong = (
        lambda: AcquaintanceRow.objects.create(
            sheet=row.sheet, person=member, person_name="Липина", association=association
        ),
        lambda: AcquaintanceRow.objects.filter(pk=row.pk).update(read_at=at, read_version=1),
        lambda: AcquaintanceRow.objects.filter(pk=row.pk).update(read_at=at, way="herself"),
        lambda: AcquaintanceRow.objects.filter(pk=row.pk).update(read_at=at, way="herself", read_version=0),
    )

    for deed in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            deed()


def test_lower_place_wins_whatever_was_entered_first(
    regional: Document, association: Association, region_head: Person, member: Person, at: datetime
) -> None:
    school_circle = AssociationFactory.create(code="circle", parent=association, territory=association.territory)
    MembershipFactory.create(person=member, association=school_circle, from_on=date(2024, 9, 1))

    chosen = choose(regional, Addressees(below=Below.MEMBERS), at=at)

    assert [one.association_id for one in chosen.people if one.person_id == member.pk] == [school_circle.pk]


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_ask_nobody_twice(order: Document, head: Person, member: Person, at: datetime) -> None:
    found = at_once(lambda: str(ask_acquaintance(order.pk, addressees=OWN, by=head, at=at).rows.count()))

    assert sorted(found) == ["2", "NobodyToAsk"]
    assert AcquaintanceRow.objects.count() == 2


def test_roles_that_ask(order: Document, methodist: Person, at: datetime) -> None:
    assert methodist.grants.get().role == Role.METHODIST
    assert ask_acquaintance(order.pk, addressees=OWN, by=methodist, at=at).asked_by_name == methodist.short_name
