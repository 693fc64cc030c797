"""Beginning a run and changing what it says."""

from __future__ import annotations

import uuid
from datetime import datetime

import pytest

from stellazh.associations.models import Association
from stellazh.certificates.models import CertificateKind, IssueRun
from stellazh.certificates.services.runs import (
    KindUnfit,
    ListUnfit,
    RunFieldUnfit,
    SignatoryUnfit,
    TemplateUnfit,
    change_run,
    create_run,
)
from stellazh.common.errors import ChangedMeanwhile, DomainError, PermissionRefused
from stellazh.common.uniqueness import FormSentTwice
from stellazh.people.models import Person
from tests.certificates.runs.conftest import fields, template_for
from tests.checks import deeds, nothing_changes
from tests.factories.certificates import CertificateKindFactory, SignatoryFactory


def test_a_run_begins_with_an_empty_list(
    association: Association, kind: CertificateKind, methodist: Person, at: datetime
) -> None:
    who = SignatoryFactory(association=association)

    run = create_run(
        association.pk, fields=fields(kind, signatory_ids=(who.pk,), letter=" Спасибо!\r\n "), by=methodist, at=at
    )

    run.refresh_from_db()
    assert (run.title, run.kind, run.hours, run.letter) == ("Участникам форума", kind, 8, "Спасибо!")
    assert (run.status, run.prepared_by, run.prepared_name, run.version) == (
        "draft",
        methodist,
        methodist.actor_name,
        1,
    )
    assert [(one.name, one.post) for one in run.signers.all()] == [(who.name, who.post)]
    assert run.rows.count() == 0
    assert [action for action, _, _ in deeds(run)] == ["run_created"]


def test_the_same_form_begins_one_run(
    association: Association, neighbour: Association, kind: CertificateKind, methodist: Person, at: datetime
) -> None:
    key = uuid.uuid4()

    first = create_run(association.pk, fields=fields(kind), submission_key=key, by=methodist, at=at)
    second = create_run(association.pk, fields=fields(kind), submission_key=key, by=methodist, at=at)

    assert first == second
    nothing_changes(
        lambda: create_run(neighbour.pk, fields=fields(kind), submission_key=key, by=methodist, at=at), FormSentTwice
    )


@pytest.mark.parametrize("who", ["member", "stranger", "region_head"])
def test_others_begin_nothing(
    who: str, association: Association, kind: CertificateKind, request: pytest.FixtureRequest, at: datetime
) -> None:
    by = request.getfixturevalue(who)

    nothing_changes(lambda: create_run(association.pk, fields=fields(kind), by=by, at=at), PermissionRefused)


@pytest.mark.parametrize(
    ("changes", "refusal", "words"),
    [
        ({"title": " "}, RunFieldUnfit, "Назовите выдачу"),
        ({"title": "я" * 301}, RunFieldUnfit, "не больше 300"),
        ({"letter": "я" * 3001}, RunFieldUnfit, "не больше 3000"),
        ({"hours": 0}, RunFieldUnfit, "от 1 до 1000"),
        ({"hours": 1001}, RunFieldUnfit, "от 1 до 1000"),
        ({"signatory_ids": (1, 2, 3, 4)}, SignatoryUnfit, "не больше 3"),
        ({"signatory_ids": (10**6,)}, SignatoryUnfit, "такого человека нет"),
        ({"subject_key": "event:1"}, ListUnfit, "не открыт"),
        ({"list_code": "event.present"}, ListUnfit, "Такого списка нет"),
        ({"template_id": 10**6}, TemplateUnfit, "Такого шаблона"),
        ({"kind_id": 10**6}, KindUnfit, "Такого вида"),
    ],
)
def test_what_cannot_be_printed_is_refused(
    association: Association,
    kind: CertificateKind,
    methodist: Person,
    at: datetime,
    changes: dict[str, object],
    refusal: type[DomainError],
    words: str,
) -> None:
    nothing_changes(
        lambda: create_run(association.pk, fields=fields(kind, **changes), by=methodist, at=at), refusal, words
    )


def test_kinds_templates_and_signatories_of_others_do_not_fit(
    association: Association, neighbour: Association, kind: CertificateKind, methodist: Person, at: datetime
) -> None:
    foreign = CertificateKindFactory(association=neighbour)
    sheet, signer = template_for(neighbour), SignatoryFactory(association=neighbour)

    for unfit, refusal in (
        (fields(foreign), KindUnfit),
        (fields(kind, template_id=sheet.pk), TemplateUnfit),
        (fields(kind, signatory_ids=(signer.pk,)), SignatoryUnfit),
    ):
        nothing_changes(lambda: create_run(association.pk, fields=unfit, by=methodist, at=at), refusal)  # noqa: B023


def test_a_run_is_changed_until_it_is_submitted(
    run: IssueRun, kind: CertificateKind, methodist: Person, at: datetime
) -> None:
    changed = change_run(run.pk, fields=fields(kind, hours=16), expected_version=1, by=methodist, at=at)

    assert (changed.hours, changed.version) == (16, 2)
    action, _, changes = deeds(run)[-1]
    assert (action, changes["Часов"]) == ("run_changed", ["", "16"])
    nothing_changes(
        lambda: change_run(run.pk, fields=fields(kind, hours=4), expected_version=1, by=methodist, at=at),
        ChangedMeanwhile,
    )
    IssueRun.objects.filter(pk=run.pk).update(status="awaiting")
    nothing_changes(
        lambda: change_run(run.pk, fields=fields(kind), expected_version=2, by=methodist, at=at), PermissionRefused
    )


def test_the_same_words_change_nothing(run: IssueRun, kind: CertificateKind, methodist: Person, at: datetime) -> None:
    change_run(run.pk, fields=fields(kind), expected_version=1, by=methodist, at=at)

    again = change_run(run.pk, fields=fields(kind), expected_version=2, by=methodist, at=at)

    assert again.version == 2
