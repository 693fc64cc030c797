"""Pages of a plan: who sees what, what they cost, what they do."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.urls import reverse

from stellazh.workplans.models import Plan, PlanGrif, PlanItem, PlanSection
from tests.factories.workplans import (
    ItemOutcomeFactory,
    ItemOwnerFactory,
    PlanFactory,
    PlanItemFactory,
    PlanSectionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(association):
    return PlanFactory(association=association)


@pytest.fixture
def as_head(client_for, head):
    return client_for(head)


def address(name, *args):
    return reverse(f"workplans:{name}", args=args)


def titles_in(response):
    return re.findall(r'<a href="/plans/\d+/items/\d+/">([^<]+)</a>', response.text)


def many_items(plan, count):
    sections = [PlanSectionFactory(plan=plan) for _ in range(6)]
    for n in range(count):
        item = PlanItemFactory(plan=plan, section=sections[n % 6], status="held" if n % 3 == 0 else "planned")
        ItemOwnerFactory(item=item, name=f"Ольхова В.{n % 5}.")
        if n % 3 == 0:
            ItemOutcomeFactory(item=item)


# Who sees what.


@pytest.mark.parametrize(
    ("who", "draft", "considered", "published"),
    [
        ("head", 200, 200, 200),
        ("methodist", 200, 200, 200),
        ("region_head", 200, 200, 200),
        ("member", 404, 200, 200),
        ("stranger", 404, 404, 200),
        (None, 404, 404, 200),
    ],
)
def test_plan_detail_is_for_those_who_may_read(who, draft, considered, published, association, client_for, request):
    client = client_for(request.getfixturevalue(who) if who else None)
    plans = [
        PlanFactory(association=association, school_year=2022),
        PlanFactory(association=association, school_year=2023, considered=True),
        PlanFactory(association=association, school_year=2024, published=True),
    ]
    items = [PlanItemFactory(plan=plan) for plan in plans]

    pages = [client.get(plan.get_absolute_url()).status_code for plan in plans]
    item_pages = [client.get(item.get_absolute_url()).status_code for item in items]

    assert pages == [draft, considered, published]
    assert item_pages == [draft, considered, published]


PLAN_PAGES = (
    "plan_edit", "plan_consider", "plan_approve", "plan_reopen", "plan_publish", "plan_close", "plan_archive",
    "plan_copy", "sections_edit", "item_add", "items_change", "items_renumber", "term_hint", "plan_versions",
    "plan_history",
)  # fmt: skip
ITEM_PAGES = ("item_detail", "item_edit", "item_status", "item_outcome", "item_move", "item_archive")


@pytest.mark.parametrize("name", [*PLAN_PAGES, *ITEM_PAGES])
def test_no_page_of_a_foreign_draft_is_there_for_a_stranger(name, plan, stranger, client_for):
    item = PlanItemFactory(plan=plan)
    args = (plan.pk, item.pk) if name in ITEM_PAGES else (plan.pk,)
    client = client_for(stranger)

    answers = [client.get(address(name, *args)).status_code, client.post(address(name, *args)).status_code]

    assert answers[0] == 404
    assert answers[1] in (404, 405)
    assert Plan.objects.get().version == 1


@pytest.mark.parametrize("name", [*PLAN_PAGES, *ITEM_PAGES])
def test_no_page_that_changes_serves_a_reader(name, association, member, client_for):
    plan = PlanFactory(association=association, approved=True)
    item = PlanItemFactory(plan=plan)
    readable = {"item_detail", "term_hint", "plan_versions"}
    args = (plan.pk, item.pk) if name in ITEM_PAGES else (plan.pk,)

    answer = client_for(member).get(address(name, *args))

    assert answer.status_code == (200 if name in readable else 403)


@pytest.mark.parametrize(
    "name", ["version_compare", "section_rename", "section_remove", "plan_grif", "outcome_withdraw"]
)
def test_deeper_pages_of_a_foreign_draft_are_not_there(name, plan, stranger, client_for, at):
    item = PlanItemFactory(plan=plan)
    section = PlanSectionFactory(plan=plan)
    outcome = ItemOutcomeFactory(item=item)
    plan.versions.create(number=1, reason="approved", snapshot={}, made_at=at, made_by="x")
    args = {
        "version_compare": (plan.pk, 1),
        "section_rename": (plan.pk, section.pk),
        "section_remove": (plan.pk, section.pk),
        "plan_grif": (plan.pk, "agreed"),
        "outcome_withdraw": (plan.pk, item.pk, outcome.pk),
    }[name]

    assert client_for(stranger).get(address(name, *args)).status_code == 404


def test_an_item_is_not_reached_through_another_plan(plan, association, head, client_for):
    own = PlanFactory(association=association, school_year=2023)
    foreign = PlanItemFactory()

    for name in (*ITEM_PAGES, "item_restore"):
        post = client_for(head).post(address(name, own.pk, foreign.pk))
        assert post.status_code in (404, 405)
    assert client_for(head).get(address("item_detail", own.pk, foreign.pk)).status_code == 404


def test_guests_of_private_pages_are_sent_to_sign_in(plan, client_for):
    answer = client_for().get(address("plan_list"))

    assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("people:sign_in"))


def test_a_plan_put_away_is_public_no_more(association, member, client_for):
    plan = PlanFactory(association=association, published=True, closed=True, archived=True)

    pages = [client_for(who).get(plan.get_absolute_url()).status_code for who in (None, member)]

    assert pages == [404, 200]


def test_a_guest_sees_a_published_plan_without_buttons(association, client_for):
    plan = PlanFactory(association=association, published=True)
    PlanItemFactory(plan=plan, title="Открытый семинар")

    page = client_for().get(plan.get_absolute_url())

    assert titles_in(page) == ["Открытый семинар"]
    assert ("Добавить мероприятие" in page.text, "Править" in page.text) == (False, False)


def test_plan_list_shows_only_what_may_be_read(association, neighbour, member, client_for):
    PlanFactory(association=association, school_year=2026, considered=True)
    PlanFactory(association=neighbour, school_year=2026, considered=True)

    page = client_for(member).get(address("plan_list") + "?year=2026").text

    assert (association.short_name in page, neighbour.short_name in page) == (True, False)


def test_plan_list_costs_the_same_for_many_plans(region, region_head, client_for, django_assert_num_queries):
    client = client_for(region_head)
    made = PlanFactory(association=region, school_year=2026)
    PlanItemFactory(plan=made)
    client.get(address("plan_list"))
    with django_assert_num_queries(7):
        client.get(address("plan_list") + "?year=2026")

    for n in range(3):
        plan = PlanFactory(association__parent=region, association__code=f"town-{n}", school_year=2026)
        PlanItemFactory(plan=plan)

    with django_assert_num_queries(7):
        page = client.get(address("plan_list") + "?year=2026")
    assert page.text.count("План на 2026/2027") == 4


# What the page costs.


@pytest.mark.parametrize("form", ["sections", "matrix"])
def test_plan_detail_costs_nine_queries_for_one_item_and_for_many(
    form, plan, as_head, association, django_assert_num_queries
):
    PlanItemFactory(plan=plan)
    large = PlanFactory(association=association, school_year=2023)
    many_items(large, 55)
    as_head.get(plan.get_absolute_url())

    with django_assert_num_queries(9):
        as_head.get(f"{plan.get_absolute_url()}?form={form}")
    with django_assert_num_queries(9):
        page = as_head.get(f"{large.get_absolute_url()}?form={form}")

    assert len(page.content) <= 80_000
    assert len(titles_in(page)) == 55


@pytest.mark.parametrize("form", ["sections", "matrix"])
def test_plan_detail_shows_sixty_items_a_page(form, plan, as_head):
    many_items(plan, 130)

    pages = [as_head.get(f"{plan.get_absolute_url()}?form={form}&page={n}") for n in (1, 2, 3)]

    assert [len(titles_in(page)) for page in pages] == [60, 60, 10]


def test_plan_detail_of_a_long_plan_weighs_as_much_as_its_page(plan, as_head):
    section = PlanSectionFactory(plan=plan)
    rows = PlanItemFactory.build_batch(160, plan=plan, section=section, position=1, number="")
    PlanItem.objects.bulk_create(rows)

    page = as_head.get(plan.get_absolute_url())

    assert (page.text.count('class="book '), len(titles_in(page))) == (60, 60)
    assert "Полка мероприятий этой страницы" in page.text


def test_item_detail_costs_the_same_with_much_history(plan, as_head, django_assert_num_queries):
    item = PlanItemFactory(plan=plan)
    as_head.get(item.get_absolute_url())
    # Three of them are what higher shelves say of the item: the reader's lists, its events, their protocols.
    with django_assert_num_queries(11):
        as_head.get(item.get_absolute_url())

    for _ in range(3):
        ItemOwnerFactory(item=item)
        ItemOutcomeFactory(item=item)

    with django_assert_num_queries(11):
        as_head.get(item.get_absolute_url())


def test_plan_history_costs_the_same_for_many_deeds(plan, as_head, django_assert_num_queries):
    as_head.post(address("sections_edit", plan.pk), {"title": "Раздел", "add": "1"})
    as_head.get(address("plan_history", plan.pk))
    with django_assert_num_queries(6):
        as_head.get(address("plan_history", plan.pk))

    for n in range(3):
        as_head.post(address("sections_edit", plan.pk), {"title": f"Раздел {n}", "add": "1"})
    as_head.get(address("plan_history", plan.pk))

    with django_assert_num_queries(6):
        page = as_head.get(address("plan_history", plan.pk))
    assert page.text.count("<strong>Добавлен раздел</strong>") == 4


# Narrowing.


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("month=2024-10", ["Ёлка", "Октябрьский обзор", "Весь год"]),
        ("month=2024-11", ["Весь год"]),
        ("status=held", ["Весь год"]),
        ("status=late", ["Ёлка", "Октябрьский обзор"]),
        ("owner=Липина А.П.", ["Октябрьский обзор"]),
        ("text=елка", ["Ёлка"]),
        ("text=обзор октябрьский", ["Октябрьский обзор"]),
        ("section=0", ["Октябрьский обзор", "Без срока"]),
        ("month=13-2024&status=lost&section=abc", ["Ёлка", "Октябрьский обзор", "Весь год", "Без срока"]),
    ],
)
def test_plan_detail_narrows_by_its_address(query, shown, plan, as_head):
    type(plan).objects.filter(pk=plan.pk).update(status="approved")
    section = PlanSectionFactory(plan=plan)
    PlanItemFactory(plan=plan, title="Ёлка", section=section)
    ItemOwnerFactory(item=PlanItemFactory(plan=plan, title="Октябрьский обзор"), name="Липина А.П.")
    PlanItemFactory(plan=plan, title="Весь год", section=section, status="held", start="2024-09-01", end="2025-05-31")
    PlanItemFactory(plan=plan, title="Без срока", start=None, end=None, term_raw="", term_kind="none")
    query = query if "section=abc" not in query else "month=13-2024&section=abc"

    page = as_head.get(f"{plan.get_absolute_url()}?{query}")

    assert sorted(titles_in(page)) == sorted(shown)


def test_plan_detail_gives_htmx_the_rows_only(plan, as_head):
    PlanItemFactory(plan=plan, title="Семинар")

    part = as_head.get(f"{plan.get_absolute_url()}?text=семинар", headers={"HX-Request": "true"})

    assert titles_in(part) == ["Семинар"]
    assert ("<html" in part.text, "HX-Request" in part["Vary"]) == (False, True)


def test_plan_detail_gives_htmx_the_shelf_and_the_count_anew(plan, as_head):
    PlanItemFactory(plan=plan, title="Семинар", status="held")

    head = as_head.get(plan.get_absolute_url() + "?part=head", headers={"HX-Request": "true"})

    assert head.text.strip().startswith('<div class="stack" id="plan-head"')
    assert "Проведено: 1 из 1" in head.text
    assert "<html" not in head.text


def test_plan_detail_escapes_what_people_write(plan, as_head):
    PlanItemFactory(plan=plan, title="<script>alert(1)</script>", section=PlanSectionFactory(plan=plan, title="<b>"))

    for form in ("sections", "matrix"):
        page = as_head.get(f"{plan.get_absolute_url()}?form={form}").text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page


# What the pages do.


def test_plan_create_starts_a_plan(association, as_head):
    form = {"school_year": "2026", "form": "matrix", "sections": "Первое\nВторое", "submission_key": str(uuid4())}

    answers = [as_head.post(address("plan_create", association.code), form) for _ in range(2)]

    plan = Plan.objects.get()
    assert [answer.status_code for answer in answers] == [302, 302]
    assert (plan.school_year, plan.form, PlanSection.objects.count()) == (2026, "matrix", 2)


def test_plan_create_says_that_the_year_is_taken(association, as_head):
    taken = PlanFactory(association=association, school_year=2026)
    form = {"school_year": "2026", "form": "matrix", "submission_key": str(uuid4())}

    answer = as_head.post(address("plan_create", association.code), form)

    assert (answer.status_code, Plan.objects.count()) == (422, 1)
    assert taken.get_absolute_url() in answer.text


def test_plan_create_of_a_stranger_is_not_there(association, stranger, client_for):
    assert client_for(stranger).get(address("plan_create", association.code)).status_code == 404


def test_plan_edit_saves_and_shows_a_conflict(plan, as_head):
    form = {"version": "1", "title": "План", "goal": "Моя цель", "form": "sections"}
    saved = as_head.post(address("plan_edit", plan.pk), form)

    clash = as_head.post(address("plan_edit", plan.pk), {**form, "goal": "Иная цель"})

    assert (saved.status_code, clash.status_code) == (302, 422)
    assert ("Моя цель" in clash.text, "Иная цель" in clash.text) == (True, True)
    assert 'name="version" value="2"' in clash.text
    assert Plan.objects.get().goal == "Моя цель"


def test_plan_grif_saves(plan, as_head):
    as_head.post(address("plan_grif", plan.pk, "agreed"), {"text": "Директор", "number": "7", "on": "2024-09-01"})

    assert list(PlanGrif.objects.values_list("kind", "text", "number")) == [("agreed", "Директор", "7")]


def test_decisions_of_a_plan_one_after_another(plan, as_head):
    PlanItemFactory(plan=plan)
    basis = {"text": "на заседании, протокол", "number": "1", "on": "2024-09-03"}
    seen = []
    for name, form in (
        ("plan_consider", basis), ("plan_reopen", {"reason": "ошибка"}), ("plan_approve", basis), ("plan_publish", {}),
        ("plan_publish", {}), ("plan_close", {}), ("plan_archive", {}), ("plan_archive", {}),
    ):  # fmt: skip
        as_head.post(address(name, plan.pk), form)
        plan.refresh_from_db()
        seen.append((plan.status, plan.is_public, plan.archived_at is not None))

    assert seen == [
        ("considered", False, False), ("draft", False, False), ("approved", False, False), ("approved", True, False),
        ("approved", False, False), ("closed", False, False), ("closed", False, True), ("closed", False, False),
    ]  # fmt: skip


def test_plan_approve_of_an_empty_plan_says_why_not(plan, as_head):
    answer = as_head.post(address("plan_approve", plan.pk), {"text": "протокол", "on": "2024-09-03"})

    assert answer.status_code == 422
    assert "В плане нет ни одного мероприятия" in answer.text


def test_plan_copy_shows_and_makes(plan, as_head):
    PlanItemFactory(plan=plan, title="Заседание", form="meeting", term_raw="08.10.2024")

    preview = as_head.get(address("plan_copy", plan.pk))
    as_head.post(address("plan_copy", plan.pk), {"to_year": "2025", "submission_key": str(uuid4())})

    assert "<strong>07.10.2025</strong>" in preview.text
    assert Plan.objects.get(school_year=2025).items.get().term_raw == "07.10.2025"


def test_plan_copy_offers_the_first_year_without_a_plan(plan, association, as_head):
    PlanFactory(association=association, school_year=2025)

    page = as_head.get(address("plan_copy", plan.pk))

    assert page.context["to_year"].start == 2026


def test_sections_edit_adds_moves_renames_and_removes(plan, as_head):
    for title in ("Первый", "Второй"):
        as_head.post(address("sections_edit", plan.pk), {"title": title, "add": "1"})
    first, second = plan.sections.all()
    as_head.post(address("sections_edit", plan.pk), {"down": str(first.pk)})
    as_head.post(address("section_rename", plan.pk, second.pk), {"title": "Главный"})
    PlanItemFactory(plan=plan, section=first)
    as_head.post(address("section_remove", plan.pk, first.pk), {"heir": str(second.pk)})

    assert list(plan.sections.values_list("position", "title")) == [(1, "Главный")]
    assert plan.items.get().section == second


def test_version_compare_shows_what_changed(plan, as_head):
    item = PlanItemFactory(plan=plan, title="Семинар")
    as_head.post(address("plan_approve", plan.pk), {"text": "протокол", "on": "2024-09-03"})
    form = {"version": "1", "status": "cancelled", "reason": "карантин"}
    as_head.post(address("item_status", plan.pk, item.pk), form)

    versions = as_head.get(address("plan_versions", plan.pk))
    page = as_head.get(address("version_compare", plan.pk, 1))
    between = as_head.get(address("version_compare", plan.pk, 1) + "?to=2")

    assert versions.text.count("Редакция ") == 2
    assert "отменено: карантин" in page.text
    assert "отменено: карантин" in between.text


def test_version_compare_of_the_last_shows_what_it_brought(plan, as_head):
    item = PlanItemFactory(plan=plan, title="Семинар")
    as_head.post(address("plan_approve", plan.pk), {"text": "протокол", "on": "2024-09-03"})
    form = {"version": "1", "status": "cancelled", "reason": "карантин"}
    as_head.post(address("item_status", plan.pk, item.pk), form)

    page = as_head.get(address("version_compare", plan.pk, 2))
    with_now = as_head.get(address("version_compare", plan.pk, 2) + "?to=")

    assert "редакция 1 → редакция 2" in page.text
    assert "Ничего не изменилось" in with_now.text


@pytest.fixture(autouse=True)
def _fresh_sessions():
    cache.clear()
