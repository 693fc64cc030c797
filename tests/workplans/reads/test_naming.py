"""Whose names somebody not signed in finds in published plans: theirs alone who agreed to it."""

import io
from datetime import date

import docx
import pytest
from django.urls import reverse

from stellazh.common.actor import Guest
from stellazh.people.models import Consent
from stellazh.workplans.enums import OwnerKind, PlanStatus
from stellazh.workplans.models import PlanGrif
from stellazh.workplans.reads import PlanFilters, plan_listing, plan_paper, plan_title_page
from stellazh.workplans.reads.naming import SOMEBODY, names_a_person, naming_for, without_people
from tests.factories.people import ConsentFactory, PersonFactory
from tests.factories.workplans import ItemOwnerFactory, PlanFactory, PlanItemFactory

pytestmark = pytest.mark.django_db
TODAY = date(2024, 11, 20)


@pytest.fixture
def plan(association):
    return PlanFactory(association=association, status=PlanStatus.APPROVED, is_public=True, signer_name="Ольхова В.И.")


@pytest.fixture
def item(plan):
    return PlanItemFactory(plan=plan, title="Семинар о чтении", start=date(2024, 11, 26), end=date(2024, 11, 26))


def owner(item, name, person=None, kind=OwnerKind.PERSON, detail=""):
    return ItemOwnerFactory(item=item, name=name, person=person, kind=kind, detail=detail)


def names(plan, reader):
    return next(item.owners for item in plan_paper(plan, reader=reader, on=TODAY).items)


def test_guest_finds_the_names_of_those_alone_who_agreed(plan, item, head, member):
    ConsentFactory(person=head, publishes="name")
    owner(item, "Ольхова В.И.", head, detail="методист")
    owner(item, "Липина В.И.", member)
    owner(item, "школьные библиотекари", kind=OwnerKind.GROUP)
    owner(item, "Берестова Т.П.", kind=OwnerKind.TEXT)

    shown = [(one.name, one.detail) for one in names(plan, Guest())]

    assert shown == [("Ольхова В.И.", ""), (SOMEBODY, ""), ("школьные библиотекари", "")]


def test_post_is_shown_with_a_consent_of_its_own(plan, item, head):
    ConsentFactory(person=head, publishes="name")
    ConsentFactory(person=head, publishes="posts")
    owner(item, "Ольхова В.И.", head, detail="методист")

    assert [(one.name, one.detail) for one in names(plan, Guest())] == [("Ольхова В.И.", "методист")]


def test_withdrawn_consent_hides_the_name_at_once(plan, item, head, at):
    ConsentFactory(person=head, publishes="name")
    owner(item, "Ольхова В.И.", head)
    Consent.objects.update(withdrawn_at=at)

    assert [one.name for one in names(plan, Guest())] == [SOMEBODY]


def test_somebody_signed_in_reads_every_name(plan, item, head, stranger):
    owner(item, "Ольхова В.И.", head, detail="методист")
    owner(item, "Берестова Т.П.", kind=OwnerKind.TEXT)

    shown = [(one.name, one.detail) for one in names(plan, stranger)]

    assert shown == [("Ольхова В.И.", "методист"), ("Берестова Т.П.", "")]


def test_paper_for_a_guest_has_no_signer_and_no_names_in_its_blocks(plan):
    PlanGrif.objects.create(plan=plan, kind="approve", text="Директор центра Берестова Т.П.")

    paper = plan_paper(plan, reader=Guest(), on=TODAY)
    title = plan_title_page(plan, reader=Guest())

    assert (paper.signer_name, paper.grifs[0].lines) == ("", ("Директор центра",))
    assert title.basis("approve") == "Директор центра"
    assert "Ольхова" not in title.signer


def test_guest_does_not_find_by_a_hidden_name(plan, item, member):
    owner(item, "Липина В.И.", member)

    for filters in (PlanFilters(owner="Липина В.И."), PlanFilters(text="Липина")):
        found = plan_listing(plan, filters, reader=Guest(), form="sections", on=TODAY)
        assert found.shown_count == 0
        assert [choice.value for choice in found.owners] == [SOMEBODY]


@pytest.mark.parametrize("count", [1, 3])
def test_names_cost_a_guest_one_query_more(count, plan, django_assert_num_queries):
    for _ in range(count):
        owner(PlanItemFactory(plan=plan), "Липина В.И.", PersonFactory())

    with django_assert_num_queries(5):
        plan_listing(plan, PlanFilters(), reader=Guest(), form="sections", on=TODAY)
    with django_assert_num_queries(6):
        plan_paper(plan, reader=Guest(), on=TODAY)


def test_no_public_page_and_no_file_names_who_did_not_agree(plan, item, head, client_for):
    owner(item, "Ольхова В.И.", head, detail="методист")
    guest = client_for(None)
    pages = [
        reverse("workplans:plan_detail", args=[plan.pk]),
        reverse("workplans:plan_detail", args=[plan.pk]) + "?form=matrix",
        reverse("workplans:item_detail", args=[plan.pk, item.pk]),
        reverse("workplans:plan_ics", args=[plan.pk]),
        reverse("workplans:calendar_feed_public", args=[plan.association.code]),
        reverse("pages:association_home", args=[plan.association.code]),
        reverse("associations:association_list"),
    ]

    for address in pages:
        answer = guest.get(address)
        assert answer.status_code == 200
        assert "Ольхова" not in answer.content.decode().replace("\r\n ", ""), address


@pytest.mark.parametrize("form", ["sections", "matrix"])
def test_word_file_of_a_guest_names_nobody_without_consent(form, plan, item, head, client_for):
    owner(item, "Ольхова В.И.", head)
    address = reverse("workplans:plan_export", args=[plan.pk, form, "docx"])

    text = {who: _text(client_for(person).get(address).content) for who, person in (("guest", None), ("head", head))}

    assert SOMEBODY in text["guest"]
    assert "Ольхова" not in text["guest"]
    assert "Ольхова" in text["head"]


def _text(body: bytes) -> str:
    paper = docx.Document(io.BytesIO(body))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in paper.paragraphs), *cells])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Берестова Т.П.", True),
        ("Методист Берестова Т.П., школа № 5", True),
        ("школьные библиотекари", False),
        ("МБОУ СОШ № 5 им. А.С. Пушкина", False),
        ("ММО Лужского округа", False),
    ],
)
def test_words_that_name_somebody_are_told_from_others(text, expected):
    assert names_a_person(text) is expected


def test_names_are_cut_out_with_what_led_to_them():
    assert without_people("Директор центра ____ Т.П. Берестова") == "Директор центра ____"
    assert without_people("на заседании объединения") == "на заседании объединения"


def test_a_reader_signed_in_costs_no_query(head, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert naming_for(head, [head.pk]).shows_everybody
