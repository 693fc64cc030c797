"""Rows corrected, left out and back; names settled."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from stellazh.certificates.enums import NameState
from stellazh.certificates.models import IssueRun, RunRow
from stellazh.certificates.recipient_lists import Recipient
from stellazh.certificates.services.runs import (
    RowFields,
    RowOfAnotherRun,
    RowUnfit,
    SettledName,
    add_recipients,
    change_row,
    leave_row_out,
    settle_names,
)
from stellazh.common.errors import ChangedMeanwhile, PermissionRefused
from stellazh.people.enums import GrammaticalCase
from stellazh.people.models import NameInCase, Person
from tests.certificates.runs.conftest import MakeRun, add_row
from tests.checks import deeds, nothing_changes
from tests.factories.people import PersonFactory


def as_it_is(row: RunRow, **changes: Any) -> RowFields:
    given = {name: getattr(row, name) for name in ("name", "gender", "dative", "genitive", "post", "school", "email")}
    return RowFields(**{**given, **changes})


@pytest.fixture
def row(run: IssueRun, methodist: Person, at: datetime) -> RunRow:
    """A row whose cases nobody knows."""
    add_recipients(run.pk, recipients=[Recipient("Липина М. С.", school="№ 5")], source="Вписаны", by=methodist, at=at)
    return run.rows.get()


def test_a_corrected_name_is_declined_anew(run: IssueRun, row: RunRow, methodist: Person, at: datetime) -> None:
    assert row.name_state == NameState.DOUBTFUL

    changed = change_row(
        run.pk, row.pk, fields=as_it_is(row, name="Липина Мария Сергеевна"), expected_version=1, by=methodist, at=at
    )

    assert (changed.dative, changed.genitive) == ("Липиной Марии Сергеевне", "Липиной Марии Сергеевны")
    assert (changed.name_state, changed.gender, changed.doubts, changed.version) == ("certain", "f", [], 2)
    action, _, changes = deeds(run)[-1]
    assert (action, changes["Имя"]) == ("run_row_changed", ["Липина М. С.", "Липина Мария Сергеевна"])


def test_cases_written_by_hand_are_settled_and_remembered(run: IssueRun, methodist: Person, at: datetime) -> None:
    person = PersonFactory(family_name="Озерова", given_name="Нинель", patronymic="Юрьевна")
    row = add_row(run, person.full_name, person=person, name_state="doubtful", doubts=["Падежи имени: проверьте их."])

    changed = change_row(
        run.pk, row.pk, fields=as_it_is(row, dative="Озеровой Нинели Юрьевне"), expected_version=1, by=methodist, at=at
    )

    assert (changed.name_state, changed.doubts) == (NameState.SETTLED, [])
    known = NameInCase.objects.get(person=person, case=GrammaticalCase.DATIVE)
    assert (known.text, known.full_name) == ("Озеровой Нинели Юрьевне", person.full_name)


def test_what_was_settled_for_a_person_is_taken_next_time(make_run: MakeRun, methodist: Person, at: datetime) -> None:
    person = PersonFactory(family_name="Озерова", given_name="Нинель", patronymic="Юрьевна")
    first, second = make_run(), make_run()
    row = add_row(first, person.full_name, person=person, name_state="doubtful")
    settle_names(
        first.pk,
        settled={row.pk: SettledName("Озеровой Нинели Юрьевне", "Озеровой Нинели Юрьевны", 1)},
        by=methodist,
        at=at,
    )

    add_recipients(
        second.pk,
        recipients=[Recipient(person.full_name, person_id=person.pk, school="№ 5")],
        source="",
        by=methodist,
        at=at,
    )

    found = second.rows.get()
    assert (found.dative, found.genitive, found.name_state, found.gender) == (
        "Озеровой Нинели Юрьевне", "Озеровой Нинели Юрьевны", "certain", "f",
    )  # fmt: skip


def test_many_names_are_settled_at_once_but_not_those_changed_meanwhile(
    run: IssueRun, methodist: Person, at: datetime
) -> None:
    doubt = ["Падежи имени: проверьте их.", "Другое"]
    rows = [add_row(run, f"Липин М. {sign}", name_state="doubtful", doubts=doubt) for sign in "АБВ"]
    settled = {one.pk: SettledName("Липину М.", "Липина М.", 1) for one in rows}
    settled[rows[2].pk] = SettledName("Липину М.", "Липина М.", 7)

    count = settle_names(run.pk, settled=settled, by=methodist, at=at)

    assert count == 2
    assert list(run.rows.values_list("name_state", "dative", "version")) == [
        ("settled", "Липину М.", 2), ("settled", "Липину М.", 2), ("doubtful", "Липин М. В (кому)", 1),
    ]  # fmt: skip
    assert run.rows.get(pk=rows[0].pk).doubts == ["Другое"]
    assert deeds(run)[-1][0] == "run_names_settled"


def test_a_row_is_left_out_and_back(run: IssueRun, row: RunRow, methodist: Person, at: datetime) -> None:
    leave_row_out(run.pk, row.pk, is_left_out=True, expected_version=1, by=methodist, at=at)
    assert run.rows.going().count() == 0

    back = leave_row_out(run.pk, row.pk, is_left_out=False, expected_version=2, by=methodist, at=at)

    assert (back.is_left_out, back.version) == (False, 3)
    nothing_changes(
        lambda: leave_row_out(run.pk, row.pk, is_left_out=True, expected_version=1, by=methodist, at=at),
        ChangedMeanwhile,
    )


def test_refusals_change_nothing(
    run: IssueRun, row: RunRow, make_run: MakeRun, methodist: Person, member: Person, at: datetime
) -> None:
    other = make_run()
    good = as_it_is(row, name="Липина Мария Сергеевна")

    def change(run_id: int = run.pk, fields: RowFields = good, version: int = 1, by: Person = methodist) -> None:
        change_row(run_id, row.pk, fields=fields, expected_version=version, by=by, at=at)

    nothing_changes(lambda: change(run_id=other.pk), RowOfAnotherRun)
    nothing_changes(lambda: change(version=3), ChangedMeanwhile)
    nothing_changes(lambda: change(by=member), PermissionRefused)
    nothing_changes(lambda: change(fields=as_it_is(row, name=" ")), RowUnfit)
    nothing_changes(lambda: change(fields=as_it_is(row, name="я" * 251)), RowUnfit)
    nothing_changes(lambda: change(fields=as_it_is(row, details={"работа": "я" * 301})), RowUnfit)
    nothing_changes(
        lambda: settle_names(run.pk, settled={row.pk: SettledName("", "Липиной", 1)}, by=methodist, at=at), RowUnfit
    )
    nothing_changes(
        lambda: settle_names(run.pk, settled={row.pk: SettledName("Л", "Л", 1)}, by=member, at=at), PermissionRefused
    )
    IssueRun.objects.filter(pk=run.pk).update(status="issued")
    nothing_changes(change, PermissionRefused)
