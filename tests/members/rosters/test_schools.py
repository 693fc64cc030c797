"""A list of schools brought, checked, taken in and taken back."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from stellazh.associations.models import Association, Organisation
from stellazh.audit.models import AuditEntry
from stellazh.members.enums import ImportState
from stellazh.members.models import SchoolCard
from stellazh.members.services import rosters
from stellazh.members.services.schools import SchoolFields, update_school_card
from stellazh.people.models import Person
from tests.checks import fingerprint
from tests.factories.associations import TerritoryFactory
from tests.factories.members import PostFactory
from tests.members.rosters.making import applied, brought, decide, decisions, outcomes, row, school, undone

HEAD = ("Краткое название", "Полное название", "ИНН", "Учеников", "Статус библиотеки", "Площадь", "Интернет")
FIVE = (
    "МБОУ СОШ № 5",
    "Бюджетное учреждение «Средняя школа № 5»",
    "0012345673",
    "612",
    "ШИБЦ",
    "84,5",
    "да",
)
LYCEUM = ("МАОУ «Лицей»", "МАОУ «Лицей»", "", "400", "ШБ", "", "нет")


def lists(association: Association, by: Person, at: datetime, *rows: tuple[str, ...]) -> Any:
    return brought(association, by, at, *rows, kind="schools", name="школы.csv")


def test_new_schools_get_cards(association: Association, head: Person, at: datetime) -> None:
    roster = applied(lists(association, head, at, HEAD, FIVE, LYCEUM), head, at)

    five = Organisation.objects.get(inn="0012345673")
    card = SchoolCard.objects.get(organisation=five)
    assert (five.kind, five.short_name, five.territory, five.name) == (
        "school",
        FIVE[0],
        association.territory,
        FIVE[1],
    )
    assert (card.pupil_count, card.library_kind, card.area_m2, card.has_internet, card.stated_on) == (
        612, "shibc", Decimal("84.5"), True, date(2024, 9, 10),
    )  # fmt: skip
    assert outcomes(roster) == {2: "внесено", 3: "внесено"}
    assert (roster.state, roster.counts["create"]) == (ImportState.APPLIED, 2)
    assert AuditEntry.objects.filter(action="organisation_created", actor_id=str(head.pk)).count() == 2
    assert AuditEntry.objects.get(action="roster_applied").changes == {"Внесено новых": ["", "2"]}


def test_the_same_list_twice_changes_nothing(association: Association, head: Person, at: datetime) -> None:
    applied(lists(association, head, at, HEAD, FIVE, LYCEUM), head, at)
    before = fingerprint()

    second = lists(association, head, at, HEAD, FIVE, LYCEUM)

    assert decisions(second) == {2: "same", 3: "same"}
    with pytest.raises(rosters.NothingToApply):
        rosters.apply_roster(second.pk, by=head, at=at)
    changed = {name.split(":")[0] for name, count in fingerprint().items() if count != before[name]}
    assert changed <= {
        "members_rosterimport", "members_importrow", "jobs_job", "audit_auditentry", "files_storedfile",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["школа №5", "МБОУ «СОШ №5»", "Средняя школа № 5", "МБОУ СОШ № 05"])
def test_variants_of_a_name_are_one_school(association: Association, head: Person, at: datetime, name: str) -> None:
    five: Any = school(association, "МБОУ СОШ № 5")

    roster = applied(lists(association, head, at, ("Школа", "Учеников"), (name, "612")), head, at)

    assert outcomes(roster) == {2: "дополнено: учеников"}
    assert SchoolCard.objects.get().organisation_id == five.pk
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize(
    ("cells", "expected", "why"),
    [
        (("СОШ № 5 имени Ольхова", ""), "ask", "похожее название"),
        (("СОШ № 5", "0012345680"), "ask", "то же название, другой ИНН"),
        (("Заречная гимназия", "0012345673"), "ask", "тот же ИНН, название другое"),
        (("СОШ № 15", ""), "create", ""),
        (("Гимназия № 5", ""), "create", ""),
        (("СОШ № 5", "0012345673"), "same", ""),
    ],
)
def test_look_alikes_are_asked_about(
    association: Association, head: Person, at: datetime, cells: tuple[str, str], expected: str, why: str
) -> None:
    five: Any = school(association, "МБОУ СОШ № 5", inn="0012345673")

    found = row(lists(association, head, at, ("Школа", "ИНН"), cells), 2)

    assert found.decision == expected
    assert [(one["id"], one["why"]) for one in found.candidates] == ([(five.pk, why)] if why else [])


def test_a_number_of_a_school_out_of_sight_is_taken_and_nothing_more_is_told(
    association: Association, neighbour: Association, head: Person, at: datetime
) -> None:
    school(neighbour, "МБОУ СОШ № 77", inn="0012345673")

    found = row(lists(association, head, at, HEAD, FIVE), 2)

    assert (found.decision, found.candidates) == ("bad", [])
    assert found.problems == ["ИНН 0012345673 уже записан за другой организацией. Исправьте его или сотрите."]


def test_municipalities_are_found_by_their_telling_word(
    region: Association, region_head: Person, association: Association, at: datetime
) -> None:
    TerritoryFactory(code="forest", name="Лесной округ", parent=region.territory)
    rows = (("Школа", "Район"), ("СОШ № 1", "Лужский р-н"), ("СОШ № 1", "Лесной район"), ("СОШ № 2", "Морской район"))

    roster = applied(lists(region, region_head, at, *rows), region_head, at)

    assert decisions(roster) == {2: "create", 3: "create", 4: "bad"}
    assert sorted(Organisation.objects.values_list("territory__name", flat=True)) == ["Лесной округ", "Лужский округ"]
    assert "«Морской район» не найден" in row(roster, 4).problems[0]


def test_what_differs_stays_unless_chosen(association: Association, head: Person, at: datetime) -> None:
    five: Any = school(association, "МБОУ СОШ № 5")
    update_school_card(
        five.pk, expected_version=0, fields=SchoolFields(pupil_count=600, library_kind="sb"), by=head, at=at
    )
    roster = lists(association, head, at, HEAD, FIVE)
    assert decisions(roster) == {2: "update"}

    rosters.take_fields(roster.pk, 2, expected_version=1, taken=["library_kind"], by=head, at=at)
    applied(roster, head, at)

    card = SchoolCard.objects.get()
    assert (card.pupil_count, card.library_kind, card.area_m2) == (600, "shibc", Decimal("84.5"))
    assert Organisation.objects.get().inn == "0012345673"


def test_figures_that_do_not_add_up_are_told(association: Association, head: Person, at: datetime) -> None:
    rows = (("Школа", "Фонд", "Учебников"), ("СОШ № 5", "1000", "5000"))

    roster = applied(lists(association, head, at, *rows), head, at)

    card = SchoolCard.objects.get()
    assert (card.fund_count, card.textbook_count) == (1000, None)
    assert "Учебников" in row(roster, 2).problems[0]


def test_rows_are_compared_with_each_other(association: Association, head: Person, at: datetime) -> None:
    rows = (("Школа", "Учеников"), ("СОШ № 5", "612"), ("СОШ № 5", "612"), ("МБОУ «СОШ №5»", "600"))

    roster = lists(association, head, at, *rows)

    assert decisions(roster) == {2: "create", 3: "skip", 4: "ask"}
    decide(roster, 4, "row:2", head, at)
    applied(roster, head, at)
    assert Organisation.objects.count() == 1
    assert outcomes(roster)[4] == "без изменений"


def test_undoing_puts_new_schools_away_and_returns_texts(association: Association, head: Person, at: datetime) -> None:
    seven: Any = school(association, "МБОУ СОШ № 7")
    used = ("МБОУ СОШ № 9", "МБОУ СОШ № 9", "", "100", "", "", "")
    rows = (HEAD, FIVE, ("МБОУ СОШ № 7", "МБОУ СОШ № 7", "0012345680", "300", "", "", ""), used)
    roster = applied(lists(association, head, at, *rows), head, at)
    nine = Organisation.objects.get(short_name="МБОУ СОШ № 9")
    PostFactory(organisation=nine)

    undone(roster, head, at)

    five = Organisation.objects.get(short_name="МБОУ СОШ № 5")
    seven.refresh_from_db()
    nine.refresh_from_db()
    assert (five.archived_at, five.inn, seven.inn, nine.archived_at) == (at, "", "", None)
    assert SchoolCard.objects.get(organisation=seven).pupil_count is None
    assert dict(roster.rows.values_list("number", "undone")) == {
        2: "возвращено", 3: "возвращено", 4: "осталось: МБОУ СОШ № 9: уже используется (должности)",
    }  # fmt: skip
    assert outcomes(applied(lists(association, head, at, HEAD, FIVE), head, at)) == {2: "внесено"}


def test_a_school_entered_meanwhile_is_not_made_twice(association: Association, head: Person, at: datetime) -> None:
    first = lists(association, head, at, HEAD, LYCEUM)
    second = lists(association, head, at, HEAD, LYCEUM)
    applied(first, head, at)

    applied(second, head, at)

    assert outcomes(second) == {2: "не внесено: пока список проверяли, эту школу внесли другим путём."}
    assert Organisation.objects.count() == 1
