from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from stellazh.associations.models import Association
from stellazh.people.models import Person
from stellazh.workplans.drafts.model import Draft
from stellazh.workplans.enums import ImportStatus
from stellazh.workplans.models import Plan, PlanImport, PlanItem
from stellazh.workplans.services import update_item
from tests.workplans.imports.conftest import ROWS, paper_of
from tests.workplans.imports.test_confirming import CHANGED, confirm
from tests.workplans.making import item_fields

Bring = Callable[..., PlanImport]
ClientFor = Callable[[Person | None], Client]
Count = Callable[[int], Any]
HTMX = {"HX-Request": "true"}


def address(name: str, plan_import: PlanImport, *more: str) -> str:
    return reverse(f"workplans:{name}", args=[plan_import.public_id, *more])


def draft_of(plan_import: PlanImport) -> Draft:
    plan_import.refresh_from_db()
    return Draft.from_json(plan_import.reading)


@pytest.fixture
def client(client_for: ClientFor, head: Person) -> Client:
    """The head's browser."""
    return client_for(head)


@pytest.fixture
def start_url(association: Association) -> str:
    return reverse("workplans:import_start", args=[association.code])


def upload(content: bytes, name: str = "план.html") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_import_start_reads_a_file_and_leads_to_its_preview(client: Client, start_url: str) -> None:
    year = client.get(start_url).context["form"].fields["school_year"].initial

    response = client.post(start_url, {"school_year": year, "file": upload(paper_of().content)})

    plan_import = PlanImport.objects.get()
    assert (response.status_code, response["Location"]) == (302, plan_import.get_absolute_url())
    assert plan_import.school_year == year


def test_import_start_twice_with_one_key_makes_one_import(client: Client, start_url: str) -> None:
    year = client.get(start_url).context["form"].fields["school_year"].initial
    key = uuid.uuid4()

    places = [
        client.post(start_url, {"school_year": year, "submission_key": key, "file": upload(paper_of().content)})[
            "Location"
        ]
        for _ in range(2)
    ]

    assert places[0] == places[1]
    assert PlanImport.objects.count() == 1


def test_import_start_keeps_the_year_and_the_pasted_text_when_it_refuses(client: Client, start_url: str) -> None:
    form = client.get(start_url).context["form"]
    year = form.fields["school_year"].choices[-1][0]

    response = client.post(start_url, {"school_year": year, "table_text": "Просто строка"})

    shown = response.context["form"]
    assert response.status_code == 422
    assert (shown["school_year"].value(), shown["table_text"].value()) == (str(year), "Просто строка")
    assert list(shown.errors) == ["table_text"]
    assert PlanImport.objects.count() == 0


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({}, "file"),
        ({"school_year": "1999"}, "school_year"),
        ({"school_year": "abc"}, "school_year"),
        ({"submission_key": "not-a-key"}, "submission_key"),
    ],
)
def test_import_start_answers_bad_input_beside_the_field(
    client: Client, start_url: str, data: dict[str, str], field: str
) -> None:
    year = client.get(start_url).context["form"].fields["school_year"].initial

    response = client.post(start_url, {"school_year": year, **data})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]


def test_import_start_shows_the_readers_sentence(client: Client, start_url: str) -> None:
    year = client.get(start_url).context["form"].fields["school_year"].initial

    response = client.post(start_url, {"school_year": year, "file": upload(b"%PDF-1.7 hello", "план.docx")})

    assert response.status_code == 422
    assert [sentence[:12] for sentence in response.context["form"].errors["file"]] == ["Это PDF, из "]


NAMES = (
    ("import_preview", ()),
    ("import_passport", ()),
    ("import_term", ()),
    ("import_row", ("r1",)),
    ("import_row_split", ("r1",)),
    ("import_doubts", ()),
    ("import_confirm", ()),
    ("import_done", ()),
    ("import_undo", ()),
    ("import_abandon", ()),
)


@pytest.mark.parametrize(("name", "more"), NAMES, ids=[name for name, _ in NAMES])
@pytest.mark.parametrize("who", ["stranger", "member", "region_head"])
def test_import_pages_do_not_exist_for_those_who_may_not_edit(
    name: str, more: tuple[str, ...], who: str, request: pytest.FixtureRequest, bring: Bring, client_for: ClientFor
) -> None:
    client = client_for(request.getfixturevalue(who))

    response = client.get(address(name, bring(), *more))

    assert response.status_code == 404


@pytest.mark.parametrize("name", ["import_confirm", "import_undo", "import_abandon", "import_resume", "import_doubts"])
def test_import_posts_of_strangers_change_nothing(
    name: str, bring: Bring, stranger: Person, client_for: ClientFor
) -> None:
    plan_import = bring()

    response = client_for(stranger).post(address(name, plan_import), {"version": 1})

    plan_import.refresh_from_db()
    assert (response.status_code, plan_import.status, Plan.objects.count()) == (404, ImportStatus.PREVIEW, 0)


def test_import_list_and_start_of_another_association_do_not_exist(
    association: Association, stranger: Person, client_for: ClientFor
) -> None:
    client = client_for(stranger)

    codes = [
        client.get(reverse(f"workplans:{name}", args=[association.code])).status_code
        for name in ("import_list", "import_start")
    ]

    assert codes == [404, 404]


def test_import_pages_send_a_guest_to_sign_in(bring: Bring, client_for: ClientFor) -> None:
    response = client_for(None).get(bring().get_absolute_url())

    assert (response.status_code, response["Location"].split("?")[0]) == (302, reverse("people:sign_in"))


@pytest.mark.parametrize("row_count", [1, 3])
def test_import_list_costs_the_same_for_one_and_three(
    row_count: int, bring: Bring, client: Client, association: Association, django_assert_num_queries: Count
) -> None:
    for _ in range(row_count):
        bring()

    with django_assert_num_queries(6):
        response = client.get(reverse("workplans:import_list", args=[association.code]))

    assert len(response.context["page"].object_list) == row_count


@pytest.mark.parametrize("row_count", [1, 3, 120])
def test_import_preview_costs_the_same_for_any_number_of_rows(
    row_count: int, bring: Bring, client: Client, django_assert_num_queries: Count
) -> None:
    plan_import = bring(tuple((str(n), f"Дело {n}", "май 2025", "Берестова М.С.") for n in range(1, row_count + 1)))

    with django_assert_num_queries(6):
        response = client.get(plan_import.get_absolute_url())

    assert len(response.context["preview"].rows) == min(row_count, 40)


def test_import_preview_shows_what_a_page_break_had_torn_off(bring: Bring, client: Client) -> None:
    rows = (("1", "Отчёт о работе с документами, включёнными", "май 2025", "Ольхова В.И."), ("", "в перечень", "", ""))

    page = client.get(bring(rows).get_absolute_url()).content.decode()

    assert "<dt>Мероприятие, продолжение</dt><dd>в перечень</dd>" in page


def test_import_preview_shows_cells_of_the_paper_as_text(bring: Bring, client: Client) -> None:
    rows = (
        ("1", "Круглый стол <b>о чтении</b> <img src=x onerror=alert(1)>", "май 2025", '=HYPERLINK("http://evil")'),
    )

    page = client.get(bring(rows).get_absolute_url()).content.decode()

    assert ("<img src=x" in page, "<b>о чтении" in page) == (False, False)


@pytest.mark.parametrize(
    ("show", "titles"), [("aside", ["Конкурс юных чтецов"]), ("questions", ["Банк данных"]), ("x", None)]
)
def test_import_preview_shows_the_chosen_rows(
    show: str, titles: list[str] | None, bring: Bring, client: Client
) -> None:
    rows = (("1", "Банк данных", "май 2025", "Липина В.И."), ("2", "Конкурс юных чтецов", "май 2025", "Ольхова В.И."))
    plan_import = bring(rows)
    client.post(address("import_row_act", plan_import, "r2"), {"act": "leave:1"})

    response = client.get(plan_import.get_absolute_url(), {"show": show})

    shown = [view.row.title for view in response.context["preview"].rows]
    assert shown == (titles or ["Банк данных", "Конкурс юных чтецов"])


def test_import_row_saves_and_comes_back_to_the_row(bring: Bring, client: Client) -> None:
    plan_import = bring()

    response = client.post(
        address("import_row", plan_import, "r2"),
        {
            "revision": 1,
            "title": "База данных",
            "term": "до 10 апреля",
            "owners": "Ольхова В.И. — методист",
            "page": "1",
        },
    )

    row = draft_of(plan_import).rows[1]
    assert response["Location"] == f"{plan_import.get_absolute_url()}?show=all&page=1#r2"
    assert (row.title, row.term.raw, row.term.kind, str(row.term.end)) == (
        "База данных",
        "до 10 апреля",
        "deadline",
        "2025-04-10",
    )
    assert [(owner.name, owner.detail) for owner in row.owners] == [("Ольхова В.И.", "методист")]


def test_import_row_answers_htmx_with_the_row_and_the_counts(bring: Bring, client: Client) -> None:
    plan_import = bring()

    response = client.post(
        address("import_row", plan_import, "r2"), {"revision": 1, "title": "База данных"}, headers=HTMX
    )

    assert response.templates[0].name == "workplans/import_row_saved.html"
    assert response.context["view"].row.title == "База данных"


def test_import_row_shows_both_texts_when_somebody_was_first(bring: Bring, client: Client) -> None:
    plan_import = bring()
    client.post(address("import_row", plan_import, "r2"), {"revision": 1, "title": "Первый"})

    response = client.post(address("import_row", plan_import, "r2"), {"revision": 1, "title": "Второй"})

    assert response.status_code == 422
    assert (response.context["conflict"].theirs, response.context["conflict"].mine) == (
        {"Мероприятие": "Первый"},
        {"Мероприятие": "Второй"},
    )
    assert draft_of(plan_import).rows[1].title == "Первый"


def test_import_row_refuses_an_empty_title(bring: Bring, client: Client) -> None:
    plan_import = bring()

    response = client.post(address("import_row", plan_import, "r2"), {"revision": 1, "title": " "})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["title"]


def test_import_row_of_an_unknown_key_does_not_exist(bring: Bring, client: Client) -> None:
    assert client.get(address("import_row", bring(), "r99")).status_code == 404


@pytest.mark.parametrize("act", ["", "drop:1", "leave", "leave:x", "leave:1:99999", "fix:1:-1"])
def test_import_row_act_refuses_a_tampered_button(act: str, bring: Bring, client: Client) -> None:
    plan_import = bring()
    before = plan_import.reading

    response = client.post(address("import_row_act", plan_import, "r1"), {"act": act})

    plan_import.refresh_from_db()
    assert (response.status_code, plan_import.reading) == (404, before)


def test_import_row_act_with_an_old_revision_says_so_and_changes_nothing(bring: Bring, client: Client) -> None:
    plan_import = bring()
    client.post(address("import_row", plan_import, "r2"), {"revision": 1, "title": "Первый"})

    response = client.post(address("import_row_act", plan_import, "r2"), {"act": "leave:1"}, follow=True)

    assert [str(message)[:20] for message in response.context["messages"]] == ["Этот пункт только чт"]
    assert draft_of(plan_import).rows[1].is_left_out is False


def test_import_row_act_merges_and_splits(bring: Bring, client: Client) -> None:
    plan_import = bring()

    client.post(address("import_row_act", plan_import, "r2"), {"act": "merge:1"}, headers=HTMX)
    client.post(
        address("import_row_split", plan_import, "r3"), {"revision": 1, "first": "Конкурс", "second": "Юные чтецы"}
    )

    assert [row.title for row in draft_of(plan_import).rows] == [
        "Заседание № 1 «Планирование работы» Банк данных школьных библиотекарей",
        "Конкурс",
        "Юные чтецы",
        "Неделя детской книги",
    ]


def test_import_passport_changes_texts_form_and_sections(bring: Bring, client: Client) -> None:
    plan_import = bring()
    sections = "I. Организация\nII. Работа с учащимися"

    client.post(
        address("import_passport", plan_import),
        {"revision": 1, "form": "matrix", "goal": "Читать больше", "sections": sections},
    )

    draft = draft_of(plan_import)
    assert (draft.form, draft.passport.goal) == ("matrix", "Читать больше")
    assert [row.section for row in draft.rows][:2] == ["I. Организация", "I. Организация"]


def test_import_term_says_how_a_wording_is_understood(bring: Bring, client: Client) -> None:
    response = client.get(address("import_term", bring()), {"term": "до 10 апреля"})

    assert strip_tags(response.content.decode()).strip() == "Понято: не позднее 10 апреля 2025 г."


def test_import_doubts_keeps_the_answers_and_goes_on(bring: Bring, client: Client) -> None:
    plan_import = bring()

    response = client.post(
        address("import_doubts", plan_import),
        {"key-1": "липина в и", "answer-1": "new", "key-2": "рябинина в и", "answer-2": "words"},
    )

    assert response["Location"] == address("import_confirm", plan_import)
    assert {key: answer.choice for key, answer in draft_of(plan_import).answers.items()} == {
        "липина в и": "new",
        "рябинина в и": "words",
    }


def test_import_doubts_answers_for_all_new_names_at_once_and_stays(bring: Bring, client: Client) -> None:
    plan_import = bring()

    response = client.post(
        address("import_doubts", plan_import), {"key-1": "липина в и", "key-2": "рябинина в и", "rest": "new"}
    )

    assert response["Location"] == address("import_doubts", plan_import)
    assert {answer.choice for answer in draft_of(plan_import).answers.values()} == {"new"}


def test_import_doubts_takes_somebody_from_the_list(bring: Bring, client: Client, head: Person) -> None:
    plan_import = bring()

    client.post(
        address("import_doubts", plan_import),
        {"key-1": "липина в и", "answer-1": "other", "other-1": "ольхова Вера  Ильинична", "key-2": "рябинина в и"},
    )

    assert draft_of(plan_import).answers["липина в и"].target == str(head.pk)


@pytest.mark.parametrize(
    "data",
    [
        {"key-1": "липина в и", "answer-1": "other", "other-1": "Никто Такой"},
        {"key-1": "чужой ключ", "answer-1": "new"},
        {"key-1": "липина в и", "answer-1": "person:999999"},
        {"key-1": "липина в и", "answer-1": "person:не число"},
        {"key-1": "липина в и", "answer-1": "same:липина в и"},
        {"key-1": "липина в и", "answer-1": "operator"},
    ],
)
def test_import_doubts_refuses_what_is_not_offered(data: dict[str, str], bring: Bring, client: Client) -> None:
    plan_import = bring()

    response = client.post(address("import_doubts", plan_import), {"key-2": "рябинина в и", **data})

    assert response.status_code == 422
    assert dict(draft_of(plan_import).answers) == {}


def test_import_doubts_never_links_a_person_of_another_association(
    bring: Bring, client: Client, stranger: Person
) -> None:
    plan_import = bring()

    response = client.post(
        address("import_doubts", plan_import),
        {"key-1": "липина в и", "answer-1": f"person:{stranger.pk}", "key-2": "рябинина в и"},
    )

    assert (response.status_code, dict(draft_of(plan_import).answers)) == (422, {})


def test_import_confirm_makes_the_plan_and_leads_to_what_was_done(bring: Bring, client: Client) -> None:
    plan_import = bring()
    page = client.get(address("import_confirm", plan_import))
    keys = [row.key for row in page.context["draft"].taken]

    data = {"version": plan_import.version, "take": keys, "passport": "on"}
    first = client.post(address("import_confirm", plan_import), data)
    second = client.post(address("import_confirm", plan_import), data)

    assert {first["Location"], second["Location"]} == {address("import_done", plan_import)}
    assert (Plan.objects.count(), PlanItem.objects.count()) == (1, 4)


def test_import_confirm_shows_new_changed_and_gone_of_an_existing_plan(
    bring: Bring, client: Client, head: Person, at: datetime
) -> None:
    confirm(bring(), head, at)

    comparison = client.get(address("import_confirm", bring(CHANGED))).context["comparison"]

    assert [row.title for row in comparison.new] == ["Круглый стол «Читаем вместе»"]
    assert [[change.label for change in changed.changes] for changed in comparison.changed] == [["Срок"], ["№"]]
    assert [item.title for item in comparison.gone] == ["Конкурс юных чтецов"]
    assert comparison.same_count == 1


def test_import_confirm_of_the_same_paper_offers_nothing(
    bring: Bring, client: Client, head: Person, at: datetime
) -> None:
    confirm(bring(), head, at)

    page = client.get(address("import_confirm", bring()))

    assert page.context["comparison"].nothing_differs
    assert "Нового нет" in page.content.decode()


def test_import_confirm_with_an_old_version_shows_the_page_again(bring: Bring, client: Client) -> None:
    plan_import = bring()
    client.post(address("import_row", plan_import, "r2"), {"revision": 1, "title": "Первый"})

    response = client.post(address("import_confirm", plan_import), {"version": 1, "take": ["r1"]})

    assert (response.status_code, response.context["refusal"][:13]) == (422, "Пока вы смотр")
    assert Plan.objects.count() == 0


@pytest.mark.parametrize("row_count", [1, 3])
def test_import_confirm_page_costs_the_same_for_one_and_three(
    row_count: int, bring: Bring, client: Client, head: Person, at: datetime, django_assert_num_queries: Count
) -> None:
    rows = tuple((str(n), f"Дело {n}", "май 2025", "Берестова М.С.") for n in range(1, row_count + 1))
    confirm(bring(rows), head, at)
    second = bring(tuple((row[0], row[1], "июнь 2025", row[3]) for row in rows))

    with django_assert_num_queries(11):
        client.get(address("import_confirm", second))


def test_import_confirm_lets_the_plan_keep_what_was_corrected_by_hand(
    bring: Bring, client: Client, head: Person, at: datetime
) -> None:
    rows = (("1", "Первое", "май 2025", "Берестова М.С."), ("2", "Второе", "май 2025", "Берестова М.С."))
    confirm(bring(rows), head, at)
    corrected = PlanItem.objects.get(title="Второе")
    update_item(
        corrected.pk,
        expected_version=corrected.version,
        fields=item_fields(title="Второе", number="2", term_raw="апрель 2025"),
        by=head,
        at=at + timedelta(minutes=1),
    )
    later = bring(tuple((number, title, "июнь 2025", owners) for number, title, _, owners in rows))

    page = client.get(address("import_confirm", later))

    marks = re.findall(r'name="take" value="(r\d)"( checked)?>', page.content.decode())
    assert marks == [("r1", " checked"), ("r2", "")]


def test_import_confirm_names_those_left_without_an_answer(bring: Bring, client: Client) -> None:
    page = client.get(address("import_confirm", bring((("1", "Дело", "май 2025", "Рябинина О.П."),))))

    assert "без ответа останется словами, как в файле: «Рябинина О.П.»." in page.content.decode()


def test_import_undo_asks_and_takes_the_import_back(bring: Bring, client: Client, head: Person, at: datetime) -> None:
    plan_import = confirm(bring(), head, at)

    asked = client.get(address("import_undo", plan_import))
    response = client.post(address("import_undo", plan_import))

    plan_import.refresh_from_db()
    assert (asked.status_code, response["Location"]) == (200, address("import_done", plan_import))
    assert plan_import.status == ImportStatus.UNDONE
    assert PlanItem.objects.present().count() == 0


def test_import_abandon_and_resume(bring: Bring, client: Client, association: Association) -> None:
    plan_import = bring()

    client.post(address("import_abandon", plan_import))
    plan_import.refresh_from_db()
    abandoned = plan_import.status
    response = client.post(address("import_resume", plan_import))

    plan_import.refresh_from_db()
    assert (abandoned, plan_import.status) == (ImportStatus.ABANDONED, ImportStatus.PREVIEW)
    assert response["Location"] == plan_import.get_absolute_url()


@pytest.mark.parametrize("name", ["import_row_act", "import_resume"])
def test_import_get_changes_nothing(name: str, bring: Bring, client: Client) -> None:
    more = ("r1",) if name == "import_row_act" else ()

    assert client.get(address(name, bring(), *more)).status_code == 405


def test_the_papers_rows_are_in_the_preview_in_their_order(bring: Bring, client: Client) -> None:
    rows = client.get(bring().get_absolute_url()).context["preview"].rows

    assert [view.row.title for view in rows] == [row[1] for row in ROWS if len(row) > 1]
