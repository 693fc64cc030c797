"""A list brought in the browser: the file, the columns, the check, taking in, the report, taking back."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from stellazh.associations.models import Association
from stellazh.common.capabilities import Role
from stellazh.jobs.models import Job
from stellazh.members.enums import ImportState
from stellazh.members.models import Post, RosterImport
from stellazh.members.roster_tasks import apply_roster, read_roster, undo_roster
from stellazh.office.tables import open_table
from stellazh.people.models import Person
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

ClientFor = Callable[..., Client]
OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Quiet:
    """A job's context that only counts how often it was told of progress."""

    def __init__(self) -> None:
        self.told: list[tuple[int, int, str]] = []

    def progress(self, done: int, total: int, message: str = "") -> None:
        self.told.append((done, total, message))

    def check_cancelled(self) -> None:
        return None


def address(roster: RosterImport, name: str = "roster_detail", *args: object) -> str:
    return reverse(f"members:{name}", args=[roster.pk, *args])


def page(client: Client, url: str, **query: str) -> str:
    answer = client.get(url, query)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def five(association: Association) -> Any:
    return school(association, "МБОУ СОШ № 5")


@pytest.fixture
def seven(association: Association) -> Any:
    return school(association, "МБОУ СОШ № 7")


@pytest.fixture
def maria(association: Association, five: Any) -> Any:
    """Known: «Ольхова М.И.» of the fifth school, the telephone written down."""
    person: Any = PersonFactory(family_name="Ольхова", given_name="М", patronymic="И", without_account=True)
    MembershipFactory(person=person, association=association)
    PostFactory(person=person, organisation=five, title="библиотекарь")
    return person


def test_the_whole_way_in_the_browser(
    association: Association, head: Person, five: Any, seven: Any, maria: Any, client_for: ClientFor
) -> None:
    client = client_for(head)
    start = reverse("members:roster_start", args=["luga"])
    assert "Загрузить из Excel" in page(client, reverse("members:member_list", args=["luga"]))

    sent = client.post(
        start,
        {
            "kind": "people",
            "submission_key": str(uuid4()),
            "file": SimpleUploadedFile("список.csv", as_csv(HEAD, OLKHOVA, LIPINA, encoding="cp1251")),
        },
    )
    roster = RosterImport.objects.get()
    assert sent["Location"] == address(roster)
    job = Job.objects.get(name="members.read_roster")
    assert client.get(address(roster))["Location"] == job.get_absolute_url()
    context = Quiet()
    assert read_roster(context, **job.arguments) == {"url": address(roster)}  # type: ignore[arg-type]
    assert context.told[0] == (0, 0, "Читаю файл")
    Job.objects.update(state="done")

    text = page(client, address(roster))
    assert "та же школа, имя записано короче" in text.lower()
    assert re.findall(r'name="act" value="([^"]+)"', text) == [
        f"2:1:same:{maria.pk}", "2:1:create", "2:1:skip",
    ]  # fmt: skip
    answer = client.post(
        address(roster, "roster_act"), {"act": f"2:1:same:{maria.pk}", "show": "ask", "page": "1"}, follow=True
    )
    assert answer.redirect_chain[-1][0] == f"{address(roster)}?show=ask&page=1#check"
    text = page(client, address(roster), show="update")
    assert "решено вами" in text
    assert "Ольхова Мария Ивановна</ins>" in text
    assert "у нас «библиотекарь», в файле «педагог-библиотекарь»" in text

    assert "Новых: 1." in page(client, address(roster, "roster_apply"))
    client.post(address(roster, "roster_apply"))
    job = Job.objects.get(name="members.apply_roster")
    assert client.get(address(roster))["Location"] == job.get_absolute_url()
    assert apply_roster(Quiet(), **job.arguments) == {"url": address(roster)}  # type: ignore[arg-type]
    report = page(client, address(roster))
    assert "Список внесён" in report
    assert "дополнено: фио, телефон, категория, почта для связи" in report
    maria.refresh_from_db()
    assert maria.full_name == "Ольхова Мария Ивановна"
    assert Post.objects.get(person__family_name="Липина", person__given_name="Анна").organisation_id == seven.pk

    book = client.get(address(roster, "roster_report"))
    (sheet,) = open_table(book.content, "отчёт.xlsx").sheets
    assert sheet.rows[1][:4] == ("Строка", "Кто", "Решение", "Что сделано")
    assert [cells[0] for cells in sheet.rows[2:]] == ["2", "3"]

    assert "Отменить загрузку?" in page(client, address(roster, "roster_undo"))
    Job.objects.update(state="done")
    client.post(address(roster, "roster_undo"))
    undo_roster(Quiet(), **Job.objects.get(name="members.undo_roster").arguments)  # type: ignore[arg-type]
    assert "Загрузка отменена" in page(client, address(roster))
    maria.refresh_from_db()
    assert maria.full_name == "Ольхова М.И."


def test_a_pasted_table_is_a_list(association: Association, head: Person, client_for: ClientFor) -> None:
    pasted = "ФИО\tШкола\r\nОльхова Мария Ивановна\tСОШ № 5\r\n"

    client_for(head).post(
        reverse("members:roster_start", args=["luga"]), {"kind": "people", "table_text": pasted, "table_html": ""}
    )

    roster = RosterImport.objects.get()
    read_roster(Quiet(), roster_id=roster.pk, person_id=head.pk)  # type: ignore[arg-type]
    assert roster.file.name == "вставлено.tsv"
    assert decisions(roster) == {2: "create"}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"kind": "people"}, "Выберите файл со списком"),
        ({"kind": "people", "file": ("список.pdf", b"%PDF-1.7")}, "Это PDF"),
        ({"kind": "people", "file": ("список.xls", OLD_EXCEL)}, "Такие файлы мы не читаем"),
        ({"kind": "people", "file": ("список.csv", bytes(300))}, "Файл пуст"),
        ({"kind": "chairs", "table_text": "ФИО\nОльхова"}, "Выберите корректный вариант"),
    ],
)  # fmt: skip
def test_roster_start_says_what_is_wrong(
    association: Association, head: Person, client_for: ClientFor, data: dict[str, Any], words: str
) -> None:
    if "file" in data:
        data = {**data, "file": SimpleUploadedFile(*data["file"])}

    answer = client_for(head).post(reverse("members:roster_start", args=["luga"]), data)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not RosterImport.objects.exists()


def test_a_file_that_cannot_be_read_says_so_on_its_page(
    association: Association, head: Person, client_for: ClientFor, at: datetime
) -> None:
    from stellazh.members.services import rosters

    roster = rosters.bring_roster("people", association, as_csv(("ФИО",)), name="a.csv", by=head, at=at)
    with pytest.raises(rosters.ListIsEmpty):
        read_roster(Quiet(), roster_id=roster.pk, person_id=head.pk)  # type: ignore[arg-type]

    text = page(client_for(head), address(roster))

    assert "Файл не прочитан" in text
    assert "Под заголовками нет ни одной строки" in text


def test_a_deputy_is_offered_people_only(association: Association, client_for: ClientFor) -> None:
    deputy: Any = PersonFactory()
    GrantFactory(person=deputy, role=Role.DEPUTY, association=association)

    text = page(client_for(deputy), reverse("members:roster_start", args=["luga"]))

    assert 'value="people"' in text
    assert 'value="schools"' not in text
    assert client_for(deputy).get("/o/luga/rosters/sample-schools.xlsx").status_code == 404


@pytest.mark.parametrize("kind", ["people", "schools"])
def test_the_sample_can_be_brought_as_it_is(
    association: Association, head: Person, client_for: ClientFor, at: datetime, kind: str
) -> None:
    school(association, "МБОУ СОШ № 5") if kind == "people" else None
    sample = client_for(head).get(reverse("members:roster_sample", args=["luga", kind]))

    roster = brought(association, head, at, kind=kind, name="образец.xlsx", content=sample.content)

    assert sample["Content-Disposition"].startswith("attachment")
    assert "" not in roster.columns.values()
    assert len(roster.columns) == len(roster.headings)
    # The invented person of the sample has the head's name.
    assert decisions(roster) == {3: "ask" if kind == "people" else "create"}
    assert row(roster, 3).problems == []


def test_columns_are_shown_and_chosen(
    association: Association, head: Person, client_for: ClientFor, at: datetime
) -> None:
    roster = brought(association, head, at, ("ФИО", "Хобби", "№"), ("Ольхова Мария", "МБОУ СОШ № 5", "1"))
    client = client_for(head)

    text = page(client, address(roster, "roster_columns"))
    assert "не узнано: 1" in text
    assert "Ольхова Мария" in text
    sent = {"version": "2", "column_0": "full_name", "column_1": "school", "column_2": ""}
    answer = client.post(address(roster, "roster_columns"), sent)

    assert answer["Location"] == address(roster)
    roster.refresh_from_db()
    assert (roster.state, roster.columns) == (ImportState.READING, {"0": "full_name", "1": "school", "2": ""})
    read_roster(Quiet(), roster_id=roster.pk, person_id=head.pk)  # type: ignore[arg-type]
    assert row(roster, 2).cells == {"full_name": "Ольхова Мария", "school": "МБОУ СОШ № 5"}


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"column_0": "", "column_1": ""}, "Не найден столбец с именами"),
        ({"column_0": "full_name", "column_1": "full_name"}, "выбрано для двух столбцов"),
        ({"column_0": "full_name", "column_1": "phone", "version": "1"}, "изменил кто-то другой"),
    ],
)
def test_wrong_columns_are_refused(
    association: Association, head: Person, client_for: ClientFor, at: datetime, columns: dict[str, str], words: str
) -> None:
    roster = brought(association, head, at, ("ФИО", "Хобби"), ("Ольхова Мария", "чтение"))

    answer = client_for(head).post(address(roster, "roster_columns"), {"version": "2", **columns})

    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_without_a_column_of_names_the_columns_come_first(
    association: Association, head: Person, client_for: ClientFor, at: datetime
) -> None:
    roster = brought(association, head, at, ("Кто-то", "Хобби"), ("Ольхова Мария", "чтение"))

    assert client_for(head).get(address(roster))["Location"] == address(roster, "roster_columns")


def test_another_sheet_is_read(association: Association, head: Person, client_for: ClientFor, at: datetime) -> None:
    import xlsxwriter

    book = io.BytesIO()
    with xlsxwriter.Workbook(book, {"in_memory": True}) as workbook:
        workbook.add_worksheet("Город").write_column(0, 0, ["ФИО", "Ольхова Мария"])
        workbook.add_worksheet("Село").write_column(0, 0, ["ФИО", "Липина Анна"])
    roster = brought(association, head, at, name="a.xlsx", content=book.getvalue())

    client_for(head).post(address(roster, "roster_columns"), {"version": "2", "column_0": "full_name", "sheet": "Село"})
    read_roster(Quiet(), roster_id=roster.pk, person_id=head.pk)  # type: ignore[arg-type]

    assert (roster.sheet, row(roster, 2).cells["full_name"]) == ("Город", "Липина Анна")


def test_a_row_is_corrected(
    association: Association, head: Person, five: Any, client_for: ClientFor, at: datetime
) -> None:
    roster = brought(association, head, at, ("ФИО", "Школа", "Телефон"), ("МБОУ", "СОШ № 5", "8,92E+10"))
    client = client_for(head)
    assert decisions(roster) == {2: "bad"}
    assert "это не похоже на имя человека" in page(client, address(roster))

    text = page(client, address(roster, "roster_row", 2))
    assert "цифры потеряны" in text
    answer = client.post(
        address(roster, "roster_row", 2),
        {"version": "1", "full_name": "Ольхова Мария", "school": "СОШ № 5", "phone": "89210001122"},
    )

    assert answer["Location"] == f"{address(roster)}?show=create"
    found = row(roster, 2)
    assert (found.decision, found.problems, found.version) == ("create", [], 2)


def test_two_who_correct_one_row_are_told(
    association: Association, head: Person, methodist: Person, client_for: ClientFor, at: datetime
) -> None:
    roster = brought(association, head, at, ("ФИО", "Телефон"), ("Ольхова Мария", ""))
    url = address(roster, "roster_row", 2)
    client_for(methodist).post(url, {"version": "1", "full_name": "Ольхова Мария", "phone": "89210001122"})

    answer = client_for(head).post(url, {"version": "1", "full_name": "Ольхова Марина", "phone": ""})

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "изменил кто-то другой" in text
    assert "89210001122" in text
    assert row(roster, 2).cells["full_name"] == "Ольхова Мария"


def test_two_who_decide_one_row_are_told(
    association: Association, head: Person, methodist: Person, client_for: ClientFor, at: datetime
) -> None:
    roster = brought(association, head, at, ("ФИО",), ("Ольхова Мария",))
    decide(roster, 2, "skip", methodist, at)

    answer = client_for(head).post(address(roster, "roster_act"), {"act": "2:1:create", "show": "create"}, follow=True)

    assert "Эту строку только что изменил кто-то другой" in answer.content.decode()
    assert decisions(roster) == {2: "skip"}


@pytest.mark.parametrize("act", ["", "2:1", "2:1:drop", "2:1:same:x", "x:1:skip", "2:1:skip\n", "99:1:skip"])
def test_strange_acts_are_not_found(
    association: Association, head: Person, client_for: ClientFor, at: datetime, act: str
) -> None:
    roster = brought(association, head, at, ("ФИО",), ("Ольхова Мария",))

    assert client_for(head).post(address(roster, "roster_act"), {"act": act}).status_code == 404


def test_a_difference_is_chosen(
    association: Association, head: Person, maria: Any, client_for: ClientFor, at: datetime
) -> None:
    maria.given_name, maria.patronymic = "Мария", "Ивановна"
    maria.save()
    roster = brought(association, head, at, HEAD[:3], OLKHOVA[:3])
    assert decisions(roster) == {2: "update"}

    client_for(head).post(
        address(roster, "roster_act"), {"act": "2:1:take", "take-2": "post", "show": "update", "page": "1"}
    )

    assert row(roster, 2).taken == ["post"]
    assert 'value="post" checked' in page(client_for(head), address(roster), show="update")


def test_heaps_are_decided_at_once(
    association: Association, head: Person, five: Any, maria: Any, client_for: ClientFor, at: datetime
) -> None:
    roster = brought(association, head, at, HEAD, OLKHOVA, LIPINA, LIPINA)
    client = client_for(head)
    assert decisions(roster) == {2: "ask", 3: "create", 4: "skip"}

    client.post(address(roster, "roster_bulk"), {"bulk": "skip_alike"})
    client.post(address(roster, "roster_bulk"), {"bulk": "skip_new"})
    assert decisions(roster) == {2: "skip", 3: "skip", 4: "skip"}
    client.post(address(roster, "roster_bulk"), {"bulk": "create_skipped"})

    assert decisions(roster) == {2: "skip", 3: "create", 4: "skip"}
    assert client.post(address(roster, "roster_bulk"), {"bulk": "merge_all"}).status_code == 404
    roster.refresh_from_db()
    assert roster.counts["skip"] == 2


def test_nothing_can_be_decided_after_taking_in(
    association: Association, head: Person, client_for: ClientFor, at: datetime
) -> None:
    roster = applied(brought(association, head, at, ("ФИО",), ("Ольхова Мария",)), head, at)
    client = client_for(head)

    answer = client.post(address(roster, "roster_act"), {"act": "2:1:skip"}, follow=True)

    assert "Список уже внесён" in answer.content.decode()
    for name, args in (("roster_columns", ()), ("roster_row", (2,)), ("roster_apply", ())):
        assert client.get(address(roster, name, *args))["Location"] == address(roster)
    assert outcomes(roster) == {2: "внесено"}


def test_a_stopped_work_offers_to_go_on(
    association: Association, head: Person, methodist: Person, client_for: ClientFor, at: datetime
) -> None:
    from stellazh.jobs.services import request_cancel
    from stellazh.members.services import rosters

    roster = brought(association, head, at, ("ФИО",), ("Ольхова Мария",))
    rosters.apply_roster(roster.pk, by=head, at=at)
    assert "работа идёт в фоне" in page(client_for(methodist), address(roster))
    roster.refresh_from_db()
    assert roster.job is not None
    request_cancel(roster.job.pk, by=head, at=at)

    text = page(client_for(methodist), address(roster))
    assert "Работа остановлена" in text
    client_for(methodist).post(address(roster, "roster_apply"))

    job = Job.objects.get(state="queued")
    apply_roster(Quiet(), **job.arguments)  # type: ignore[arg-type]
    assert outcomes(roster) == {2: "внесено"}


@pytest.mark.parametrize("who", [None, "stranger", "member", "region_head"])
def test_a_stranger_finds_nothing(
    association: Association, head: Person, request: pytest.FixtureRequest, client_for: ClientFor, at: datetime,
    who: str | None,
) -> None:  # fmt: skip
    roster = brought(association, head, at, ("ФИО",), ("Ольхова Мария",))
    client = client_for(request.getfixturevalue(who) if who else None)
    gets = [
        *(address(roster, name) for name in ("roster_detail", "roster_columns", "roster_apply", "roster_undo")),
        address(roster, "roster_row", 2), address(roster, "roster_report"), roster.file.get_absolute_url(),
        reverse("members:roster_list", args=["luga"]), reverse("members:roster_start", args=["luga"]),
        reverse("members:roster_sample", args=["luga", "people"]),
    ]  # fmt: skip
    posts = [
        address(roster, name) for name in ("roster_act", "roster_bulk", "roster_read", "roster_apply", "roster_undo")
    ]

    expected = {404} if who else {302, 404}
    assert {client.get(url).status_code for url in gets} <= expected
    assert {client.post(url, {"act": "2:1:skip", "bulk": "skip_new"}).status_code for url in posts} <= expected
    assert decisions(roster) == {2: "create"}


def test_lists_of_schools_are_hidden_from_a_deputy(
    association: Association, head: Person, client_for: ClientFor, at: datetime
) -> None:
    deputy: Any = PersonFactory()
    GrantFactory(person=deputy, role=Role.DEPUTY, association=association)
    schools = brought(association, head, at, ("Школа",), ("СОШ № 5",), kind="schools", name="школы.csv")
    people = brought(association, head, at, ("ФИО",), ("Ольхова Мария",), name="люди.csv")

    text = page(client_for(deputy), reverse("members:roster_list", args=["luga"]))

    assert ("люди.csv" in text, "школы.csv" in text) == (True, False)
    assert client_for(deputy).get(address(schools)).status_code == 404
    assert client_for(deputy).get(address(people)).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_check_costs_the_same_for_one_and_three(
    association: Association, head: Person, five: Any, client_for: ClientFor, at: datetime, count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    families = ("Берестова", "Вербина", "Озерова")[:count]
    for family in families:
        person: Any = PersonFactory(family_name=family, given_name="М", patronymic="И", without_account=True)
        MembershipFactory(person=person, association=association)
        PostFactory(person=person, organisation=five)
    roster = brought(association, head, at, HEAD[:2], *((f"{family} Мария Ивановна", "СОШ № 5") for family in families))
    client = client_for(head)
    client.get(address(roster))

    with django_assert_num_queries(15):
        text = page(client, address(roster))

    assert text.count('class="roster-side"') == count


@pytest.mark.parametrize("count", [1, 3])
def test_roster_list_costs_the_same_for_one_and_three(
    association: Association, head: Person, client_for: ClientFor, at: datetime, count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    for number in range(count):
        brought(association, head, at, ("ФИО",), (f"Ольхова{number}",), name=f"{number}.csv")
    client = client_for(head)
    client.get(reverse("members:roster_list", args=["luga"]))

    with django_assert_num_queries(7):
        text = page(client, reverse("members:roster_list", args=["luga"]))

    assert text.count(".csv</a>") == count


def test_fifty_rows_stand_on_a_page(
    association: Association, head: Person, client_for: ClientFor, at: datetime
) -> None:
    families = [f"{root}{end}" for root in ("Берест", "Верб", "Озёр", "Топол", "Калин", "Лесник") for end in (
        "ова", "инская", "еева", "ухина", "оженко", "аревич", "унина", "ышева", "ацкая", "едова",
    )]  # fmt: skip
    roster = brought(association, head, at, ("ФИО",), *((f"{family} Вера Львовна",) for family in families))

    answer = client_for(head).get(address(roster), {"show": "create"})

    assert answer.content.decode().count("<article") == 50
    assert len(answer.content) <= 110 * 1024


def test_hostile_cells_are_shown_as_text(
    association: Association, head: Person, client_for: ClientFor, at: datetime
) -> None:
    evil = "<script>alert(1)</script>"
    roster = brought(
        association, head, at, ("ФИО", "Тема самообразования", evil),
        ('=HYPERLINK("http://evil.example")', evil, "x"), ("Ольхова Мария", f"=cmd|{evil}", "x"),
    )  # fmt: skip
    client = client_for(head)
    for show in ("create", "bad"):
        assert evil not in page(client, address(roster), show=show)
    assert evil not in page(client, address(roster, "roster_columns"))
    applied(roster, head, at)

    assert evil not in page(client, address(roster))
    (sheet,) = open_table(client.get(address(roster, "roster_report")).content, "a.xlsx").sheets
    assert sheet.warnings == ()


def test_the_report_of_a_list_taken_back_says_what_stayed(
    association: Association, head: Person, client_for: ClientFor, at: datetime
) -> None:
    roster = applied(brought(association, head, at, ("ФИО",), ("Ольхова Мария",)), head, at)
    person = Person.objects.get(given_name="Мария")
    GrantFactory(person=person, role=Role.EDITOR, association=association)

    undone(roster, head, at)

    assert "осталось: Ольхова М.: назначена роль" in page(client_for(head), address(roster))
