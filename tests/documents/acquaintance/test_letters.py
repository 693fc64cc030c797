"""Letters with personal links, reminders by hand and by the clock; nobody is written to twice."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from stellazh.associations.models import Association
from stellazh.common.actor import System
from stellazh.common.errors import PermissionRefused
from stellazh.documents.models import AcquaintanceRow, AcquaintanceSheet, Document
from stellazh.documents.reads.acquaintance_people import Addressees
from stellazh.documents.reminder_tasks import KEEP_TIME
from stellazh.documents.services.acquaintance import ask_acquaintance, close_sheet
from stellazh.documents.services.acquaintance_letters import SEND_LETTERS, SHEETS, keep_time, remind_sheet, send_lot
from stellazh.documents.services.acquaintance_marks import acknowledge
from stellazh.documents.services.acquaintance_refusals import NobodyToRemind, SheetIsClosed
from stellazh.jobs.models import Job
from stellazh.jobs.services import enqueue
from stellazh.jobs.worker import run_queued
from stellazh.links.models import SecretLink
from stellazh.mail.models import OutgoingMail
from stellazh.notices.models import Notice
from stellazh.people.models import Person
from tests.checks import at_once, deeds, nothing_changes
from tests.documents.acquaintance.conftest import DUE, MakeSheet, members_of
from tests.factories.members import CardFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
OWN = Addressees(own_members=True)
DAY = timedelta(days=1)


def on(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


@pytest.fixture
def asked(order: Document, head: Person, member: Person, at: datetime) -> AcquaintanceSheet:
    """The order, asked of `head` and `member` through the service; `head` has read."""
    sheet = ask_acquaintance(order.pk, addressees=OWN, due_on=DUE, by=head, at=at)
    acknowledge(sheet.rows.get(person=head).pk, seen_version=1, by=head, at=at)
    return sheet


def counts(sheet: AcquaintanceSheet, person: Person) -> tuple[datetime | None, datetime | None, int]:
    return sheet.rows.values_list("told_at", "reminded_at", "reminder_count").get(person=person)


def test_reminder_goes_once_a_day_to_those_who_have_not_read(
    asked: AcquaintanceSheet, head: Person, member: Person, at: datetime
) -> None:
    later = at + DAY
    nothing_changes(lambda: remind_sheet(asked.pk, by=head, at=at), NobodyToRemind)

    assert remind_sheet(asked.pk, by=head, at=later) == 1

    assert counts(asked, member) == (at, later, 1)
    assert counts(asked, head) == (at, None, 0)
    assert list(OutgoingMail.objects.filter(queued_at=later).values_list("to_address", "subject")) == [
        (member.email, "Напоминание: прочитайте до 20 сентября: О работе школьных библиотек")
    ]
    assert deeds(asked)[-1][:2] == ("acquaintance_reminded", str(head.pk))
    nothing_changes(lambda: remind_sheet(asked.pk, by=head, at=later + timedelta(hours=5)), NobodyToRemind)


def test_every_letter_to_a_person_has_the_same_link(
    asked: AcquaintanceSheet, head: Person, member: Person, at: datetime
) -> None:
    remind_sheet(asked.pk, by=head, at=at + DAY)

    texts = OutgoingMail.objects.filter(to_address=member.email).values_list("text", flat=True)
    assert len({re.findall(r"/acknowledge/(\S+)/", text)[0] for text in texts}) == 1
    assert SecretLink.objects.filter(owner_id=str(member.pk), purpose="documents.acknowledge").count() == 1


def test_reminding_is_refused(
    asked: AcquaintanceSheet, head: Person, member: Person, stranger: Person, at: datetime
) -> None:
    for by in (member, stranger):
        nothing_changes(lambda by=by: remind_sheet(asked.pk, by=by, at=at + DAY), PermissionRefused)
        nothing_changes(lambda by=by: keep_time(asked.pk, by=by, at=at + DAY), PermissionRefused)
        nothing_changes(
            lambda by=by: send_lot(asked.pk, silent_since=None, after_id=0, by=by, at=at + DAY), PermissionRefused
        )
    close_sheet(asked.pk, by=head, at=at)
    nothing_changes(lambda: remind_sheet(asked.pk, by=head, at=at + DAY), SheetIsClosed)


def test_letter_goes_to_the_address_in_the_card_and_not_to_an_impossible_one(
    order: Document, association: Association, head: Person, at: datetime
) -> None:
    (by_card,) = members_of(association, 1, without_account=True)
    CardFactory.create(person=by_card, contact_email="kartochka@example.org")
    (spoilt,) = members_of(association, 1, without_account=True)
    CardFactory.create(person=spoilt, contact_email="не адрес")
    (silent,) = members_of(association, 1, without_account=True)

    sheet = ask_acquaintance(order.pk, addressees=OWN, by=head, at=at)

    assert set(OutgoingMail.objects.values_list("to_address", flat=True)) == {head.email, "kartochka@example.org"}
    assert counts(sheet, silent) == (None, None, 0)


@pytest.mark.parametrize(
    ("days_to_due", "is_reminded"),
    [(-5, False), (-4, False), (-3, True), (-2, True), (-1, True), (0, True), (1, True), (5, True), (8, False)],
)
def test_clock_reminds_three_days_and_one_before_and_on_the_day_after(
    asked: AcquaintanceSheet, member: Person, days_to_due: int, *, is_reminded: bool
) -> None:
    keep_time(asked.pk, by=SHEETS, at=on(DUE + days_to_due * DAY))

    assert counts(asked, member)[2] == int(is_reminded)


def test_clock_run_every_day_reminds_three_times(asked: AcquaintanceSheet, head: Person, member: Person) -> None:
    found = [keep_time(asked.pk, by=SHEETS, at=on(DUE + n * DAY, hour)) for n in range(-6, 12) for hour in (6, 9)]

    assert sum(found) == counts(asked, member)[2] == 3
    assert counts(asked, head)[2] == 0
    assert [deed for deed, _, _ in deeds(asked)].count("acquaintance_reminded") == 3


def test_keepers_are_told_once_on_the_day_after(asked: AcquaintanceSheet, head: Person, member: Person) -> None:
    for n in (1, 2):
        keep_time(asked.pk, by=SHEETS, at=on(DUE + n * DAY))

    told = Notice.objects.filter(kind="documents.sheet_due")
    assert list(told.values_list("person_id", "title")) == [
        (head.pk, "Ознакомились 1 из 2: О работе школьных библиотек")
    ]


def test_reminder_by_hand_stands_for_that_of_the_clock(asked: AcquaintanceSheet, head: Person, member: Person) -> None:
    day = DUE - 3 * DAY
    remind_sheet(asked.pk, by=head, at=on(day, 7))

    assert keep_time(asked.pk, by=SHEETS, at=on(day, 9)) == 0
    assert counts(asked, member)[2] == 1


def test_clock_leaves_closed_shut_and_termless_sheets_alone(
    order: Document, asked: AcquaintanceSheet, head: Person, at: datetime
) -> None:
    day = on(DUE - DAY)
    Document.objects.filter(pk=order.pk).update(published_at=None)
    assert keep_time(asked.pk, by=SHEETS, at=day) == 0
    Document.objects.filter(pk=order.pk).update(published_at=at)
    AcquaintanceSheet.objects.filter(pk=asked.pk).update(due_on=None)
    assert keep_time(asked.pk, by=SHEETS, at=day) == 0
    AcquaintanceSheet.objects.filter(pk=asked.pk).update(due_on=DUE)
    close_sheet(asked.pk, by=head, at=at)

    assert keep_time(asked.pk, by=SHEETS, at=day) == 0


def test_job_writes_to_many_and_begun_anew_writes_to_nobody_twice(
    order: Document, association: Association, head: Person, at: datetime
) -> None:
    members_of(association, 101)
    sheet = ask_acquaintance(order.pk, addressees=OWN, by=head, at=at)
    job = Job.objects.get(name=SEND_LETTERS)
    nothing_changes(lambda: remind_sheet(sheet.pk, by=head, at=at + DAY), NobodyToRemind, "уже уходят")
    # What a worker did before it was lost.
    send_lot(sheet.pk, silent_since=None, after_id=0, by=head, at=at)

    run_queued()

    job.refresh_from_db()
    assert (job.state, job.result) == ("done", {"url": sheet.get_absolute_url(), "sent": 62})
    assert OutgoingMail.objects.count() == OutgoingMail.objects.values("to_address").distinct().count() == 102
    assert not sheet.rows.filter(told_at=None).exists()


def test_morning_job_looks_after_each_sheet(asked: AcquaintanceSheet, at: datetime) -> None:
    # Long past the day to read by: nothing is due any more, and nothing fails.
    job = enqueue(KEEP_TIME, {}, by=System("расписание"), at=at)

    run_queued()

    job.refresh_from_db()
    assert (job.state, job.result) == ("done", {"reminded": 0, "refused": 0})


def test_sheet_closed_meanwhile_sends_nothing_more(
    order: Document, make_sheet: MakeSheet, association: Association, head: Person, at: datetime
) -> None:
    sheet = make_sheet(order, [(PersonFactory.create(), association)])
    close_sheet(sheet.pk, by=head, at=at)

    assert send_lot(sheet.pk, silent_since=None, after_id=0, by=head, at=at) is None
    assert OutgoingMail.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_two_workers_remind_once(asked: AcquaintanceSheet, member: Person) -> None:
    found = at_once(lambda: str(keep_time(asked.pk, by=SHEETS, at=on(DUE - DAY))))

    assert sorted(found) == ["0", "1"]
    assert counts(asked, member)[2] == 1
    assert OutgoingMail.objects.filter(subject__startswith="Напоминание").count() == 1
    assert AcquaintanceRow.objects.count() == 2
