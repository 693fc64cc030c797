"""Signing: exact effects, refusals that change nothing, and taking it back."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from stellazh.associations.models import Association
from stellazh.common.errors import PermissionRefused
from stellazh.files.models import StoredFile
from stellazh.files.services import open_file
from stellazh.notices.models import Notice
from stellazh.numbering.reads import last_values
from stellazh.numbering.services import NumberNotLast
from stellazh.people.models import Person
from stellazh.protocols.models import (
    Assignment,
    Decision,
    PlanApproval,
    ProgressEntry,
    Protocol,
    ProtocolPaper,
    ProtocolSeal,
    Remark,
    Vote,
)
from stellazh.protocols.papers.sealing import matches_record
from stellazh.protocols.services.decision_fields import VoteFields
from stellazh.protocols.services.decision_refusals import MoreVotesThanVoters
from stellazh.protocols.services.following import AlreadyAnswered
from stellazh.protocols.services.life_refusals import (
    AlreadySigned,
    NothingToSign,
    NotSigned,
    NumberOutOfOrder,
    ReasonMissing,
    RemarksWaiting,
    SigningStands,
)
from stellazh.protocols.services.signing import sign_protocol, undo_signing
from stellazh.protocols.services.votes import put_vote
from stellazh.workplans.models import ItemOutcome
from tests.checks import deeds, nothing_changes
from tests.factories.events import EventFactory
from tests.factories.protocols import NOW, ProtocolFactory, ProtocolPersonFactory, ResolutionFactory
from tests.factories.workplans import PlanFactory, PlanItemFactory
from tests.protocols.life.conftest import MakeWhole

AT = datetime(2024, 10, 15, 9, 0, tzinfo=UTC)


def stored_file() -> StoredFile:
    return StoredFile.objects.create(
        sha256="0" * 64, size_bytes=1, media_type="application/pdf", name="скан.pdf", purpose="x", stored_at=NOW
    )


def sign(protocol: Protocol, by: Person, **said: Any) -> ProtocolSeal:
    return sign_protocol(protocol.pk, by=by, at=AT, **said)


def test_signing_fixes_the_number_and_seals_the_text(whole: Protocol, head: Person, member: Person) -> None:
    seal = sign(whole, head)

    whole.refresh_from_db()
    decision = whole.decisions.get()
    assert (whole.status, whole.number, whole.signed_at, whole.order_reason) == ("signed", 1, AT, "")
    assert last_values([whole.series_code]) == {whole.series_code: 1}
    assert (decision.number_text, decision.binding_at) == ("1.1", AT)
    assert list(Assignment.objects.values_list("decision", "key")) == [(decision.pk, f"person:{member.pk}")]
    assert (seal.number, seal.sealed_at, seal.sealed_by, seal.withdrawn_at) == (1, AT, head.actor_name, None)
    assert seal.sha256 == hashlib.sha256(seal.record.encode()).hexdigest()
    assert json.loads(seal.record)["protocol"]["number"] == 1
    assert matches_record(whole, seal.record)
    assert (seal.docx.name, seal.pdf.name) == (
        "Протокол № 1 от 08.10.2024.docx", "Протокол № 1 от 08.10.2024.pdf",
    )  # fmt: skip
    assert open_file(seal.pdf).read(5) == b"%PDF-"
    assert (seal.docx.scope, seal.docx.purpose) == (whole.association.path, "protocols.seal")
    assert deeds(whole) == [
        (
            "protocol_signed",
            str(head.pk),
            {"Состояние": ["черновик", "подписан"], "Номер": ["", "1"], "Отпечаток": ["", seal.sha256]},
        )
    ]


def test_signing_tells_those_who_were_there_and_not_the_signer(
    whole: Protocol, head: Person, member: Person, methodist: Person, stranger: Person
) -> None:
    sign(whole, head)

    told = Notice.objects.filter(kind="protocols.signed")
    assert set(told.values_list("person", flat=True)) == {member.pk, methodist.pk}
    assert set(told.values_list("address", flat=True)) == {f"/protocols/{whole.pk}/"}


def test_protocols_are_numbered_in_the_order_of_signing(make_whole: MakeWhole, head: Person) -> None:
    rows = [make_whole(day) for day in (1, 2, 3)]

    assert [sign(row, head).number for row in rows] == [1, 2, 3]


def test_stranger_and_methodist_may_not_sign(whole: Protocol, stranger: Person, methodist: Person) -> None:
    for person in (stranger, methodist):
        nothing_changes(lambda person=person: sign(whole, person), PermissionRefused)  # type: ignore[misc]


def test_second_signature_is_refused(whole: Protocol, head: Person) -> None:
    sign(whole, head)

    nothing_changes(lambda: sign(whole, head), AlreadySigned, "под №\xa01")


def test_archived_draft_is_not_signed(make_whole: MakeWhole, head: Person) -> None:
    away = make_whole(archived_at=NOW)

    nothing_changes(lambda: sign(away, head), PermissionRefused, "в архиве")


def test_empty_protocol_is_refused_with_everything_that_is_missing(association: Association, head: Person) -> None:
    empty = ProtocolFactory.create(association=association)

    nothing_changes(
        lambda: sign(empty, head),
        NothingToSign,
        "^Чтобы подписать, впишите повестку дня; назовите присутствующих или их число; назовите председателя или "
        "ведущего; запишите, что говорили или что решили.$",
    )


def test_decision_without_words_is_refused(whole: Protocol, head: Person) -> None:
    Decision.objects.filter(protocol=whole).update(text=" ")

    nothing_changes(lambda: sign(whole, head), NothingToSign, "допишите или уберите решение без текста")


def test_signing_is_refused_when_a_vote_counts_more_than_are_left(whole: Protocol, head: Person) -> None:
    guest = ProtocolPersonFactory(protocol=whole, role="present", name="Рябинина Ольга")
    vote = put_vote(
        whole.pk,
        item_id=whole.agenda.get().pk,
        decision_id=None,
        fields=VoteFields("counts", 2, 0, 1),
        expected_version=None,
        by=head,
        at=AT,
    )
    guest.delete()

    nothing_changes(lambda: sign(whole, head), MoreVotesThanVoters, "посчитано 3 голоса, а с правом голоса 2 человека")

    Vote.objects.filter(pk=vote.pk).update(abstained_count=0)
    assert sign(whole, head).number == 1


def test_remarks_that_wait_are_asked_about(whole: Protocol, head: Person) -> None:
    Remark.objects.create(protocol=whole, name="Липина", text="Дата", made_at=NOW)

    nothing_changes(lambda: sign(whole, head), RemarksWaiting, "1 замечание ждёт ответа")
    assert sign(whole, head, accept_remarks=True).number == 1


def test_number_against_the_days_needs_a_reason(make_whole: MakeWhole, head: Person) -> None:
    sign(make_whole(20), head)
    earlier = make_whole(13)

    nothing_changes(lambda: sign(earlier, head), NumberOutOfOrder, "получит №\xa02: номера пойдут не по порядку дат")
    nothing_changes(lambda: sign(earlier, head, accept_order=True, order_reason=" "), ReasonMissing)
    seal = sign(earlier, head, accept_order=True, order_reason="Секретарь болела.")

    earlier.refresh_from_db()
    assert (seal.number, earlier.order_reason) == (2, "Секретарь болела.")


def test_reason_is_not_kept_where_numbers_follow_the_days(whole: Protocol, head: Person) -> None:
    sign(whole, head, accept_order=True, order_reason="На всякий случай")

    whole.refresh_from_db()
    assert whole.order_reason == ""


def test_item_of_the_plan_learns_that_it_was_held(
    make_whole: MakeWhole, association: Association, head: Person
) -> None:
    item = PlanItemFactory.create(plan=PlanFactory.create(association=association, school_year=2024))
    whole = make_whole(event=EventFactory.create(association=association, plan_item=item))

    sign(whole, head)

    item.refresh_from_db()
    outcome = ItemOutcome.objects.get()
    assert item.status == "held"
    assert (outcome.source_key, outcome.participation_count, outcome.held_on, outcome.evidence_url) == (
        whole.object_key, None, whole.held_on, f"/protocols/{whole.pk}/",
    )  # fmt: skip
    assert outcome.evidence == "протокол №\xa01 от 08.10.2024, присутствовало 2"


def test_closed_plan_is_passed_over_in_silence(make_whole: MakeWhole, association: Association, head: Person) -> None:
    plan = PlanFactory.create(association=association, school_year=2024, status="closed")
    whole = make_whole(event=EventFactory.create(association=association, plan_item=PlanItemFactory.create(plan=plan)))

    assert sign(whole, head).number == 1
    assert ItemOutcome.objects.count() == 0


def test_undoing_opens_the_text_and_gives_the_number_back(
    make_whole: MakeWhole, association: Association, head: Person
) -> None:
    item = PlanItemFactory.create(plan=PlanFactory.create(association=association, school_year=2024))
    whole = make_whole(event=EventFactory.create(association=association, plan_item=item))
    seal = sign(whole, head)
    scan, listed = (
        ProtocolPaper.objects.create(
            protocol=whole, kind=kind, file=stored_file(), title="Файл", added_at=AT, added_by="Ольхова"
        )
        for kind in ("scan", "attachment")
    )

    undo_signing(whole.pk, reason="Опечатка в дате", by=head, at=AT)

    for row in (whole, seal, scan, listed, item):
        row.refresh_from_db()
    assert (whole.status, whole.number, whole.signed_at) == ("draft", None, None)
    assert (seal.withdrawn_at, seal.withdrawn_reason) == (AT, "Опечатка в дате")
    assert (scan.archived_at, listed.archived_at) == (AT, None)
    assert last_values([whole.series_code]) == {whole.series_code: 0}
    assert whole.decisions.values_list("binding_at", "number_text").get() == (None, "")
    assert Assignment.objects.count() == 0
    assert item.status == "planned"
    assert deeds(whole)[-1] == (
        "protocol_signing_undone", str(head.pk), {"Состояние": ["подписан", "черновик"], "Номер": ["1", ""]},
    )  # fmt: skip
    assert sign(whole, head).number == 1
    assert whole.seals.count() == 2


def test_only_the_last_number_is_given_back(make_whole: MakeWhole, head: Person) -> None:
    first, second = make_whole(1), make_whole(2)
    sign(first, head)
    sign(second, head)

    nothing_changes(lambda: undo_signing(first.pk, reason="Ошибка", by=head, at=AT), NumberNotLast)


def test_undoing_asks_for_a_reason_and_a_signature(whole: Protocol, head: Person, methodist: Person) -> None:
    nothing_changes(lambda: undo_signing(whole.pk, reason="Ошибка", by=head, at=AT), NotSigned)
    sign(whole, head)

    nothing_changes(lambda: undo_signing(whole.pk, reason=" ", by=head, at=AT), ReasonMissing)
    nothing_changes(lambda: undo_signing(whole.pk, reason="Ошибка", by=methodist, at=AT), PermissionRefused)


def test_nothing_is_undone_once_somebody_reported(whole: Protocol, head: Person) -> None:
    sign(whole, head)
    assignment = Assignment.objects.get()
    ProgressEntry.objects.create(
        decision=assignment.decision, assignment=assignment, state="done", text="Сделано", made_at=AT
    )

    nothing_changes(lambda: undo_signing(whole.pk, reason="Ошибка", by=head, at=AT), AlreadyAnswered)


def test_nothing_is_undone_while_a_plan_or_a_resolution_rests_on_it(whole: Protocol, head: Person) -> None:
    sign(whole, head)
    plan = PlanFactory.create(association=whole.association, school_year=2024)
    approval = PlanApproval.objects.create(protocol=whole, plan=plan, approved_at=AT)

    nothing_changes(
        lambda: undo_signing(whole.pk, reason="Ошибка", by=head, at=AT), SigningStands, "утверждён план на 2024/2025"
    )
    approval.delete()
    ResolutionFactory.create(association=whole.association, adopted=True, protocol=whole, title="Резолюция секции")
    nothing_changes(lambda: undo_signing(whole.pk, reason="Ошибка", by=head, at=AT), SigningStands, "принята резолюция")


def test_a_protocol_has_one_seal_in_force(whole: Protocol, head: Person) -> None:
    seal = sign(whole, head)
    seal.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        seal.save(force_insert=True)
