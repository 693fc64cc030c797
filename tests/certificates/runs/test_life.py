"""A run is submitted, approved or returned, cancelled, stopped and gone on with."""

from __future__ import annotations

from datetime import datetime

import pytest

from stellazh.certificates.models import CertificateKind, CertificatePicture, IssueRun, RunSigner
from stellazh.certificates.services.runs import (
    NamesUnsettled,
    ReasonMissing,
    RunIsEmpty,
    SignatoryUnfit,
    TemplateUnfit,
    WrongRunStatus,
    approve_run,
    cancel_run,
    continue_run,
    return_run,
    stop_run,
    submit_run,
)
from stellazh.common.errors import ChangedMeanwhile, PermissionRefused
from stellazh.jobs.models import Job
from stellazh.notices.models import Notice
from stellazh.people.models import Person
from tests.certificates.runs.conftest import MakeRun, add_row, template_for
from tests.checks import at_once, deeds, nothing_changes
from tests.factories.certificates import SignatoryFactory


def told(person: Person) -> list[str]:
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("title", flat=True))


def test_a_plain_run_is_issued_at_once(
    make_run: MakeRun, kind: CertificateKind, methodist: Person, at: datetime
) -> None:
    run = make_run(2)

    submit_run(run.pk, expected_version=1, by=methodist, at=at)

    run.refresh_from_db()
    assert (run.status, run.submitted_at, run.template, run.version) == ("issuing", at, kind.template, 2)
    assert run.layout == kind.template.layout
    job = Job.objects.get(name="certificates.issue_run")
    assert (job.arguments, job.public_id) == ({"run_id": run.pk}, run.job_id)
    assert deeds(run)[-1][0] == "run_submitted"


def test_a_double_click_submits_once(make_run: MakeRun, methodist: Person, at: datetime) -> None:
    run = make_run(1)

    submit_run(run.pk, expected_version=1, by=methodist, at=at)
    submit_run(run.pk, expected_version=1, by=methodist, at=at)

    assert Job.objects.filter(name="certificates.issue_run").count() == 1
    assert [action for action, _, _ in deeds(run)] == ["run_submitted"]


def test_what_is_not_ready_is_not_submitted(
    make_run: MakeRun, kind: CertificateKind, methodist: Person, member: Person, at: datetime
) -> None:
    empty, unseen = make_run(), make_run(1)
    left_out = make_run()
    add_row(left_out, is_left_out=True)

    nothing_changes(lambda: submit_run(empty.pk, expected_version=1, by=methodist, at=at), RunIsEmpty)
    nothing_changes(lambda: submit_run(left_out.pk, expected_version=1, by=methodist, at=at), RunIsEmpty)
    nothing_changes(lambda: submit_run(unseen.pk, expected_version=2, by=methodist, at=at), ChangedMeanwhile)
    nothing_changes(lambda: submit_run(unseen.pk, expected_version=1, by=member, at=at), PermissionRefused)
    RunSigner.objects.create(run=unseen, position=0, name="Кто-то", post="бывший")
    nothing_changes(lambda: submit_run(unseen.pk, expected_version=1, by=methodist, at=at), SignatoryUnfit)
    unseen.signers.all().delete()
    kind.template.layout = {"orientation": "landscape"}  # type: ignore[union-attr]
    kind.template.save()  # type: ignore[union-attr]
    nothing_changes(lambda: submit_run(unseen.pk, expected_version=1, by=methodist, at=at), TemplateUnfit)


def test_doubtful_names_hold_a_run_whose_sheets_print_them(
    make_run: MakeRun, kind: CertificateKind, methodist: Person, at: datetime
) -> None:
    sheet = template_for(kind.association, "thanks_frame")
    printed, plain = make_run(1, template=sheet), make_run(1)
    for run in (printed, plain):
        add_row(run, "Липина М. С.", name_state="doubtful")

    nothing_changes(
        lambda: submit_run(printed.pk, expected_version=1, by=methodist, at=at), NamesUnsettled, "1 имени: Липина М. С."
    )
    run = submit_run(plain.pk, expected_version=1, by=methodist, at=at)

    assert run.status == "issuing"


def test_a_second_person_approves_where_the_kind_asks_for_it(
    make_run: MakeRun, kind: CertificateKind, methodist: Person, head: Person, deputy: Person, at: datetime
) -> None:
    kind.needs_approval = True
    kind.save()
    run = make_run(2)
    submit_run(run.pk, expected_version=1, by=methodist, at=at)
    assert (IssueRun.objects.get(pk=run.pk).status, Job.objects.filter(name="certificates.issue_run").count()) == (
        "awaiting", 0,
    )  # fmt: skip
    assert told(head) == told(deputy) == [f"Утвердите выдачу: {run.title}"]

    approve_run(run.pk, by=head, at=at)
    approve_run(run.pk, by=head, at=at)

    run.refresh_from_db()
    assert (run.status, run.approved_by, run.approved_name, run.approved_at) == ("issuing", head, head.actor_name, at)
    assert Job.objects.filter(name="certificates.issue_run").count() == 1
    assert [action for action, _, _ in deeds(run)] == ["run_submitted", "run_approved"]


def test_nobody_approves_what_she_prepared(
    make_run: MakeRun, kind: CertificateKind, head: Person, methodist: Person, stranger: Person, at: datetime
) -> None:
    kind.needs_approval = True
    kind.save()
    run = make_run(1, prepared_by=head)
    submit_run(run.pk, expected_version=1, by=head, at=at)

    for who in (head, methodist, stranger):
        nothing_changes(lambda: approve_run(run.pk, by=who, at=at), PermissionRefused)  # noqa: B023


def test_whoever_submits_the_draft_of_another_does_not_approve_it(
    make_run: MakeRun, kind: CertificateKind, deputy: Person, head: Person, at: datetime
) -> None:
    kind.needs_approval = True
    kind.save()
    run = make_run(1)
    add_row(run, "Берестова Анна Павловна", position=7)
    submit_run(run.pk, expected_version=1, by=deputy, at=at)
    run.refresh_from_db()
    assert (run.prepared_by, run.prepared_name, run.status) == (deputy, deputy.actor_name, "awaiting")

    nothing_changes(lambda: approve_run(run.pk, by=deputy, at=at), PermissionRefused)
    approve_run(run.pk, by=head, at=at)

    run.refresh_from_db()
    assert (run.status, run.approved_by) == ("issuing", head)


def test_signatures_are_approved_by_whoever_may_place_them(
    make_run: MakeRun, methodist: Person, head: Person, at: datetime
) -> None:
    who = SignatoryFactory(association=head.memberships.get().association)
    placed = make_run(1, with_signatures=True)
    RunSigner.objects.create(run=placed, position=0, name=who.name, post=who.post)
    own = make_run(1, with_signatures=True, prepared_by=head)

    submit_run(placed.pk, expected_version=1, by=methodist, at=at)
    submit_run(own.pk, expected_version=1, by=head, at=at)

    assert [IssueRun.objects.get(pk=one.pk).status for one in (placed, own)] == ["awaiting", "issuing"]


def test_a_run_is_returned_with_a_reason(
    make_run: MakeRun, kind: CertificateKind, methodist: Person, head: Person, at: datetime
) -> None:
    kind.needs_approval = True
    kind.save()
    run = make_run(1)
    nothing_changes(lambda: return_run(run.pk, reason="Нет", by=methodist, at=at), WrongRunStatus)
    submit_run(run.pk, expected_version=1, by=methodist, at=at)
    nothing_changes(lambda: return_run(run.pk, reason=" ", by=head, at=at), ReasonMissing)
    nothing_changes(lambda: return_run(run.pk, reason="я" * 401, by=head, at=at), ReasonMissing)

    return_run(run.pk, reason="Проверьте часы", by=head, at=at)

    run.refresh_from_db()
    assert (run.status, run.return_reason, run.layout, run.submitted_at) == ("draft", "Проверьте часы", {}, None)
    assert told(methodist) == [f"Выдачу вернули: {run.title}"]
    assert run.is_editable


def test_whoever_prepared_it_takes_it_back_herself(
    make_run: MakeRun, kind: CertificateKind, methodist: Person, at: datetime
) -> None:
    kind.needs_approval = True
    kind.save()
    run = make_run(1)
    submit_run(run.pk, expected_version=1, by=methodist, at=at)

    return_run(run.pk, reason="Забыла человека", by=methodist, at=at)

    assert (IssueRun.objects.get(pk=run.pk).status, told(methodist)) == ("draft", [])


def test_a_run_is_cancelled_before_it_is_issued(
    make_run: MakeRun, methodist: Person, member: Person, at: datetime
) -> None:
    draft, issued = make_run(1), make_run(1, status="issued")

    cancel_run(draft.pk, by=methodist, at=at)

    assert IssueRun.objects.get(pk=draft.pk).status == "cancelled"
    nothing_changes(lambda: cancel_run(draft.pk, by=methodist, at=at), WrongRunStatus)
    nothing_changes(lambda: cancel_run(issued.pk, by=methodist, at=at), WrongRunStatus)
    nothing_changes(lambda: cancel_run(issued.pk, by=member, at=at), PermissionRefused)


def test_an_issue_is_stopped_and_gone_on_with(
    make_run: MakeRun, methodist: Person, member: Person, at: datetime
) -> None:
    run = make_run(1)
    nothing_changes(lambda: stop_run(run.pk, by=methodist, at=at), WrongRunStatus)
    nothing_changes(lambda: continue_run(run.pk, by=methodist, at=at), WrongRunStatus)
    submit_run(run.pk, expected_version=1, by=methodist, at=at)

    stop_run(run.pk, by=methodist, at=at)
    assert IssueRun.objects.get(pk=run.pk).status == "stopped"
    continue_run(run.pk, by=methodist, at=at)

    assert IssueRun.objects.get(pk=run.pk).status == "issuing"
    assert Job.objects.filter(name="certificates.issue_run").count() == 1
    assert [action for action, _, _ in deeds(run)] == ["run_submitted", "run_stopped", "run_continued"]
    nothing_changes(lambda: stop_run(run.pk, by=member, at=at), PermissionRefused)
    nothing_changes(lambda: continue_run(run.pk, by=member, at=at), PermissionRefused)


def test_signatures_and_seal_are_copied_when_it_is_submitted(
    make_run: MakeRun, kind: CertificateKind, head: Person, at: datetime, picture: CertificatePicture
) -> None:
    who = SignatoryFactory(association=kind.association, signature=picture)
    kind.template.seal = picture  # type: ignore[union-attr]
    kind.template.save()  # type: ignore[union-attr]
    bare, whole = make_run(1, prepared_by=head), make_run(1, prepared_by=head, with_signatures=True, with_seal=True)
    for run in (bare, whole):
        RunSigner.objects.create(run=run, position=0, name=who.name, post=who.post)
        submit_run(run.pk, expected_version=1, by=head, at=at)

    found = [(IssueRun.objects.get(pk=run.pk).seal, run.signers.get().signature) for run in (bare, whole)]

    assert found == [(None, None), (picture, picture)]


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_submit_once(make_run: MakeRun, methodist: Person, at: datetime) -> None:
    run = make_run(1)

    found = at_once(lambda: submit_run(run.pk, expected_version=1, by=methodist, at=at).status)

    assert found == ["issuing", "issuing"]
    assert Job.objects.filter(name="certificates.issue_run").count() == 1
    assert [action for action, _, _ in deeds(run)] == ["run_submitted"]
