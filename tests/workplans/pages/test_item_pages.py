"""Pages of an item: added, changed in place and on a page of its own, called off, put away."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from stellazh.workplans.models import ItemOutcome, PlanItem
from tests.factories.associations import OrganisationFactory
from tests.factories.workplans import (
    ItemOutcomeFactory,
    ItemOwnerFactory,
    PlanFactory,
    PlanItemFactory,
    PlanSectionFactory,
)

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def plan(association):
    return PlanFactory(association=association)


@pytest.fixture
def as_head(client_for, head):
    return client_for(head)


def address(name, *args):
    return reverse(f"workplans:{name}", args=args)


def form(**changes):
    return {
        "title": "Семинар", "term_raw": "08.10.2024", "section": "", "owners": ["Озерова Т.С., методист", ""],
        "number": "", "form": "seminar", "format": "", "submission_key": str(uuid4()), **changes,
    }  # fmt: skip


def owners():
    return list(
        PlanItem.objects.get().owners.values_list("kind", "name", "detail", "person", "association", "organisation")
    )


def test_item_add_stores_and_leads_to_its_row(plan, as_head):
    section = PlanSectionFactory(plan=plan)

    answer = as_head.post(address("item_add", plan.pk), form(section=str(section.pk)))

    item = PlanItem.objects.get()
    assert answer.url == f"{plan.get_absolute_url()}#item-{item.pk}"
    assert (item.title, item.section, item.term_kind) == ("Семинар", section, "date")
    assert owners() == [("text", "Озерова Т.С.", "методист", None, None, None)]


def test_item_add_with_htmx_gives_the_row(plan, as_head):
    answer = as_head.post(address("item_add", plan.pk), form(), headers=HTMX)

    item = PlanItem.objects.get()
    assert answer.text.strip().startswith(f'<tr id="item-{item.pk}">')
    assert "<html" not in answer.text
    assert answer["HX-Trigger"] == '{"plan-changed": {}}'


def test_item_add_with_mistakes_gives_the_form_back(plan, as_head):
    page = as_head.post(address("item_add", plan.pk), form(title="", place="Зал"))
    part = as_head.post(address("item_add", plan.pk), form(title=""), headers=HTMX)

    assert (page.status_code, part.status_code, PlanItem.objects.count()) == (422, 422, 0)
    assert 'value="Зал"' in page.text
    assert part.text.strip().startswith('<tr class="plan-form">')


def test_item_add_offers_the_next_number(plan, as_head):
    PlanItemFactory(plan=plan, number="7.")

    page = as_head.get(address("item_add", plan.pk))

    assert 'name="number" value="8"' in page.text


def test_owners_known_by_name_are_linked(plan, association, head, as_head):
    school = OrganisationFactory(territory=association.territory, short_name="МБОУ СОШ № 5")
    names = ["ольхова в. и., руководитель", "ММО Лужского округа", "мбоу сош № 5", "все школы"]

    as_head.post(address("item_add", plan.pk), form(owners=names))

    assert owners() == [
        ("person", "ольхова в. и.", "руководитель", head.pk, None, None),
        ("group", "ММО Лужского округа", "", None, association.pk, None),
        ("organisation", "мбоу сош № 5", "", None, None, school.pk),
        ("text", "все школы", "", None, None, None),
    ]


def test_owners_of_a_foreign_association_stay_words(plan, stranger, as_head):
    as_head.post(address("item_add", plan.pk), form(owners=["Кленова В.И."]))

    assert owners() == [("text", "Кленова В.И.", "", None, None, None)]


def test_item_edit_keeps_a_link_that_the_directory_does_not_know(plan, stranger, as_head):
    item = PlanItemFactory(plan=plan, title="Семинар")
    ItemOwnerFactory(item=item, kind="person", name="Кленова В.И.", detail="гость", person=stranger)

    as_head.post(
        address("item_edit", plan.pk, item.pk), form(version="1", title="Иначе", owners=["Кленова В.И., гость"])
    )

    assert owners() == [("person", "Кленова В.И.", "гость", stranger.pk, None, None)]


def test_item_edit_swaps_the_row_for_the_form_and_back(plan, as_head):
    item = PlanItemFactory(plan=plan, title="Семинар")

    asked = as_head.get(address("item_edit", plan.pk, item.pk), headers=HTMX)
    saved = as_head.post(address("item_edit", plan.pk, item.pk), form(version="1", title="Практикум"), headers=HTMX)
    cancelled = as_head.get(address("item_detail", plan.pk, item.pk), headers=HTMX)

    assert asked.text.strip().startswith('<tr class="plan-form">')
    assert re.findall(r">(Практикум)</a>", saved.text + cancelled.text) == ["Практикум", "Практикум"]


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_item_edit_shows_both_texts_when_somebody_was_faster(headers, plan, as_head):
    item = PlanItemFactory(plan=plan, title="Их текст", version=2)

    clash = as_head.post(address("item_edit", plan.pk, item.pk), form(version="1", title="Мой текст"), headers=headers)

    assert clash.status_code == 422
    assert ("Их текст" in clash.text, "Мой текст" in clash.text, 'value="2"' in clash.text) == (True, True, True)
    assert PlanItem.objects.get().title == "Их текст"


def test_term_hint_says_how_a_term_is_read(plan, as_head):
    texts = [
        re.findall(r"<p>([^<]+)</p>", as_head.get(address("term_hint", plan.pk), {"term_raw": raw}).text)[0]
        for raw in ("сентябрь 2024", "08.10.2024", "до 10.12.2024", "", "абракадабра")
    ]

    assert texts == [
        "Понято: 1–30 сентября 2024 г.",
        "Понято: 8 октября 2024 г., вторник",
        "Понято: не позднее 10 декабря 2024 г.",
        "Срок не указан.",
        "Срок не понят, но напечатается как есть. В календарь и на полку не попадёт: определённых дней нет.",
    ]


def test_term_hint_warns_of_days_outside_the_year(plan, as_head):
    hint = as_head.get(address("term_hint", plan.pk), {"term_raw": "08.10.2031"})

    assert hint.text.count("проверьте") == 1


def test_item_status_keeps_the_reason_or_asks_for_it(plan, as_head):
    item = PlanItemFactory(plan=plan)
    url = address("item_status", plan.pk, item.pk)

    refused = as_head.post(url, {"version": "1", "status": "postponed", "reason": ""})
    kept = as_head.post(url, {"version": "1", "status": "postponed", "reason": "карантин"})

    item.refresh_from_db()
    assert (refused.status_code, kept.status_code, item.status, item.status_reason) == (
        422, 302, "postponed", "карантин",
    )  # fmt: skip


def test_item_outcome_and_its_withdrawal(plan, as_head):
    item = PlanItemFactory(plan=plan)

    as_head.post(
        address("item_outcome", plan.pk, item.pk),
        {"evidence": "протокол", "participation_count": "27", "held_on": "2024-10-08", "evidence_url": "/files/1/"},
    )
    outcome = ItemOutcome.objects.get()
    page = as_head.get(item.get_absolute_url())
    as_head.post(address("outcome_withdraw", plan.pk, item.pk, outcome.pk))

    item.refresh_from_db()
    assert (outcome.participation_count, outcome.evidence_url, item.status) == (27, "/files/1/", "planned")
    assert '<a href="/files/1/" rel="noreferrer">протокол</a>' in page.text


def test_item_archive_offers_the_way_back(plan, as_head):
    item = PlanItemFactory(plan=plan, title="Лишнее")

    page = as_head.post(address("item_archive", plan.pk, item.pk), follow=True)
    archived = PlanItem.objects.get().archived_at
    as_head.post(address("item_restore", plan.pk, item.pk))

    assert f'<a href="{item.get_absolute_url()}">Вернуть</a>' in page.text
    assert (archived is not None, PlanItem.objects.get().archived_at) == (True, None)


def test_item_archive_of_a_held_one_says_why_not(plan, as_head):
    item = ItemOutcomeFactory(item=PlanItemFactory(plan=plan, status="held")).item

    answer = as_head.post(address("item_archive", plan.pk, item.pk))

    assert (answer.status_code, "Сначала отзовите" in answer.text) == (422, True)


def test_item_move_puts_before_another(plan, as_head):
    first, second = PlanItemFactory(plan=plan, title="а"), PlanItemFactory(plan=plan, title="б")

    as_head.post(address("item_move", plan.pk, second.pk), {"section": "", "before": str(first.pk)})

    assert list(plan.items.in_paper_order().values_list("title", flat=True)) == ["б", "а"]


def test_items_change_shows_before_it_makes(plan, as_head):
    items = [PlanItemFactory(plan=plan, term_raw="08.10.2024") for _ in range(2)]
    sent = {"item": [str(item.pk) for item in items], "shift_days": "7"}
    url = address("items_change", plan.pk)

    preview = as_head.post(url, {**sent, "preview": "1"})
    before = set(PlanItem.objects.values_list("term_raw", flat=True))
    made = as_head.post(url, {**sent, "confirm": "1"})

    assert preview.text.count("<ins>15.10.2024</ins>") == 2
    assert (before, made.status_code) == ({"08.10.2024"}, 302)
    assert set(PlanItem.objects.values_list("term_raw", flat=True)) == {"15.10.2024"}


def test_items_change_names_what_refuses(plan, as_head):
    item = PlanItemFactory(plan=plan, title="Без дня", term_raw="октябрь")
    sent = {"item": [str(item.pk)], "shift_days": "7"}

    preview = as_head.post(address("items_change", plan.pk), {**sent, "preview": "1"})
    made = as_head.post(address("items_change", plan.pk), {**sent, "confirm": "1"})

    assert ("не получится" in preview.text, 'name="confirm"' in preview.text) == (True, False)
    assert (made.status_code, "Без дня: Срок «октябрь»" in made.text) == (422, True)
    assert PlanItem.objects.get().version == 1


def test_items_change_of_nothing_says_what_to_do(plan, as_head):
    page = as_head.get(address("items_change", plan.pk))

    assert "Ни одно мероприятие не отмечено" in page.text


def test_items_change_takes_junk_calmly(plan, as_head):
    answer = as_head.post(address("items_change", plan.pk), {"item": ["abc", "9" * 30], "form": "webinar"})

    assert answer.status_code == 422


def test_items_renumber_asks_first(plan, as_head):
    PlanItemFactory(plan=plan, number="9")

    as_head.get(address("items_renumber", plan.pk))
    before = PlanItem.objects.get().number
    as_head.post(address("items_renumber", plan.pk))

    assert (before, PlanItem.objects.get().number) == ("9", "1")


def test_item_form_costs_the_same_for_many_people(plan, as_head, association, django_assert_num_queries):
    item = PlanItemFactory(plan=plan)
    as_head.get(address("item_edit", plan.pk, item.pk))
    with django_assert_num_queries(10):
        as_head.get(address("item_edit", plan.pk, item.pk))

    for _ in range(3):
        OrganisationFactory(territory=association.territory)
        ItemOwnerFactory(item=item)
        PlanSectionFactory(plan=plan)

    with django_assert_num_queries(10):
        as_head.get(address("item_edit", plan.pk, item.pk))
