"""Terms of keeping: each rule forgets what is past its term and nothing else."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from stellazh.common.verdict import ALLOWED
from stellazh.files.models import StoredFile
from stellazh.files.purposes import FilePurpose, purposes
from stellazh.files.services import store_file
from stellazh.jobs.enums import JobState
from stellazh.jobs.models import Job
from stellazh.mail.forgetting import NOBODY
from stellazh.mail.models import DeliveryTry, OutgoingMail
from stellazh.mail.services import queue_mail
from stellazh.members.models import ImportRow, Registration, RosterImport
from stellazh.members.retention import FORGOTTEN_NAME
from stellazh.members.services.directory_files import DIRECTORY_FILE
from stellazh.people.models import CardLook, Consent
from stellazh.people.retention import RetentionRule, retention_rules
from stellazh.people.services.own_data import ask_for_archive, make_archive
from stellazh.people.services.retention import keep_to_terms
from tests.factories.members import RegistrationFactory
from tests.factories.people import ConsentFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "stellazh.files.storage.WholeFileStorage",
            "OPTIONS": {"location": str(tmp_path), "base_url": None},
        },
    }


def swept(code: str, at: datetime) -> int:
    rule = retention_rules[code]
    assert rule.sweep is not None
    return rule.sweep(at)


def test_looks_live_a_year(member, head, at):
    for name, seen_at in (("давно", at - 366 * DAY), ("недавно", at - 360 * DAY)):
        CardLook.objects.create(
            person=member, viewer_key=name, viewer_name=name, what="карточка", on=seen_at.date(), last_at=seen_at
        )

    assert swept("people.looks", at) == 1
    assert [look.viewer_name for look in CardLook.objects.all()] == ["недавно"]


def test_withdrawn_consents_live_three_years(member, at):
    ConsentFactory(person=member, withdrawn_at=at - 1000 * DAY, given_at=at - 1200 * DAY)
    ConsentFactory(person=member, publishes="name", withdrawn_at=at - 1100 * DAY, given_at=at - 1200 * DAY)
    ConsentFactory(person=member, publishes="phone", given_at=at - 4000 * DAY)

    assert swept("people.consents", at) == 1
    assert sorted(Consent.objects.values_list("subject", flat=True)) == ["", "phone"]


def test_archives_live_a_week(member, at):
    make_archive(ask_for_archive(member.pk, place="", by=member, at=at)[0].pk, at=at)

    assert swept("people.archives", at + 6 * DAY) == 0
    assert swept("people.archives", at + 7 * DAY) == 1
    assert not StoredFile.objects.exists()


def test_addresses_of_letters_live_a_year(member, at):
    for days in (400, 300):
        queue_mail(to="lipina@example.org", subject="Тема", text="Т", kind="k", by=member, at=at - days * DAY)
    old, new = OutgoingMail.objects.order_by("queued_at")
    for mail in (old, new):
        OutgoingMail.objects.filter(pk=mail.pk).update(state="sent", settled_at=mail.queued_at)
        DeliveryTry.objects.create(mail=mail, tried_at=at, outcome="sent", answer="<lipina@example.org> accepted")

    assert swept("mail.letters", at) == 1
    assert swept("mail.letters", at) == 0

    assert list(OutgoingMail.objects.order_by("queued_at").values_list("to_address", "subject")) == [
        (NOBODY, "письмо забыто"), ("lipina@example.org", "Тема"),
    ]  # fmt: skip
    assert [one.mail_id for one in DeliveryTry.objects.all()] == [new.pk]


def test_waiting_letters_are_not_forgotten_by_age(member, at):
    queue_mail(to="lipina@example.org", subject="Тема", text="Т", kind="k", by=member, at=at - 500 * DAY)

    assert swept("mail.letters", at) == 0


def test_finished_jobs_live_ninety_days(at):
    for state, days in ((JobState.DONE, 91), (JobState.DONE, 89), (JobState.QUEUED, 200)):
        moment = at - days * DAY
        finished_at = moment if state == JobState.DONE else None
        Job.objects.create(name="a", label="б", created_at=moment, due_at=moment, state=state, finished_at=finished_at)

    assert swept("jobs.finished", at) == 1
    assert sorted(Job.objects.values_list("state", flat=True)) == ["done", "queued"]


def test_unconfirmed_requests_live_a_week_and_declined_ones_ninety_days(at):
    RegistrationFactory(unconfirmed=True, sent_at=at - 8 * DAY, email="a@example.org")
    RegistrationFactory(unconfirmed=True, sent_at=at - 6 * DAY, email="b@example.org")
    RegistrationFactory(declined=True, decided_at=at - 91 * DAY, email="c@example.org")
    RegistrationFactory(declined=True, decided_at=at - 89 * DAY, email="d@example.org")
    RegistrationFactory(sent_at=at - 500 * DAY, email="e@example.org")

    assert swept("members.unconfirmed", at) == 1
    assert swept("members.declined", at) == 1
    assert sorted(Registration.objects.values_list("email", flat=True)) == [
        "b@example.org", "d@example.org", "e@example.org",
    ]  # fmt: skip


@pytest.fixture
def list_purpose():
    """What lists are brought as."""
    purposes.add(FilePurpose("tests.roster", "Список", 10_000, None, lambda actor, stored: ALLOWED))
    yield "tests.roster"
    purposes._entries.pop("tests.roster")


@pytest.fixture
def bring(association, head, at, list_purpose):
    def brought(*, days, state="applied", is_applied=True):
        moment = at - days * DAY
        file = store_file(b"a;b\n1;2\n", name=f"list-{days}.csv", purpose=list_purpose, by=head, at=moment)
        roster = RosterImport.objects.create(
            kind="people", association=association, file=file, state=state, brought_by=head, brought_at=moment,
            applied_at=moment if is_applied else None,
        )  # fmt: skip
        ImportRow.objects.create(
            roster=roster, number=2, cells={"family_name": "Липина"}, candidates=[{"id": 1}], decision="create",
            person=head, outcome="внесена Липина", changes={"phone": ["", "1"]},
        )  # fmt: skip
        return roster

    return brought


def test_lists_live_ninety_days(bring, head, at):
    gone = [bring(days=91), bring(days=92, state="review", is_applied=False)]
    kept = [bring(days=89), bring(days=95, state="applying", is_applied=False)]

    assert swept("members.rosters", at) == 2
    assert swept("members.rosters", at) == 0

    for roster in gone:
        roster.refresh_from_db()
        row = roster.rows.get()
        assert roster.file.name == FORGOTTEN_NAME
        assert (row.cells, row.candidates, row.changes, row.outcome, row.person_id) == ({}, [], {}, "", head.pk)
    for roster in kept:
        roster.refresh_from_db()
        assert roster.file.name.startswith("list-")
        assert roster.rows.get().cells == {"family_name": "Липина"}


def test_one_rule_that_fails_holds_back_no_other(member, at):
    ran = []

    def fail(at):
        ran.append("failed")
        raise ValueError("no")

    rule = RetentionRule("tests.fail", "а", "б", "в", fail)
    retention_rules._entries = {rule.code: rule, **retention_rules._entries}
    CardLook.objects.create(
        person=member, viewer_key="a", viewer_name="А", what="к", on=at.date(), last_at=at - 400 * DAY
    )
    try:
        with pytest.raises(ValueError, match="no"):
            keep_to_terms(at=at)
    finally:
        retention_rules._entries.pop("tests.fail")

    assert ran == ["failed"]
    assert not CardLook.objects.exists()


def test_every_rule_says_how_long_and_why(at):
    assert {rule.code.split(".")[0] for rule in retention_rules} >= {"people", "members", "workplans", "mail", "audit"}
    assert all(rule.label and rule.term and rule.why for rule in retention_rules)


def test_terms_run_over_nothing(at, db):
    assert set(keep_to_terms(at=at).values()) == {0}


def test_files_of_the_directory_live_a_week(head, at):
    for name, stored_at in (("old.xlsx", at - 8 * DAY), ("new.xlsx", at - 6 * DAY)):
        store_file(name.encode(), name=name, purpose=DIRECTORY_FILE, by=head, at=stored_at)

    assert swept("members.exports", at) == 1
    assert [stored.name for stored in StoredFile.objects.all()] == ["new.xlsx"]
