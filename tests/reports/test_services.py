"""Handing in, taking back, rules, and letters to the late ones: effects, refusals, twice and at once."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from stellazh.associations.models import Association
from stellazh.common.capabilities import Role
from stellazh.common.errors import ChangedMeanwhile, PermissionRefused
from stellazh.common.uniqueness import FormSentTwice
from stellazh.files.services import FileTypeNotAccepted
from stellazh.notices.models import Notice
from stellazh.people.models import Person
from stellazh.reports.enums import KeptPaper
from stellazh.reports.models import BoardLetter, PaperHanded, PaperRule
from stellazh.reports.services import (
    HandedFields,
    MonthOutOfPlace,
    NobodyToWrite,
    PaperAlreadyTakenBack,
    PaperIsEmpty,
    RuleIsWrong,
    UnsafePaperAddress,
    WrittenMeanwhile,
    change_rule,
    hand_in,
    take_back,
    write_late,
)
from tests.checks import at_once, deeds, nothing_changes
from tests.factories.associations import GrantFactory
from tests.factories.people import PersonFactory
from tests.reports.conftest import moment

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n"
NOVEMBER = HandedFields(KeptPaper.MONTH_PLAN, 2024, date(2024, 11, 3), words=" скан  плана ")
AT = moment(11, 20)


def test_a_scan_is_handed_in_on_the_day_of_its_association(association: Association, head: Person) -> None:
    Association.objects.update(time_zone="Asia/Krasnoyarsk")

    paper = hand_in(association.pk, fields=NOVEMBER, file=PDF, file_name="ноябрь.pdf", by=head, at=moment(11, 5, 20))

    assert paper.file is not None
    assert (paper.month, paper.school_year, paper.words) == (date(2024, 11, 1), 2024, "скан плана")
    assert (paper.handed_on, paper.file.name, paper.handed_by) == (date(2024, 11, 6), "ноябрь.pdf", head.actor_name)
    assert deeds(paper) == [("paper_handed_in", str(head.pk), {"Документ": ["", "план на месяц, ноябрь 2024 г."]})]


def test_the_same_form_hands_in_once(association: Association, neighbour: Association, head: Person) -> None:
    key = uuid4()
    GrantFactory(person=head, role=Role.HEAD, association=neighbour)

    made = [hand_in(association.pk, fields=NOVEMBER, submission_key=key, by=head, at=AT) for _ in range(2)]

    assert made[0] == made[1]
    nothing_changes(lambda: hand_in(neighbour.pk, fields=NOVEMBER, submission_key=key, by=head, at=AT), FormSentTwice)


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        (HandedFields(KeptPaper.REPORT, 2024, words="  "), PaperIsEmpty),
        (HandedFields(KeptPaper.REPORT, 2024, url="javascript:alert(1)"), UnsafePaperAddress),
        (HandedFields(KeptPaper.REPORT, 2024, date(2024, 9, 1), words="отчёт"), MonthOutOfPlace),
        (HandedFields(KeptPaper.REPORT, 1024, words="отчёт"), MonthOutOfPlace),
        (HandedFields(KeptPaper.PROTOCOL, 2024, words="протокол"), MonthOutOfPlace),
    ],
)
def test_what_is_no_paper_is_refused(
    association: Association, head: Person, fields: HandedFields, refusal: type
) -> None:
    nothing_changes(lambda: hand_in(association.pk, fields=fields, by=head, at=AT), refusal)


def test_handing_in_is_for_those_who_keep_papers(
    association: Association, head: Person, member: Person, region_head: Person, stranger: Person
) -> None:
    for who in (member, region_head, stranger):
        nothing_changes(lambda who=who: hand_in(association.pk, fields=NOVEMBER, by=who, at=AT), PermissionRefused)
    nothing_changes(
        lambda: hand_in(association.pk, fields=NOVEMBER, file=b"MZ\x90\0", file_name="a.exe", by=head, at=AT),
        FileTypeNotAccepted,
    )
    Association.objects.filter(pk=association.pk).update(archived_at=AT)
    nothing_changes(lambda: hand_in(association.pk, fields=NOVEMBER, by=head, at=AT), PermissionRefused)


def test_taken_back_it_counts_no_more(association: Association, head: Person, stranger: Person) -> None:
    paper = hand_in(association.pk, fields=NOVEMBER, by=head, at=AT)
    nothing_changes(lambda: take_back(paper.pk, by=stranger, at=AT), PermissionRefused)

    take_back(paper.pk, by=head, at=AT)

    assert list(PaperHanded.objects.present()) == []
    assert [deed for deed, _, _ in deeds(paper)] == ["paper_handed_in", "paper_taken_back"]
    nothing_changes(lambda: take_back(paper.pk, by=head, at=AT), PaperAlreadyTakenBack)


def test_constraints_of_papers_hold(association: Association) -> None:
    boring = {"association": association, "school_year": 2024, "handed_on": date(2024, 9, 1), "handed_at": AT}
    for wrong in (
        {"kind": "report", "words": ""},
        {"kind": "report", "words": "отчёт", "month": date(2024, 9, 1)},
        {"kind": "protocol", "words": "протокол"},
        {"kind": "protocol", "words": "протокол", "month": date(2024, 9, 2)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            PaperHanded.objects.create(**boring, **wrong)
    PaperRule.objects.create(association=association, kind="plan", due_day=1, due_month=10)
    for rule in (
        {"kind": "plan", "due_day": 1},
        {"kind": "report", "due_day": 0},
        {"kind": "report", "due_day": 61},
        {"kind": "report", "due_day": 1, "due_month": 13},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            PaperRule.objects.create(association=association, **rule)
    letter = {
        "board": association, "association": association, "school_year": 2024, "told_count": 1, "written_at": AT,
        "submission_key": uuid4(),
    }  # fmt: skip
    BoardLetter.objects.create(**letter)
    with pytest.raises(IntegrityError), transaction.atomic():
        BoardLetter.objects.create(**letter)


def _rule(region: Association, by: Person, **changes: object) -> PaperRule:
    wanted = {
        "kind": KeptPaper.MONTH_PLAN, "is_asked": True, "due_day": 3, "months": [11, 10], "expected_version": 0,
    } | changes  # fmt: skip
    return change_rule(region.pk, by=by, at=AT, **wanted)  # type: ignore[arg-type]


def test_a_rule_is_changed_and_changed_again(region: Association, region_head: Person) -> None:
    _rule(region, region_head)
    rule = _rule(region, region_head, due_day=7, expected_version=1)

    assert (rule.due_day, rule.months, rule.version, PaperRule.objects.count()) == (7, [10, 11], 2, 1)
    assert deeds(region)[-1] == (
        "paper_rule_changed",
        str(region_head.pk),
        {"план на месяц": ["до 3 числа своего месяца: окт., нояб.", "до 7 числа своего месяца: окт., нояб."]},
    )


def test_a_rule_is_refused(region: Association, region_head: Person, head: Person) -> None:
    nothing_changes(lambda: _rule(region, head), PermissionRefused)
    for wrong in (
        {"due_day": 0},
        {"due_day": 32},
        {"months": []},
        {"months": [13]},
        {"kind": KeptPaper.PROTOCOL, "due_day": 61},
        {"kind": KeptPaper.REPORT, "due_month": None},
    ):
        nothing_changes(lambda wrong=wrong: _rule(region, region_head, **wrong), RuleIsWrong)
    _rule(region, region_head)
    nothing_changes(lambda: _rule(region, region_head, due_day=9), ChangedMeanwhile)


def _write(region: Association, by: Person, *chosen: Association, **changes: object) -> list[BoardLetter]:
    wanted = {
        "association_ids": [one.pk for one in chosen], "school_year": 2024, "text": " Пожалуйста, сдайте. ",
        "last_letter_id": 0, "submission_key": None,
    } | changes  # fmt: skip
    return write_late(region.pk, by=by, at=AT, **wanted)  # type: ignore[arg-type]


def test_each_head_is_told_of_her_own_papers_alone(
    region: Association, association: Association, neighbour: Association, region_head: Person, head: Person,
    stranger: Person,
) -> None:  # fmt: skip
    hand_in(association.pk, fields=NOVEMBER, by=head, at=moment(11, 2))

    letters = _write(region, region_head, association, neighbour)

    told = {notice.person_id: notice for notice in Notice.objects.filter(kind="reports.missing")}
    assert sorted(told) == sorted([head.pk, stranger.pk])
    assert "план на ноябрь" not in told[head.pk].text
    assert "план на октябрь 2024 г. (срок был 5 октября)" in told[head.pk].text
    assert "план на ноябрь 2024 г." in told[stranger.pk].text
    assert told[head.pk].address == "/o/luga/papers/own/"
    assert [(letter.association, letter.told_count, letter.text) for letter in letters] == [
        (neighbour, 1, "Пожалуйста, сдайте."),
        (association, 1, "Пожалуйста, сдайте."),
    ]
    assert letters[1].about == ["план на сентябрь 2024 г.", "план на 2024/2025", "план на октябрь 2024 г."]
    assert deeds(region)[-1][0] == "papers_reminded"


def test_the_same_submission_sends_once(
    region: Association, association: Association, region_head: Person, head: Person
) -> None:
    key = uuid4()

    made = [_write(region, region_head, association, submission_key=key) for _ in range(2)]

    assert made[0] == made[1]
    assert Notice.objects.filter(kind="reports.missing").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_methodists_at_once_write_once(
    region: Association, association: Association, region_head: Person, head: Person
) -> None:
    found = at_once(lambda: type(_write(region, region_head, association)).__name__)

    assert sorted(found) == ["WrittenMeanwhile", "list"]
    assert BoardLetter.objects.count() == 1


def test_writing_is_refused(
    region: Association, association: Association, neighbour: Association, region_head: Person, head: Person
) -> None:
    nothing_changes(lambda: _write(region, head, association), PermissionRefused)
    nothing_changes(lambda: _write(region, region_head, neighbour), NobodyToWrite)
    nothing_changes(lambda: _write(region, region_head, region), NobodyToWrite)
    letter = _write(region, region_head, association)[0]
    nothing_changes(lambda: _write(region, region_head, association), WrittenMeanwhile)

    again = _write(region, region_head, association, last_letter_id=letter.pk)

    assert [one.association for one in again] == [association]


def test_a_head_without_an_account_is_not_written_to(
    region: Association, neighbour: Association, region_head: Person
) -> None:
    GrantFactory(person=PersonFactory(email=None, password=""), role=Role.HEAD, association=neighbour)

    nothing_changes(lambda: _write(region, region_head, neighbour), NobodyToWrite)
