"""A list of people brought, checked, taken in and taken back."""

# ruff: noqa: E501
from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stellazh.associations.models import Association, Grant
from stellazh.audit.models import AuditEntry
from stellazh.common.capabilities import Role
from stellazh.common.errors import PermissionRefused, UnreadablePaper
from stellazh.members.enums import ImportState, RowDecision
from stellazh.members.models import Card, Membership, Post, RosterImport
from stellazh.members.services import PostFields, add_post, rosters
from stellazh.members.services.cards import CardFields, update_card
from stellazh.people.models import Person
from tests.checks import fingerprint, nothing_changes
from tests.factories.associations import GrantFactory
from tests.factories.members import MembershipFactory, PostFactory
from tests.factories.people import PersonFactory
from tests.members.rosters.making import (
    HEAD,
    LIPINA,
    OLKHOVA,
    applied,
    as_csv,
    brought,
    decide,
    decisions,
    outcomes,
    row,
    school,
    undone,
)  # fmt: skip

# Fifty names of which no two are alike.
FAMILIES = ("Берестова", "Вербина", "Калинина", "Озерова", "Тополева")
GIVEN = ("Анна", "Белла", "Вера", "Галина", "Дарья", "Елена", "Жанна", "Зоя", "Инна", "Клара")


@pytest.fixture
def five(association: Association) -> Any:
    return school(association, "МБОУ СОШ № 5")


@pytest.fixture
def seven(association: Association) -> Any:
    return school(association, "МБОУ СОШ № 7")


def member(association: Association, family: str, given: str, patronymic: str, **fields: Any) -> Any:
    """Somebody of the association without an account."""
    person: Any = PersonFactory(
        family_name=family, given_name=given, patronymic=patronymic, without_account=True, **fields
    )
    MembershipFactory(person=person, association=association)
    return person


def test_a_list_is_read_and_nothing_but_rows_is_made(
    association: Association, head: Person, five: Any, seven: Any, at: datetime
) -> None:
    people = Person.objects.count()

    roster = brought(association, head, at, HEAD, OLKHOVA, LIPINA)

    assert (roster.state, roster.version, roster.sheet) == (ImportState.REVIEW, 2, "список.csv")
    assert roster.columns == {"0": "full_name", "1": "school", "2": "post", "3": "phone", "4": "email", "5": "category"}
    assert roster.headings[0] == {"text": "ФИО", "examples": [OLKHOVA[0], LIPINA[0]], "is_blank": False}
    assert decisions(roster) == {2: "create", 3: "create"}
    assert roster.counts == {"create": 2, "update": 0, "same": 0, "ask": 0, "skip": 0, "bad": 0}
    assert Person.objects.count() == people


def test_applying_makes_people_posts_and_cards(
    association: Association, head: Person, five: Any, seven: Any, at: datetime
) -> None:
    roster = applied(brought(association, head, at, HEAD, OLKHOVA, LIPINA), head, at)

    maria = Person.objects.get(family_name="Ольхова", given_name="Мария")
    membership = Membership.objects.get(person=maria)
    post = Post.objects.get(person=maria)
    card = Card.objects.get(person=maria)
    assert (maria.email, maria.has_account, maria.patronymic) == ("maria@example.org", False, "Ивановна")
    assert (membership.association, membership.from_on, membership.to_on) == (association, date(2024, 9, 10), None)
    assert (post.organisation_id, post.title, post.kind) == (five.pk, "педагог-библиотекарь", "teacher_librarian")
    assert (card.phone, card.category, card.contact_email) == ("+7 921 000-11-22", "first", "")
    assert Grant.objects.filter(person=maria, role=Role.MEMBER, association=association).count() == 1
    assert Card.objects.get(person__family_name="Липина", person__given_name="Анна").category == "none"
    assert (roster.state, roster.applied_at, outcomes(roster)) == (
        ImportState.APPLIED,
        at,
        {2: "внесено", 3: "внесено"},
    )
    deed = AuditEntry.objects.get(action="roster_applied")
    assert (deed.actor_id, deed.scope, deed.changes) == (str(head.pk), association.path, {"Внесено новых": ["", "2"]})
    assert AuditEntry.objects.filter(action="person_created", actor_id=str(head.pk)).count() == 2


def test_the_same_file_twice_changes_nothing(
    association: Association, head: Person, five: Any, seven: Any, at: datetime
) -> None:
    rows = (
        (*HEAD, "Курсы", "Стаж общий", "Стаж библ.", "Награды", "Ставка", "Образование"),
        (*OLKHOVA, "ИБЦ, 72 ч.; Чтение, 36 ч.", "20", "12 лет", "Грамота, 2019", "0,5", "высшее библиотечное"),
        (*LIPINA, "", "7", "", "", "1 ставка", "СПО педагогическое"),
        ("Берестова Г.П.", "школа №5", "", "", "", "", "", "", "", "", "", ""),
        ("Вербина Инна", "", "", "", "", "", "", "", "", "", "", ""),
        ("Тополева Инна Олеговна", "Лесная школа", "библиотекарь", "", "", "", "", "", "", "", "", ""),
    )
    applied(brought(association, head, at, *rows), head, at)
    before = fingerprint()

    second = brought(association, head, at, *rows)

    assert decisions(second) == dict.fromkeys(range(2, 7), RowDecision.SAME)
    with pytest.raises(rosters.NothingToApply):
        rosters.apply_roster(second.pk, by=head, at=at)
    changed = {name for name, count in fingerprint().items() if count != before[name]}
    # The list itself, its rows, its job and its deed; no person, no card, no post.
    assert {name.split(":")[0] for name in changed} <= {
        "members_rosterimport", "members_importrow", "jobs_job", "audit_auditentry", "files_storedfile",
    }  # fmt: skip


def test_the_same_file_in_windows_encoding_and_other_order_is_the_same(
    association: Association, head: Person, five: Any, seven: Any, at: datetime
) -> None:
    applied(brought(association, head, at, HEAD, OLKHOVA, LIPINA), head, at)
    order = [5, 3, 0, 4, 2, 1]
    content = as_csv(*([cells[place] for place in order] for cells in (HEAD, OLKHOVA, LIPINA)), encoding="cp1251")

    second = brought(association, head, at, content=content)

    assert decisions(second) == {2: "same", 3: "same"}


def test_what_is_empty_is_filled_and_what_differs_stays(
    association: Association, head: Person, five: Any, at: datetime
) -> None:
    maria = member(association, "Ольхова", "Мария", "Ивановна")
    PostFactory(person=maria, organisation=five, title="библиотекарь")
    update_card(maria.pk, expected_version=0, fields=CardFields(phone="+7 999 000-00-00"), by=head, at=at)

    roster = brought(association, head, at, HEAD, OLKHOVA)
    assert decisions(roster) == {2: "update"}
    applied(roster, head, at)

    card = Card.objects.get(person=maria)
    assert (card.phone, card.category, card.contact_email) == ("+7 999 000-00-00", "first", "maria@example.org")
    assert [post.title for post in maria.posts.all()] == ["библиотекарь"]
    assert Person.objects.get(pk=maria.pk).email is None
    found = row(roster, 2)
    assert found.outcome == "дополнено: категория, почта для связи"
    assert found.changes["fields"] == {"Почта для связи": ["", "maria@example.org"], "Категория": ["", "первая"]}


def test_a_chosen_difference_goes_before_ours(association: Association, head: Person, five: Any, at: datetime) -> None:
    maria = member(association, "Ольхова", "Мария", "Ивановна")
    PostFactory(person=maria, organisation=five, title="библиотекарь")
    update_card(maria.pk, expected_version=0, fields=CardFields(phone="+7 999 000-00-00"), by=head, at=at)
    roster = brought(association, head, at, HEAD, OLKHOVA)

    rosters.take_fields(roster.pk, 2, expected_version=1, taken=["phone", "post"], by=head, at=at)
    applied(roster, head, at)

    assert Card.objects.get(person=maria).phone == "+7 921 000-11-22"
    assert [(post.title, post.kind) for post in maria.posts.all()] == [("педагог-библиотекарь", "teacher_librarian")]


@pytest.mark.parametrize(
    ("cells", "expected", "why"),
    [
        (("Ольхова М.И.", "СОШ № 5"), "ask", "та же школа, имя записано короче"),
        (("Олхова Мария Ивановна", "СОШ № 5"), "ask", "та же школа, в имени отличается буква"),
        (("Ольхова Мария Ивановна", "СОШ № 7"), "ask", "то же имя, другая школа"),
        (("Ольхова Мария Ивановна", ""), "ask", "то же имя, школа не указана"),
        (("Липина Мария Ивановна", "СОШ № 5"), "ask", "та же школа, те же имя и отчество, другая фамилия"),
        (("Ольхова Мария Ивановна", "школа №5"), "update", ""),
        (("Ольхова Анна Ивановна", "СОШ № 5"), "create", ""),
        (("Ольхова М.И.", "СОШ № 7"), "create", ""),
        (("Олхова Мария Ивановна", "СОШ № 7"), "create", ""),
    ],
)
def test_look_alikes_are_asked_about(
    association: Association, head: Person, five: Any, seven: Any, at: datetime,
    cells: tuple[str, str], expected: str, why: str,
) -> None:  # fmt: skip
    maria = member(association, "Ольхова", "Мария", "Ивановна")
    PostFactory(person=maria, organisation=five)

    found = row(brought(association, head, at, ("ФИО", "Школа", "Кем в объединении"), (*cells, "секретарь")), 2)

    assert found.decision == expected
    assert [one["why"] for one in found.candidates] == ([why] if why else [])
    assert [one["id"] for one in found.candidates] == ([maria.pk] if why else [])


def test_it_is_she_completes_the_name_and_the_next_time_is_the_same(
    association: Association, head: Person, five: Any, at: datetime
) -> None:
    maria = member(association, "Ольхова", "М", "И")
    PostFactory(person=maria, organisation=five)
    rows = (("ФИО", "Школа"), ("Ольхова Мария Ивановна", "СОШ № 5"))
    roster = brought(association, head, at, *rows)
    assert decisions(roster) == {2: "ask"}

    decide(roster, 2, f"same:{maria.pk}", head, at)
    applied(roster, head, at)

    maria.refresh_from_db()
    assert maria.full_name == "Ольхова Мария Ивановна"
    assert decisions(brought(association, head, at, *rows)) == {2: "same"}


def test_it_is_somebody_else_makes_a_new_card(association: Association, head: Person, five: Any, at: datetime) -> None:
    maria = member(association, "Ольхова", "Мария", "Ивановна")
    PostFactory(person=maria, organisation=five)
    roster = brought(association, head, at, ("ФИО", "Школа"), ("Ольхова М.И.", "СОШ № 5"))

    decide(roster, 2, "create", head, at)
    applied(roster, head, at)

    assert Person.objects.filter(family_name="Ольхова", given_name="М").count() == 1
    assert outcomes(roster) == {2: "внесено"}


def test_an_undecided_row_is_not_taken_in(association: Association, head: Person, five: Any, at: datetime) -> None:
    maria = member(association, "Ольхова", "Мария", "Ивановна")
    PostFactory(person=maria, organisation=five)
    roster = brought(association, head, at, ("ФИО", "Школа"), ("Ольхова М.И.", "СОШ № 5"), LIPINA[:2])

    applied(roster, head, at)

    assert outcomes(roster) == {2: "не внесено: осталось без решения", 3: "внесено"}


def test_rows_are_compared_with_each_other(
    association: Association, head: Person, five: Any, seven: Any, at: datetime
) -> None:
    roster = brought(
        association, head, at, HEAD,
        OLKHOVA,
        OLKHOVA,
        (OLKHOVA[0], "СОШ № 7", "учитель", "", "", ""),
        ("Олхова Мария Ивановна", "СОШ № 5", "", "", "", ""),
    )  # fmt: skip

    assert decisions(roster) == {2: "create", 3: "skip", 4: "ask", 5: "ask"}
    assert row(roster, 3).problems == ["Полностью повторяет строку 2."]
    assert [one["row"] for one in row(roster, 4).candidates] == [2]
    assert [one["why"] for one in row(roster, 5).candidates] == [
        "строка 2 этого файла: та же школа, в имени отличается буква"
    ]


def test_a_second_row_about_the_same_newcomer_adds_to_her_card(
    association: Association, head: Person, five: Any, seven: Any, at: datetime
) -> None:
    roster = brought(association, head, at, HEAD, OLKHOVA, (OLKHOVA[0], "СОШ № 7", "учитель", "", "", ""))

    decide(roster, 3, "row:2", head, at)
    applied(roster, head, at)

    maria = Person.objects.get(family_name="Ольхова", given_name="Мария")
    assert sorted(post.title for post in maria.posts.all()) == ["педагог-библиотекарь", "учитель"]
    assert outcomes(roster) == {2: "внесено", 3: "дополнено: место работы"}
    assert row(roster, 3).person == maria


def test_a_row_like_one_left_out_is_not_taken_in(
    association: Association, head: Person, five: Any, seven: Any, at: datetime
) -> None:
    roster = brought(association, head, at, HEAD, OLKHOVA, (OLKHOVA[0], "СОШ № 7", "учитель", "", "", ""))
    decide(roster, 3, "row:2", head, at)
    decide(roster, 2, "skip", head, at)

    applied(roster, head, at)

    assert outcomes(roster) == {
        2: "не внесено: так решено",
        3: "не внесено: строка, на которую она похожа, не внесена.",
    }
    assert not Person.objects.filter(given_name="Мария").exists()


def test_people_out_of_sight_are_no_candidates(
    association: Association, neighbour: Association, head: Person, five: Any, at: datetime
) -> None:
    twin = member(neighbour, "Ольхова", "Мария", "Ивановна")
    PostFactory(person=twin, organisation=five)

    found = row(brought(association, head, at, ("ФИО", "Школа"), OLKHOVA[:2]), 2)

    assert (found.decision, found.candidates) == ("create", [])


def test_an_address_of_somebody_out_of_sight_is_taken_and_nothing_more_is_told(
    association: Association, stranger: Person, head: Person, five: Any, at: datetime
) -> None:
    roster = brought(association, head, at, HEAD, (*OLKHOVA[:4], stranger.email, ""))

    found = row(roster, 2)
    assert found.decision == "bad"
    assert found.problems == [
        f"Адрес {stranger.email} занят: с ним входит другой человек. Исправьте адрес или сотрите его."
    ]
    assert found.candidates == []
    assert stranger.family_name not in str(found.problems)


def test_an_address_of_one_of_ours_with_another_name_is_asked_about(
    association: Association, methodist: Person, head: Person, at: datetime
) -> None:
    found = row(brought(association, head, at, ("ФИО", "e-mail"), ("Липина Анна", methodist.email)), 2)

    assert (found.decision, [one["why"] for one in found.candidates]) == ("ask", ["та же почта, другое имя"])


def test_a_person_of_another_list_in_reach_joins(
    region: Association, association: Association, region_head: Person, five: Any, at: datetime
) -> None:
    maria = member(association, "Ольхова", "Мария", "Ивановна")
    PostFactory(person=maria, organisation=five)

    roster = applied(brought(region, region_head, at, ("ФИО", "Школа"), OLKHOVA[:2]), region_head, at)

    assert outcomes(roster) == {2: "дополнено: объединение"}
    assert Membership.objects.filter(person=maria, association=region, to_on=None).count() == 1


def test_a_hidden_field_is_neither_shown_nor_changed(
    association: Association, head: Person, five: Any, at: datetime
) -> None:
    maria = member(association, "Ольхова", "Мария", "Ивановна")
    PostFactory(person=maria, organisation=five, title="педагог-библиотекарь")
    Card.objects.create(person=maria, phone="+7 999 000-00-00", visibility={"phone": "self"})

    roster = applied(brought(association, head, at, HEAD, OLKHOVA), head, at)

    assert "+7 999" not in str(list(roster.rows.values()))
    assert row(roster, 2).problems == ["Телефон: человек показывает это поле не всем, из файла оно не берётся."]
    assert Card.objects.get(person=maria).phone == "+7 999 000-00-00"


def test_values_that_a_card_refuses_are_told_and_the_rest_is_taken(
    association: Association, head: Person, at: datetime
) -> None:
    rows = (
        ("ФИО", "Стаж общий", "Стаж библ.", "Категория", "Телефон"),
        ("Ольхова Мария Ивановна", "5", "12", "СЗД", "89210001122"),
    )

    roster = applied(brought(association, head, at, *rows), head, at)

    card = Card.objects.get(person__given_name="Мария")
    assert (card.experience_total, card.experience_library, card.category, card.phone) == (
        5,
        None,
        "",
        "+7 921 000-11-22",
    )
    assert [problem.split(":")[0] for problem in row(roster, 2).problems] == ["Категория", "Стаж библиотечный, лет"]


def test_years_of_service_are_added_as_of_the_day_of_the_others(
    association: Association, head: Person, at: datetime
) -> None:
    maria = member(association, "Ольхова", "Мария", "Ивановна")
    Card.objects.create(person=maria, experience_total=10, experience_stated_on=date(2020, 9, 1))

    roster = brought(association, head, at, ("ФИО", "Стаж общий", "Стаж библ."), ("Ольхова Мария Ивановна", "14", "9"))
    applied(roster, head, at)

    card = Card.objects.get(person=maria)
    assert (card.experience_total, card.experience_library, card.experience_stated_on) == (10, 5, date(2020, 9, 1))


def test_unknown_school_and_a_post_without_one_are_told(association: Association, head: Person, at: datetime) -> None:
    roster = applied(
        brought(
            association, head, at, ("ФИО", "Школа", "Должность"),
            ("Ольхова Мария", "Лесная школа", "библиотекарь"), ("Липина Анна", "", "библиотекарь"),
        ),
        head, at,
    )  # fmt: skip

    assert "«Лесная школа» не найдена" in row(roster, 2).problems[0]
    assert "школа не указана" in row(roster, 3).problems[0]
    assert not Post.objects.exists()
    assert outcomes(roster) == {2: "внесено", 3: "внесено"}


def test_a_school_without_a_post_is_written_down_as_such(
    association: Association, head: Person, five: Any, at: datetime
) -> None:
    applied(brought(association, head, at, ("ФИО", "Школа"), OLKHOVA[:2]), head, at)
    assert Post.objects.get().title == "должность не указана"

    roster = applied(brought(association, head, at, HEAD[:3], OLKHOVA[:3]), head, at)

    assert Post.objects.get().title == "педагог-библиотекарь"
    assert outcomes(roster) == {2: f"дополнено: должность, {five.short_name.lower()}"}


def test_rate_is_added_to_a_known_post(association: Association, head: Person, five: Any, at: datetime) -> None:
    maria = member(association, "Ольхова", "Мария", "Ивановна")
    PostFactory(person=maria, organisation=five, title="библиотекарь")

    applied(
        brought(
            association, head, at, ("ФИО", "Школа", "Должность", "Ставка"),
            ("Ольхова Мария Ивановна", "СОШ № 5", "Библиотекарь", "0,5"),
        ),
        head, at,
    )  # fmt: skip

    assert [(post.title, post.rate) for post in maria.posts.all()] == [("библиотекарь", Decimal("0.5"))]


def test_somebody_entered_meanwhile_is_not_made_twice(
    association: Association, head: Person, five: Any, at: datetime
) -> None:
    first = brought(association, head, at, HEAD, OLKHOVA)
    second = brought(association, head, at, HEAD, (*OLKHOVA[:4], "", ""))
    applied(first, head, at)

    applied(second, head, at)

    assert outcomes(second) == {2: "не внесено: пока список проверяли, этого человека внесли другим путём."}
    assert Person.objects.filter(given_name="Мария").count() == 1


def test_an_address_taken_meanwhile_refuses_its_row_alone(
    association: Association, head: Person, five: Any, seven: Any, at: datetime
) -> None:
    roster = brought(association, head, at, HEAD, OLKHOVA, LIPINA)
    PersonFactory(email="maria@example.org")

    applied(roster, head, at)

    assert outcomes(roster) == {2: "не внесено: Этот адрес уже записан за другим человеком.", 3: "внесено"}
    assert roster.rows.get(number=2).changes == {}


def test_a_killed_server_goes_on_where_it_stopped(association: Association, head: Person, at: datetime) -> None:
    many = [(family, given, "") for family in FAMILIES for given in GIVEN]
    roster = brought(association, head, at, ("Фамилия", "Имя", "Отчество"), *many)
    rosters.apply_roster(roster.pk, by=head, at=at)
    steps: list[int] = []

    class Killed(Exception):
        pass

    def step(done: int, total: int, message: str) -> None:
        steps.append(done)
        if done == 25:
            raise Killed

    with pytest.raises(Killed):
        rosters.apply_waiting(roster.pk, by=head, at=at, step=step)
    made = set(Membership.objects.filter(association=association).values_list("person_id", flat=True))
    finished = rosters.apply_waiting(roster.pk, by=head, at=at)

    assert steps == [0, 25]
    assert len(made) == 26
    assert finished.state == ImportState.APPLIED
    assert Membership.objects.filter(association=association).count() == 51
    assert set(outcomes(roster).values()) == {"внесено"}


def test_a_right_that_ended_stops_the_work_between_lots(association: Association, head: Person, at: datetime) -> None:
    head.caches_grants = True
    many = [(family, given) for family in FAMILIES for given in GIVEN]
    roster = brought(association, head, at, ("Фамилия", "Имя"), *many)
    rosters.apply_roster(roster.pk, by=head, at=at)

    def step(done: int, total: int, message: str) -> None:
        if done:
            Grant.objects.filter(person=head, role=Role.HEAD).delete()

    with pytest.raises(PermissionRefused):
        rosters.apply_waiting(roster.pk, by=head, at=at, step=step)

    assert roster.rows.exclude(outcome="").count() == 25
    roster.refresh_from_db()
    assert roster.state == ImportState.APPLYING


def test_applying_twice_asks_for_one_job(
    association: Association, head: Person, methodist: Person, at: datetime
) -> None:
    roster = brought(association, head, at, ("ФИО",), ("Ольхова Мария",))

    first = rosters.apply_roster(roster.pk, by=head, at=at)
    second = rosters.apply_roster(roster.pk, by=methodist, at=at)

    assert first.job_id == second.job_id


def test_undoing_takes_back_what_nobody_touched(
    association: Association, head: Person, five: Any, seven: Any, at: datetime
) -> None:
    known = member(association, "Берестова", "Инна", "Павловна")
    PostFactory(person=known, organisation=five, title="библиотекарь")
    rows = (
        (*HEAD, "Курсы"),
        (*OLKHOVA, "Чтение, 36 ч."),
        (*LIPINA, ""),
        ("Берестова Инна Павловна", "СОШ № 5", "библиотекарь", "8 921 000 33 44", "", "высшая", "ИБЦ, 72 ч."),
    )
    roster = applied(brought(association, head, at, *rows), head, at)
    anna = Person.objects.get(given_name="Анна")
    add_post(anna.pk, fields=PostFields(five.pk, "учитель"), by=head, at=at)

    undone(roster, head, at)

    maria = Person.objects.get(given_name="Мария")
    card = Card.objects.get(person=known)
    roster.refresh_from_db()
    assert (roster.state, roster.undone_at) == (ImportState.UNDONE, at)
    assert (maria.archived_at, maria.email, maria.posts.count()) == (at, None, 0)
    assert Membership.objects.get(person=maria).to_on == date(2024, 9, 10)
    assert (card.phone, card.category, card.trainings.count()) == ("", "", 0)
    assert Person.objects.get(pk=anna.pk).archived_at is None
    assert dict(roster.rows.values_list("number", "undone")) == {
        2: "возвращено", 3: "осталось: Липина А.С.: изменили должность", 4: "возвращено",
    }  # fmt: skip
    deed = AuditEntry.objects.get(action="roster_undone")
    assert deed.changes == {"Строк отменено": ["", "2"], "Осталось": ["", "1"]}


def test_undoing_leaves_fields_changed_since(association: Association, head: Person, five: Any, at: datetime) -> None:
    maria = member(association, "Ольхова", "Мария", "Ивановна")
    PostFactory(person=maria, organisation=five, title="педагог-библиотекарь")
    roster = applied(brought(association, head, at, HEAD, OLKHOVA), head, at)
    card = Card.objects.get(person=maria)
    fields = CardFields(phone="+7 999 000-00-00", category="first", contact_email="maria@example.org")
    update_card(maria.pk, expected_version=card.version, fields=fields, by=head, at=at)

    undone(roster, head, at)

    card.refresh_from_db()
    assert (card.phone, card.category, card.contact_email) == ("+7 999 000-00-00", "", "")
    assert row(roster, 2).undone == "осталось: Телефон: после загрузки поле меняли"


def test_after_undoing_the_same_list_can_be_brought_again(
    association: Association, head: Person, five: Any, seven: Any, at: datetime
) -> None:
    undone(applied(brought(association, head, at, HEAD, OLKHOVA, LIPINA), head, at), head, at)

    second = applied(brought(association, head, at, HEAD, OLKHOVA, LIPINA), head, at)

    assert outcomes(second) == {2: "внесено", 3: "внесено"}
    assert Person.objects.present().get(given_name="Мария").email == "maria@example.org"


def test_a_member_who_joined_and_a_completed_name_go_back(
    region: Association, association: Association, region_head: Person, five: Any, at: datetime
) -> None:
    maria = member(association, "Ольхова", "М", "И")
    PostFactory(person=maria, organisation=five, title="библиотекарь")
    rows = (("ФИО", "Школа", "Должность"), ("Ольхова Мария Ивановна", "СОШ № 5", "библиотекарь"))
    roster = brought(region, region_head, at, *rows)
    decide(roster, 2, f"same:{maria.pk}", region_head, at)
    applied(roster, region_head, at)

    undone(roster, region_head, at)

    maria.refresh_from_db()
    assert maria.full_name == "Ольхова М.И."
    assert not Membership.objects.filter(person=maria, association=region, to_on=None).exists()
    assert Membership.objects.filter(person=maria, association=association, to_on=None).exists()


def test_undoing_twice_or_before_applying_is_refused(association: Association, head: Person, at: datetime) -> None:
    roster = brought(association, head, at, ("ФИО",), ("Ольхова Мария",))
    nothing_changes(lambda: rosters.undo_roster(roster.pk, by=head, at=at), rosters.NotApplied)
    undone(applied(roster, head, at), head, at)

    nothing_changes(lambda: rosters.undo_roster(roster.pk, by=head, at=at), rosters.NotApplied)


@pytest.mark.parametrize("who", ["stranger", "member", "region_head"])
def test_others_may_do_nothing_with_the_list(
    association: Association, head: Person, request: pytest.FixtureRequest, who: str, at: datetime
) -> None:
    roster = brought(association, head, at, ("ФИО",), ("Ольхова Мария",))
    by: Person = request.getfixturevalue(who)
    deeds: tuple[Callable[[], object], ...] = (
        lambda: rosters.bring_roster("people", association, b"x;y", name="a.csv", by=by, at=at),
        lambda: rosters.decide_row(roster.pk, 2, expected_version=1, answer="skip", by=by, at=at),
        lambda: rosters.correct_cells(roster.pk, 2, expected_version=1, texts={"phone": ""}, by=by, at=at),
        lambda: rosters.take_fields(roster.pk, 2, expected_version=1, taken=[], by=by, at=at),
        lambda: rosters.decide_all(roster.pk, rosters.Bulk.SKIP_NEW, by=by, at=at),
        lambda: rosters.choose_columns(roster.pk, expected_version=2, columns={}, by=by, at=at),
        lambda: rosters.read_again(roster.pk, by=by, at=at),
        lambda: rosters.apply_roster(roster.pk, by=by, at=at),
        lambda: rosters.undo_roster(roster.pk, by=by, at=at),
    )

    for deed in deeds:
        nothing_changes(deed, PermissionRefused)
    assert not rosters.visible_rosters(by).filter(pk=roster.pk).exists()
    assert rosters.visible_rosters(head).get() == roster


def test_a_deputy_brings_people_but_no_schools(association: Association, at: datetime) -> None:
    deputy: Any = PersonFactory()
    GrantFactory(person=deputy, role=Role.DEPUTY, association=association)

    assert brought(association, deputy, at, ("ФИО",), ("Ольхова Мария",)).state == ImportState.REVIEW
    nothing_changes(
        lambda: rosters.bring_roster("schools", association, b"a;b", name="a.csv", by=deputy, at=at), PermissionRefused
    )


@pytest.mark.parametrize(
    "content", [b"", bytes(500), b"%PDF-1.7", b"PK\x03\x04" + bytes(30), b"\xff\xd8\xff\xe0" + bytes(99)]
)
def test_what_is_no_table_is_refused(association: Association, head: Person, at: datetime, content: bytes) -> None:
    def bring() -> None:
        roster = rosters.bring_roster("people", association, content, name="список.xlsx", by=head, at=at)
        try:
            rosters.read_roster(roster.pk, by=head, at=at)
        finally:
            RosterImport.objects.all().delete()

    with pytest.raises(UnreadablePaper):
        bring()


def test_a_reading_given_up_says_why(association: Association, head: Person, at: datetime) -> None:
    roster = rosters.bring_roster("people", association, as_csv(("ФИО",)), name="a.csv", by=head, at=at)

    with pytest.raises(rosters.ListIsEmpty) as refusal:
        rosters.read_roster(roster.pk, by=head, at=at)
    rosters.give_up_reading(roster.pk, reason=str(refusal.value), by=head, at=at)

    roster.refresh_from_db()
    assert (roster.state, roster.problem) == (ImportState.FAILED, str(refusal.value))


def test_one_submission_makes_one_list(association: Association, head: Person, at: datetime) -> None:
    import uuid

    key = uuid.uuid4()
    data = as_csv(("ФИО",), ("Ольхова Мария",))

    first = rosters.bring_roster("people", association, data, name="a.csv", submission_key=key, by=head, at=at)
    second = rosters.bring_roster("people", association, data, name="a.csv", submission_key=key, by=head, at=at)

    assert first == second
    assert RosterImport.objects.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_reading_costs_the_same_for_one_and_three(
    association: Association, head: Person, at: datetime, count: int
) -> None:
    for number in range(count):
        member(association, f"Ольхова{'абв'[number]}", "Вера", "")
    roster = rosters.bring_roster(
        "people", association, as_csv(("ФИО",), *((f"Ольхова{'абв'[n]} Вера",) for n in range(count))), name="a.csv", by=head, at=at
    )  # fmt: skip

    with CaptureQueriesContext(connection) as queries:
        rosters.read_roster(roster.pk, by=head, at=at)

    assert len(queries) == 31
