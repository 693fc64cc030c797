"""The directory in the browser: search, filters, columns, pages, saved views."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.common.actor import Guest
from stellazh.common.errors import PermissionRefused
from stellazh.members.models import Membership, SavedView
from stellazh.members.reads.directory import listing
from stellazh.members.reads.directory.columns import COLUMNS
from stellazh.members.services import saved_views
from stellazh.people.models import Person
from tests.checks import at_once, nothing_changes
from tests.members.directory.making import asked, found, person_with_card

ClientFor = Callable[..., Client]
EVERY_COLUMN = "&".join(f"columns={column.code}" for column in COLUMNS)
HTMX = {"HX-Request": "true"}
# The person, grants, associations, counts, people, what belongs to them, saved views, notices.
QUERIES = 8
# One more counts today's look of those whose telephones stand there; the first look of a day is written by another.
NOTED = QUERIES + 1


@pytest.fixture
def forgotten_counts() -> Iterator[None]:
    """Counts kept by a test are forgotten even when it fails: the next one has lists of the same numbers."""
    cache.clear()
    yield
    cache.clear()


def page(client: Client, address: str = "", **headers: str) -> str:
    answer = client.get(f"/people/?{address}", headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


def names(html: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="/people/\d+/">([^<]+)</a>', html)


@pytest.mark.parametrize("count", [1, 3, 60])
@pytest.mark.parametrize(
    ("address", "more"),
    # Asking of a field costs one more: whether somebody is about to leave, and is nobody's to lead.
    [("", 0), (EVERY_COLUMN, 0), (f"q=берестова&{EVERY_COLUMN}", 0), ("category=first&order=place", 1)],
)
def test_directory_costs_the_same_for_one_and_sixty(
    association: Association,
    region_head: Person,
    client_for: ClientFor,
    count: int,
    address: str,
    more: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(count):
        person_with_card(association)
    client = client_for(region_head)
    page(client)

    with django_assert_num_queries(QUERIES + more):
        html = page(client, address)

    assert len(names(html)) == min(50, count + (0 if address.startswith(("q=", "category")) else 1))


@pytest.mark.parametrize("count", [1, 3, 60])
@pytest.mark.parametrize("address", ["", EVERY_COLUMN, f"q=берестова&{EVERY_COLUMN}"])
def test_directory_with_contacts_costs_the_same_for_one_and_sixty(
    association: Association,
    head: Person,
    client_for: ClientFor,
    count: int,
    address: str,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(count):
        person_with_card(association)
    client = client_for(head)
    page(client)

    with django_assert_num_queries(NOTED):
        html = page(client, address)

    assert len(names(html)) == min(50, count + (0 if address.startswith("q=") else 1))


def test_counts_of_long_lists_may_be_half_a_minute_old(
    association: Association,
    head: Person,
    client_for: ClientFor,
    forgotten_counts: None,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    monkeypatch.setattr(listing, "_MANY", 2)
    person_with_card(association, "Вербина")
    client = client_for(head)
    page(client)
    person_with_card(association, "Дубравина")

    # Without counting, but somebody new is looked at.
    with django_assert_num_queries(NOTED - 1 + 1):
        html = page(client)

    assert "<b>2 человека из 1 муниципалитета</b>" in html
    assert len(names(html)) == 3
    assert "<b>1 человек из 1 муниципалитета</b>" in page(client, "q=дубравина")


def test_directory_mends_a_query_in_three_queries_more(
    association: Association, head: Person, client_for: ClientFor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    person_with_card(association, "Дубравина")
    client = client_for(head)
    page(client)

    with django_assert_num_queries(NOTED + 3):
        html = page(client, "q=Дубровина")

    assert names(html) == ["Дубравина Вера Ильинична"]
    assert "По словам «Дубровина» никого нет. Показано по «Дубравина»." in html


def test_directory_counts_people_and_municipalities(
    association: Association, neighbour: Association, region: Association, region_head: Person, client_for: ClientFor
) -> None:
    one = person_with_card(association, "Дубравина")
    person_with_card(neighbour, "Озерова")
    Membership.objects.create(person=one, association=neighbour, from_on="2024-01-01")
    Membership.objects.create(person=one, association=region, from_on="2024-01-01")
    Membership.objects.create(person=one, association=region, from_on="2019-01-01", to_on="2020-01-01")

    html = page(client_for(region_head))

    assert "<b>3 человека из 2 муниципалитетов</b>" in html
    assert names(html) == ["Дубравина Вера Ильинична", "Озерова Вера Ильинична", "Сосновская Вера Ильинична"]


def test_directory_leaves_out_those_who_left_and_archived_cards(
    association: Association, head: Person, at: Any
) -> None:
    gone = person_with_card(association, "Дубравина")
    gone.memberships.update(to_on="2024-09-09")
    person_with_card(association, "Вербина").__class__.objects.filter(family_name="Вербина").update(archived_at=at)

    assert found(head) == ["Ольхова"]
    assert found(head, "q=дубравина") == found(head, "q=вербина") == []


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("q=дубравиной", ["Дубравина"]),
        ("q=СОШ+№+7", ["Вербина", "Дубравина"]),
        ("q=педагоги-библиотекари", ["Вербина", "Дубравина"]),
        ("q=le,hfdbyf", ["Дубравина"]),
        ("q=%00", ["Вербина", "Дубравина", "Ольхова"]),
        ("q=***", []),
        ("territory=999999", ["Вербина", "Дубравина", "Ольхова"]),
        ("association=abc&rate=nonsense&experience_from=-5", ["Вербина", "Дубравина", "Ольхова"]),
        ("school=99999999999999999999", ["Вербина", "Дубравина", "Ольхова"]),
        ("role=head", ["Ольхова"]),
        ("account=yes", ["Ольхова"]),
        ("account=no", ["Вербина", "Дубравина"]),
        ("joined=12", ["Дубравина"]),
        ("order=joined", ["Дубравина", "Вербина", "Ольхова"]),
        ("category=ends", ["Вербина"]),
        ("category=ended", ["Вербина"]),
        ("category=ended&rate=full", []),
        ("confirmed=year", ["Вербина"]),
        ("confirmed=never", ["Дубравина", "Ольхова"]),
        ("experience_from=16&experience_to=16&rate=part&category=first", ["Дубравина"]),
        ("theme=%25", []),
        ("theme=.*", []),
        ("education_words=(", []),
        ("award=%5B%5E", []),
    ],
)
def test_directory_narrows(association: Association, head: Person, address: str, expected: list[str]) -> None:
    fresh = person_with_card(association, "Дубравина")
    fresh.memberships.update(from_on="2024-02-01")
    old = person_with_card(association, "Вербина", category="fitness", category_on="2019-05-01", confirmed=True)
    old.memberships.update(from_on="2022-02-01")

    assert found(head, address) == expected


def test_directory_finds_the_people_of_a_school(association: Association, head: Person) -> None:
    one = person_with_card(association, "Дубравина")
    person_with_card(association, "Вербина")

    assert found(head, f"school={one.posts.get().organisation_id}") == ["Дубравина"]


def test_fitness_says_until_when(association: Association, head: Person, client_for: ClientFor) -> None:
    person_with_card(association, "Дубравина", category="fitness", category_on="2019-05-01")

    html = page(client_for(head))

    assert "соответствие занимаемой должности<br>с\u00a001.05.2019<br>истекло\u00a001.05.2024" in html


def test_directory_has_pages(association: Association, head: Person, client_for: ClientFor) -> None:
    for number in range(60):
        person_with_card(association, f"Дубравина-{number:02}")
    client = client_for(head)

    first, second = page(client), page(client, "page=2")

    assert len(names(first)) == 50
    assert len(names(second)) == 11
    assert not set(names(first)) & set(names(second))
    assert names(page(client, "page=99")) == names(second)


def test_rows_alone_come_for_htmx_with_a_short_address(
    association: Association, head: Person, client_for: ClientFor
) -> None:
    person_with_card(association, "Дубравина")

    answer = client_for(head).get(
        "/people/?q=дубравина&territory=&association=&order=name&post=&columns=phone", headers=HTMX
    )

    assert answer["HX-Push-Url"] == "/people/?q=%D0%B4%D1%83%D0%B1%D1%80%D0%B0%D0%B2%D0%B8%D0%BD%D0%B0&columns=phone"
    assert "<html" not in answer.content.decode()
    assert names(answer.content.decode()) == ["Дубравина Вера Ильинична"]


def test_chips_say_what_narrows_and_take_it_away(association: Association, head: Person) -> None:
    address = f"territory={association.territory_id}&category=first&experience=total&q=а"

    form, _ = asked(head, address)

    assert [(chip.label, chip.value, chip.address) for chip in form.chips()] == [
        ("Территория", "Лужский округ", "q=%D0%B0&experience=total&category=first"),
        ("Категория", "первая", f"q=%D0%B0&territory={association.territory_id}&experience=total"),
    ]
    assert form.in_words() == "Отбор: слова — а; Территория — Лужский округ; Категория — первая"


def test_evil_names_stay_text(association: Association, head: Person, client_for: ClientFor) -> None:
    person_with_card(association, "<script>alert(1)</script>", phone="<b>8</b>")

    html = page(client_for(head), "q=<i>script")

    assert "<script>alert" not in html
    assert "<b>8</b>" not in html
    assert "<i>script" not in html


def test_whoever_is_in_no_list_is_told_so(client_for: ClientFor, association: Association, newcomer: Person) -> None:
    html = page(client_for(newcomer))

    assert "Вы ещё не в объединении" in html
    assert "<form" not in html.split("<main")[1].split("</main>")[0] or "filter-bar" not in html


def test_guests_sign_in_first(client: Client) -> None:
    for name in ("directory", "school_directory", "view_save"):
        answer = client.get(reverse(f"members:{name}"))
        assert answer.status_code == 302
        assert "/account/sign-in/" in answer["Location"]


@pytest.fixture
def newcomer(db: None) -> Person:
    """Somebody with an account and no association."""
    from tests.factories.people import PersonFactory

    made: Any = PersonFactory(family_name="Тополева")
    return made


# Saved views


def test_a_view_is_saved_opened_renamed_and_removed(
    association: Association, head: Person, client_for: ClientFor
) -> None:
    client = client_for(head)
    query = "category=first&columns=phone&evil=1&page=7"

    saved = client.post("/people/views/save/", {"name": " Первая  категория ", "query": query})
    view = SavedView.objects.get()
    assert (view.person, view.name, view.query) == (head, "Первая категория", "category=first&columns=phone")
    assert saved["Location"] == "/people/?category=first&columns=phone"
    assert '<a href="/people/?category=first&amp;columns=phone" aria-current="true">Первая категория</a>' in page(
        client, view.query
    )

    client.post(f"/people/views/{view.pk}/rename/", {"name": "Первые"})
    view.refresh_from_db()
    assert (view.name, view.query) == ("Первые", "category=first&columns=phone")

    assert client.get(f"/people/views/{view.pk}/remove/").status_code == 200
    assert SavedView.objects.count() == 1
    client.post(f"/people/views/{view.pk}/remove/")
    assert SavedView.objects.count() == 0


def test_saving_a_view_twice_makes_one(head: Person, client_for: ClientFor) -> None:
    client = client_for(head)

    for query in ("category=first", "category=first", "category=highest"):
        client.post("/people/views/save/", {"name": "Мои", "query": query})

    assert list(SavedView.objects.values_list("name", "query")) == [("Мои", "category=highest")]


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_save_one_view(head: Person, at: Any) -> None:
    made = at_once(lambda: saved_views.save_view(name="Мои", query="category=first", by=head, at=at).name)

    assert made == ["Мои", "Мои"]
    assert SavedView.objects.count() == 1


@pytest.mark.parametrize("name", ["", "   ", "а" * 81])
def test_a_view_needs_a_name(head: Person, client_for: ClientFor, at: Any, name: str) -> None:
    answer = client_for(head).post("/people/views/save/", {"name": name, "query": "category=first"})

    assert answer.status_code == 422
    nothing_changes(
        lambda: saved_views.save_view(name=name, query="", by=head, at=at), saved_views.ViewNameIsEmpty, "название"
    )
    assert not SavedView.objects.exists()


def test_views_are_ones_own(head: Person, member: Person, client_for: ClientFor, at: Any) -> None:
    view = saved_views.save_view(name="Мои", query="category=first", by=head, at=at)
    client = client_for(member)

    for deed in ("rename", "remove"):
        assert client.get(f"/people/views/{view.pk}/{deed}/").status_code == 404
        assert client.post(f"/people/views/{view.pk}/{deed}/", {"name": "Чужие"}).status_code == 404
    assert "Мои</a>" not in page(client)
    nothing_changes(lambda: saved_views.rename_view(view.pk, name="Чужие", by=member, at=at), PermissionRefused)
    nothing_changes(lambda: saved_views.remove_view(view.pk, by=member, at=at), PermissionRefused)
    nothing_changes(lambda: saved_views.save_view(name="Мои", query="", by=Guest(), at=at), PermissionRefused)


def test_view_refusals(head: Person, at: Any) -> None:
    first = saved_views.save_view(name="Первый", query="", by=head, at=at)
    saved_views.save_view(name="Второй", query="", by=head, at=at)

    nothing_changes(
        lambda: saved_views.rename_view(first.pk, name="Второй", by=head, at=at), saved_views.ViewNameIsTaken
    )
    nothing_changes(
        lambda: saved_views.save_view(name="Длинный", query="а" * 2001, by=head, at=at), saved_views.ViewIsTooLong
    )
    for number in range(saved_views.MOST_VIEWS - 2):
        saved_views.save_view(name=f"Вид {number}", query="", by=head, at=at)
    nothing_changes(lambda: saved_views.save_view(name="Ещё один", query="", by=head, at=at), saved_views.TooManyViews)


def test_today_is_the_day_of_the_page(association: Association, head: Person, client_for: ClientFor) -> None:
    person = person_with_card(association, "Дубравина")
    person.memberships.update(from_on=clock.today())

    assert names(page(client_for(head), "q=дубравина")) == ["Дубравина Вера Ильинична"]
