"""What pages and papers read of plans."""

from datetime import date, time

import pytest

from stellazh.common.actor import System
from stellazh.common.school_year import SchoolYear
from stellazh.workplans.enums import PlanStatus
from stellazh.workplans.models import PlanGrif, PlanItem
from stellazh.workplans.papers.content import Grif, PaperItem, PaperOwner
from stellazh.workplans.reads import PlanFilters, days_text, owner_directory, plan_listing, plan_paper
from stellazh.workplans.services.fields import OwnerFields
from tests.factories.members import MembershipFactory
from tests.factories.people import PersonFactory
from tests.factories.workplans import (
    ItemOutcomeFactory,
    ItemOwnerFactory,
    PlanFactory,
    PlanItemFactory,
    PlanSectionFactory,
)

pytestmark = pytest.mark.django_db
TODAY = date(2024, 11, 20)
READER = System("тест")


@pytest.fixture
def plan(association):
    return PlanFactory(association=association)


def listing(plan, form="sections", page=1, **filters):
    return plan_listing(plan, PlanFilters(**filters), reader=READER, form=form, on=TODAY, page=page)


def books(shelf):
    return {month.label: [(b.title, b.state, b.size) for b in month.books] for month in shelf.months if month.books}


def test_nothing_of_a_draft_is_late(plan):
    PlanItemFactory(plan=plan, title="Прошло", start=date(2024, 9, 2), end=date(2024, 9, 2))

    assert books(listing(plan).shelf) == {"сен": [("Прошло", "planned", 0)]}


def test_shelf_puts_books_into_their_months(plan):
    plan.status = PlanStatus.APPROVED
    section = PlanSectionFactory(plan=plan, title="Общее")
    for title, start, end, changes in (
        ("Август", date(2024, 8, 26), date(2024, 8, 26), {"section": section}),
        ("Октябрь", date(2024, 10, 1), date(2024, 10, 31), {}),
        ("Весь год", date(2024, 9, 1), date(2025, 5, 31), {}),
        ("Срок", None, date(2024, 12, 10), {}),
        ("Отмена", date(2025, 8, 20), date(2025, 8, 20), {"status": "cancelled", "status_reason": "x"}),
        ("Без дней", None, None, {}),
        ("Перенос", date(2024, 9, 5), date(2024, 9, 5), {"status": "postponed", "status_reason": "x"}),
    ):
        PlanItemFactory(plan=plan, title=title, start=start, end=end, **changes)
    held = PlanItemFactory(plan=plan, title="Проведено", start=date(2025, 1, 9), end=date(2025, 1, 9), status="held")
    ItemOutcomeFactory(item=held, participation_count=60)
    ItemOutcomeFactory(item=held, participation_count=40)
    ItemOutcomeFactory(item=held, participation_count=900, withdrawn_at=held.created_at)

    shelf = listing(plan).shelf

    assert books(shelf) == {
        "сен": [("Август", "late", 0), ("Перенос", "planned", 0)],
        "окт": [("Октябрь", "late", 0)],
        "дек": [("Срок", "planned", 0)],
        "янв": [("Проведено", "done", 10)],
        "май": [("Весь год", "planned", 0)],
        "авг": [("Отмена", "cancelled", 0)],
    }
    assert [month.label for month in shelf.months if month.is_now] == ["ноя"]
    assert shelf.legend == ((1, "Общее"),)


def test_listing_counts_what_is_due(plan):
    for status in ("planned", "held", "cancelled"):
        PlanItemFactory(plan=plan, status=status, status_reason="x")
    PlanItemFactory(plan=plan, archived_at=plan.created_at)

    seen = listing(plan)

    assert (seen.total_count, seen.held_count, seen.due_count) == (3, 1, 2)


def test_listing_groups_by_sections_in_their_order(plan):
    late, early = (
        PlanSectionFactory(plan=plan, position=2, title="II"),
        PlanSectionFactory(plan=plan, position=1, title="I"),
    )
    for title, section in (("в", late), ("г", None), ("а", early), ("б", early)):
        PlanItemFactory(plan=plan, title=title, section=section)

    groups = listing(plan).groups

    assert [(group.title, [row.title for row in group.rows]) for group in groups] == [
        ("I", ["а", "б"]), ("II", ["в"]), ("Без раздела", ["г"]),
    ]  # fmt: skip


def test_listing_lays_out_the_matrix_by_wordings(plan):
    first, second = PlanSectionFactory(plan=plan, title="I"), PlanSectionFactory(plan=plan, title="II")
    for title, section, term, start, end in (
        ("весь год", first, "в течение года", date(2024, 9, 1), date(2025, 5, 31)),
        ("ноябрь", second, "ноябрь", date(2024, 11, 1), date(2024, 11, 30)),
        ("без срока", first, "", None, None),
        ("день", first, "01.11.2024", date(2024, 11, 1), date(2024, 11, 1)),
        ("ноябрь ещё", None, "ноябрь", date(2024, 11, 1), date(2024, 11, 30)),
    ):
        PlanItemFactory(plan=plan, title=title, section=section, term_raw=term, start=start, end=end)

    seen = listing(plan, form="matrix")

    assert [direction.title for direction in seen.directions] == ["I", "II", "Без направления"]
    assert [(line.term, [[row.title for row in cell] for cell in line.cells]) for line in seen.matrix] == [
        ("01.11.2024", [["день"], [], []]),
        ("ноябрь", [[], ["ноябрь"], ["ноябрь ещё"]]),
        ("в течение года", [["весь год"], [], []]),
        ("", [["без срока"], [], []]),
    ]


def test_listing_of_named_months_is_found_in_them_only(plan):
    PlanItemFactory(plan=plan, start=date(2024, 9, 1), end=date(2025, 1, 31), months=["2024-09-01", "2025-01-01"])

    shown = [listing(plan, month=date(2024, month, 1)).shown_count for month in (9, 10)]

    assert shown == [1, 0]


@pytest.mark.parametrize("count", [1, 3])
def test_listing_costs_four_queries(count, plan, django_assert_num_queries):
    for _ in range(count):
        item = PlanItemFactory(plan=plan, section=PlanSectionFactory(plan=plan))
        ItemOwnerFactory(item=item)
        ItemOutcomeFactory(item=item)

    with django_assert_num_queries(4):
        listing(plan)


def test_plan_paper_says_everything(plan, head):
    plan.tasks = "Первая\n\n Вторая "
    plan.save()
    PlanGrif.objects.create(plan=plan, kind="reviewed", text="на заседании ММО", number="1", on=date(2024, 8, 30))
    section = PlanSectionFactory(plan=plan, title="Общее")
    item = PlanItemFactory(
        plan=plan, section=section, number="1.", title="Семинар", form="seminar", format="online",
        term_raw="08.10.2024", term_kind="date", start=date(2024, 10, 8), end=date(2024, 10, 8), time=time(14, 30),
        place="Zoom", status="held",
    )  # fmt: skip
    ItemOwnerFactory(item=item, name="Ольхова В.И.", detail="руководитель", person=head)
    ItemOutcomeFactory(item=item, held_on=date(2024, 10, 8), evidence="список участников", participation_count=21)

    paper = plan_paper(plan, reader=READER, on=TODAY, with_fact=True)

    assert (paper.association_name, paper.school_year, paper.tasks, paper.draft, paper.with_fact) == (
        plan.association.name, 2024, ("Первая", "Вторая"), True, True,
    )  # fmt: skip
    assert paper.grifs == (Grif("reviewed", ("на заседании ММО", "№ 1 от 30.08.2024")),)
    assert paper.items == (
        PaperItem(
            uid=str(item.uid), number="1.", section="Общее", title="Семинар", description="", term_raw="08.10.2024",
            term_kind="date", start=date(2024, 10, 8), end=date(2024, 10, 8), time=time(14, 30), place="Zoom",
            format_label="дистанционно", form_label="семинар", audience="", outcome_document="",
            owners=(PaperOwner("Ольхова В.И.", "руководитель"),), status="held", status_label="проведено",
            status_reason="", fact="08.10.2024: список участников, 21 участие",
        ),
    )  # fmt: skip


def test_plan_paper_of_a_month_holds_what_falls_into_it(plan):
    PlanItemFactory(plan=plan, title="Октябрь")
    PlanItemFactory(plan=plan, title="Ноябрь", start=date(2024, 11, 1), end=date(2024, 11, 30))
    PlanItemFactory(plan=plan, title="Без дней", start=None, end=None)

    paper = plan_paper(plan, reader=READER, on=TODAY, month=date(2024, 11, 1))

    assert [item.title for item in paper.items] == ["Ноябрь"]


@pytest.mark.parametrize("count", [1, 3])
def test_plan_paper_costs_five_queries(count, plan, django_assert_num_queries):
    for _ in range(count):
        ItemOwnerFactory(item=PlanItemFactory(plan=plan, section=PlanSectionFactory(plan=plan)))

    with django_assert_num_queries(5):
        plan_paper(plan, reader=READER, on=TODAY)


def test_directory_knows_members_above_and_below_but_not_beside(association, head, region_head, stranger):
    directory = owner_directory(association, on=TODAY)

    kinds = [directory.owner(name).kind for name in ("Ольхова В.И.", "Сосновская Вера Ильинична", "Кленова В.И.")]
    assert kinds == ["person", "person", "text"]


def test_directory_never_guesses_between_two_of_one_name(association, head):
    twin = PersonFactory(family_name="Ольхова", given_name="Варвара", patronymic="Ивановна")
    MembershipFactory(person=twin, association=association)

    directory = owner_directory(association, on=TODAY)

    assert directory.owner("Ольхова В.И.") == OwnerFields("text", "Ольхова В.И.")
    assert directory.owner("Ольхова Варвара Ивановна").person_id == twin.pk


def test_directory_does_not_know_who_has_left(association):
    person = PersonFactory(family_name="Берестова")
    MembershipFactory(person=person, association=association, to_on=date(2024, 1, 1))

    assert owner_directory(association, on=TODAY).owner("Берестова В.И.").kind == "text"


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (date(2024, 9, 11), date(2024, 9, 11), "11 сентября 2024 г., среда"),
        (date(2024, 9, 1), date(2024, 9, 30), "1–30 сентября 2024 г."),
        (date(2024, 9, 1), date(2024, 10, 31), "1 сентября – 31 октября 2024 г."),
        (date(2024, 12, 30), date(2025, 1, 8), "30 декабря 2024 г. – 8 января 2025 г."),
        (None, date(2025, 4, 10), "не позднее 10 апреля 2025 г."),
        (date(2024, 10, 1), None, "с 1 октября 2024 г."),
        (None, None, ""),
    ],
)
def test_days_text(start, end, text):
    assert days_text(start, end) == text


def test_months_of_the_filter_begin_with_the_opening_august(plan):
    choices = listing(plan).months

    assert (choices[0].label, choices[-1].label, len(choices)) == ("Август 2024", "Август 2025", 13)
    assert SchoolYear(2024).first_day == date(2024, 8, 1)
    assert not PlanItem.objects.exists()
