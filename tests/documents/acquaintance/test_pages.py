"""Pages of sheets and of one's own reading: who sees what, what costs how much, what is refused."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import docx
import openpyxl
import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.documents.models import AcquaintanceRow, AcquaintanceSheet, Document
from stellazh.documents.reads.acquaintance_own import desk_tasks, reading_of
from stellazh.documents.reads.acquaintance_sheets import RowFilter, RowState, rows_of, shares_of, whole_of
from stellazh.mail.models import OutgoingMail
from stellazh.people.models import Person
from tests.checks import fingerprint
from tests.documents.acquaintance.conftest import AddVersion, MakeSheet, members_of
from tests.factories.documents import DocumentFactory
from tests.factories.members import PostFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
ClientFor = Callable[[Person | None], Client]


def address(name: str, *args: object) -> str:
    return reverse(f"documents:{name}", args=args)


@pytest.fixture
def wide(
    regional: Document, make_sheet: MakeSheet, association: Association, neighbour: Association, head: Person,
    member: Person, stranger: Person, at: datetime,
) -> AcquaintanceSheet:  # fmt: skip
    """The region asks `head` and `member` of one association and `stranger` of another; `stranger` has read."""
    sheet = make_sheet(regional, [(head, association), (member, association), (stranger, neighbour)])
    sheet.rows.filter(person=stranger).update(read_at=at, read_version=1, way="herself")
    return sheet


def test_region_sees_all_municipality_its_own_and_a_member_nothing(
    wide: AcquaintanceSheet, client_for: ClientFor, region_head: Person, head: Person, stranger: Person,
    member: Person,
) -> None:  # fmt: skip
    def names(person: Person) -> list[str]:
        answer = client_for(person).get(wide.get_absolute_url())
        return [row.person_name for row, *_ in answer.context["lines"]]

    assert names(region_head) == [stranger.full_name, member.full_name, head.full_name]
    assert names(head) == [member.full_name, head.full_name]
    assert names(stranger) == [stranger.full_name]
    text = client_for(head).get(wide.get_absolute_url()).content.decode()
    assert stranger.family_name not in text
    assert "ММО Берегового округа" not in text
    for name in ("sheet_detail", "sheet_paper", "sheet_table", "sheet_remind", "sheet_note", "sheet_close"):
        assert client_for(member).get(address(name, wide.pk)).status_code == 404
    assert list(client_for(member).get(address("sheet_list")).context["page"]) == []
    assert list(client_for(head).get(address("sheet_list")).context["page"]) == [wide]


def test_head_of_a_municipality_notes_but_does_not_keep(
    wide: AcquaintanceSheet, client_for: ClientFor, head: Person, member: Person, stranger: Person
) -> None:
    client = client_for(head)
    own, other = wide.rows.get(person=member), wide.rows.get(person=stranger)

    for name in ("sheet_remind", "sheet_change", "sheet_close", "sheet_reopen", "sheet_again"):
        assert client.get(address(name, wide.pk)).status_code == 404
        assert client.post(address(name, wide.pk)).status_code == 404
    assert client.post(address("sheet_note", wide.pk), {"rows": [own.pk], "way": "on_paper"}).status_code == 302
    assert client.get(address("sheet_withdraw", other.pk)).status_code == 404
    # The neighbour's row is not hers to see: as if nobody were marked.
    assert client.post(address("sheet_note", wide.pk), {"rows": [other.pk], "way": "on_paper"}).status_code == 422
    own.refresh_from_db()
    assert (own.way, own.noted_by_name) == ("on_paper", head.short_name)
    assert client.post(address("sheet_withdraw", own.pk)).status_code == 302
    own.refresh_from_db()
    assert own.way == ""


def test_shares_are_those_of_the_rows_one_may_see(
    wide: AcquaintanceSheet, region_head: Person, head: Person, member: Person, at: datetime
) -> None:
    wide.rows.filter(person=member).update(opened_at=at)
    Person.objects.filter(pk=head.pk).update(email=None)

    found = shares_of(wide, actor=region_head)

    assert [(one.label, one.asked, one.opened, one.read, one.waiting, one.silent) for one in found] == [
        ("ММО Берегового округа", 1, 0, 1, 0, 0),
        ("ММО Лужского округа", 2, 1, 0, 2, 1),
    ]
    assert whole_of(found).asked == 3
    assert [one.label for one in shares_of(wide, actor=head)] == ["ММО Лужского округа"]


def test_filters_of_people(
    wide: AcquaintanceSheet, regional: Document, region_head: Person, head: Person, member: Person, stranger: Person,
    association: Association, add_version: AddVersion, at: datetime,
) -> None:  # fmt: skip
    wide.rows.filter(person=member).update(opened_at=at)
    Person.objects.filter(pk=head.pk).update(email=None)
    add_version(regional)

    def found(**wanted: Any) -> set[int | None]:
        rows = rows_of(wide, RowFilter(**wanted), actor=region_head)
        return set(rows.values_list("person_id", flat=True))

    assert found() == {head.pk, member.pk, stranger.pk}
    assert found(state=RowState.WAITING) == {head.pk, member.pk}
    assert found(state=RowState.OPENED) == {member.pk}
    assert found(state=RowState.READ) == found(state=RowState.OUTDATED) == {stranger.pk}
    assert found(state=RowState.SILENT) == {head.pk}
    assert found(association_id=association.pk) == {head.pk, member.pk}
    assert found(query="Лип") == {member.pk}


def test_sheet_says_which_version_was_read(
    wide: AcquaintanceSheet, regional: Document, client_for: ClientFor, region_head: Person, add_version: AddVersion
) -> None:
    add_version(regional)

    text = client_for(region_head).get(wide.get_absolute_url()).content.decode()

    assert "прочитана версия 1, сейчас 2" in text
    assert address("sheet_again", wide.pk) in text


@pytest.mark.parametrize("url", ["sheet_detail", "sheet_paper", "sheet_table"])
def test_page_of_a_sheet_costs_the_same_for_one_three_and_three_hundred(
    url: str, order: Document, make_sheet: MakeSheet, association: Association, client_for: ClientFor, head: Person
) -> None:
    people = members_of(association, 300)
    for person in people[:60]:
        PostFactory.create(person=person)
    client = client_for(head)
    costs = []
    for count in (1, 3, 300):
        sheet = make_sheet(order, [(person, association) for person in people[:count]])
        client.get(address(url, sheet.pk))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address(url, sheet.pk)).status_code == 200
        costs.append(len(asked))

    assert costs[0] == costs[1] == costs[2]


def test_lists_cost_the_same_for_one_and_three(
    order: Document, make_sheet: MakeSheet, association: Association, client_for: ClientFor, head: Person
) -> None:
    client = client_for(head)
    costs = []
    for more in (1, 2):
        for _ in range(more):
            make_sheet(order, [(head, association)])
        with CaptureQueriesContext(connection) as asked:
            client.get(address("sheet_list"))
            client.get(address("reading_list"))
            client.get(address("reading_print"))
        costs.append(len(asked))

    assert costs[0] == costs[1]


def test_asking_goes_by_way_of_a_preview(
    order: Document, client_for: ClientFor, head: Person, member: Person, association: Association
) -> None:
    client, url = client_for(head), address("sheet_ask", order.pk)
    members_of(association, 1, without_account=True)
    typed = {"own_members": "on", "due_on": "", "request": "Прочтите"}

    key = client.get(url).context["form"]["submission_key"].value()
    typed["submission_key"] = str(key)
    preview = client.post(url, {**typed, "preview": "1"})
    text = preview.content.decode()
    assert f'value="{key}"' in text
    assert AcquaintanceSheet.objects.count() == 0
    assert "Будет спрошено 3 человека" in " ".join(text.replace("\xa0", " ").split())
    assert "Без почты: 1" in text
    sent = client.post(url, {**typed, "send": "1"})
    again = client.post(url, {**typed, "send": "1"})

    made = AcquaintanceSheet.objects.get()
    assert [sent["Location"], again["Location"]] == [made.get_absolute_url()] * 2
    assert made.rows.count() == 3
    assert OutgoingMail.objects.count() == 2


def test_single_people_are_found_and_marked(
    order: Document, client_for: ClientFor, head: Person, member: Person, stranger: Person
) -> None:
    client, url = client_for(head), address("sheet_ask", order.pk)

    found = client.post(url, {"q": "Липина", "request": "Слова", "find": "1"})
    nobody = client.post(url, {"q": "Кленова", "find": "1"})
    kept = client.post(url, {"people": [member.pk], "q": "Ольхова", "find": "1"})

    assert found.status_code == 200
    assert [key for key, _ in found.context["form"].fields["people"].choices] == [member.pk]
    assert found.context["form"]["request"].value() == "Слова"
    assert nobody.context["found_nobody"] is True
    assert [key for key, _ in kept.context["form"].fields["people"].choices] == [member.pk, head.pk]
    assert kept.context["form"]["people"].value() == [member.pk]
    assert client.post(url, {"people": [stranger.pk], "preview": "1"}).status_code == 422


def test_asking_refuses_on_its_page(
    order: Document, client_for: ClientFor, head: Person, member: Person, region_head: Person
) -> None:
    url = address("sheet_ask", order.pk)
    before = fingerprint()

    assert client_for(head).post(url, {"preview": "1"}).status_code == 422
    assert client_for(head).post(url, {"own_members": "on", "due_on": "2020-01-01", "send": "1"}).status_code == 422
    for person in (member, region_head):
        assert client_for(person).get(url).status_code == 404
    assert client_for(None).get(url).status_code == 302
    assert fingerprint() == before


def test_keeper_reminds_changes_closes_and_opens_again(
    sheet: AcquaintanceSheet, client_for: ClientFor, head: Person
) -> None:
    client = client_for(head)
    later = (clock.now() + timedelta(days=40)).date()

    for name in ("sheet_remind", "sheet_change", "sheet_close"):
        assert client.get(address(name, sheet.pk)).status_code == 200
    assert client.post(address("sheet_remind", sheet.pk)).status_code == 302
    assert client.post(address("sheet_remind", sheet.pk)).status_code == 422
    changed = client.post(address("sheet_change", sheet.pk), {"due_on": later.isoformat(), "version": "1"})
    assert changed.status_code == 302
    assert client.post(address("sheet_change", sheet.pk), {"due_on": "", "version": "1"}).status_code == 422
    assert client.post(address("sheet_close", sheet.pk)).status_code == 302
    assert client.get(address("sheet_change", sheet.pk)).status_code == 404
    assert client.post(address("sheet_reopen", sheet.pk), {"due_on": "2020-01-01"}).status_code == 422
    assert client.post(address("sheet_reopen", sheet.pk), {"due_on": ""}).status_code == 302
    sheet.refresh_from_db()
    assert (sheet.closed_at, sheet.due_on, sheet.version) == (None, None, 4)


def test_asking_again_on_its_page(
    order: Document, sheet: AcquaintanceSheet, client_for: ClientFor, head: Person, add_version: AddVersion,
    at: datetime,
) -> None:  # fmt: skip
    sheet.rows.update(read_at=at, read_version=1, way="herself")
    add_version(order)
    client, url = client_for(head), address("sheet_again", sheet.pk)

    assert client.get(url).context["choice"].count == 1
    assert client.post(url, {"due_on": "2020-01-01"}).status_code == 422
    assert client.post(url, {"due_on": ""}).status_code == 302
    assert client.post(url, {"due_on": ""}).status_code == 422
    assert AcquaintanceSheet.objects.count() == 2


def test_note_page_wants_somebody_and_a_day_that_was(
    sheet: AcquaintanceSheet, row: AcquaintanceRow, client_for: ClientFor, head: Person
) -> None:
    client, url = client_for(head), address("sheet_note", sheet.pk)

    assert client.get(url).status_code == 200
    assert client.get(url, {"rows": [row.pk, "x", "9" * 30]}).context["rows"] == [row]
    assert client.post(url, {"rows": [row.pk], "way": "herself"}).status_code == 422
    assert client.post(url, {"rows": [row.pk], "way": "on_paper", "signed_on": "2020-01-01"}).status_code == 422
    row.refresh_from_db()
    assert row.read_at is None


def test_paper_has_the_usual_columns_and_a_table_for_each_association(
    wide: AcquaintanceSheet, client_for: ClientFor, region_head: Person, head: Person, member: Person, stranger: Person
) -> None:
    PostFactory.create(person=member, organisation__short_name="МБОУ школа № 5")

    answer = client_for(region_head).get(address("sheet_paper", wide.pk))

    paper = docx.Document(io.BytesIO(answer.content))
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in paper.tables]
    heads = ["№ п/п", "Фамилия, имя, отчество", "Должность, место работы", "Дата", "Подпись"]
    assert tables == [
        [heads, ["1", stranger.full_name, "", "10.09.2024", "отмечено на сайте"]],
        [
            heads,
            ["2", member.full_name, "педагог-библиотекарь, МБОУ школа № 5", "", ""],
            ["3", head.full_name, "", "", ""],
        ],
    ]
    texts = [one.text for one in paper.paragraphs]
    assert [text for text in texts if text.startswith("ММО")] == ["ММО Берегового округа", "ММО Лужского округа"]


def test_table_for_excel_keeps_names_as_text(
    order: Document, make_sheet: MakeSheet, association: Association, client_for: ClientFor, head: Person
) -> None:
    person = PersonFactory.create(family_name="=1+1")
    sheet = make_sheet(order, [(person, association)])

    answer = client_for(head).get(address("sheet_table", sheet.pk))

    cells = [cell for row in openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if str(cell.value).startswith("=1+1")] == ["s"]


def test_member_reads_and_says_so(
    sheet: AcquaintanceSheet, row: AcquaintanceRow, client_for: ClientFor, member: Person, head: Person
) -> None:
    client = client_for(member)
    assert client.get(address("reading_done", row.pk)).status_code == 405
    assert client.get(address("reading_opened", row.pk)).status_code == 405

    assert client.post(address("reading_opened", row.pk)).status_code == 204
    assert client_for(head).post(address("reading_done", row.pk), {"seen_version": "1"}).status_code == 404
    assert client.post(address("reading_done", row.pk), {"seen_version": "9"}).status_code == 302
    row.refresh_from_db()
    assert (row.opened_at is not None, row.read_at) == (True, None)
    answer = client.post(address("reading_done", row.pk), {"seen_version": "1"})

    row.refresh_from_db()
    assert answer["Location"] == sheet.document.get_absolute_url()
    assert (row.way, row.read_version) == ("herself", 1)


def test_own_list_has_ones_own_rows_alone(
    wide: AcquaintanceSheet, sheet: AcquaintanceSheet, client_for: ClientFor, member: Person, stranger: Person,
    head: Person,
) -> None:  # fmt: skip
    rows = client_for(member).get(address("reading_list")).context["page"]
    printed = client_for(member).get(address("reading_print")).content.decode()

    assert {row.person_id for row in rows} == {member.pk}
    assert len(rows) == 2
    assert stranger.family_name not in printed
    assert head.family_name not in printed
    assert client_for(None).get(address("reading_list")).status_code == 302


def test_desk_asks_to_read_until_it_is_read(
    sheet: AcquaintanceSheet, row: AcquaintanceRow, member: Person, head: Person, at: datetime
) -> None:
    request: Any = RequestFactory().get("/")
    request.actor = member

    with CaptureQueriesContext(connection) as asked:
        (task,) = desk_tasks(request)

    assert len(asked) == 1
    assert (task.title, task.href, task.tone) == (
        "Прочитать: О работе школьных библиотек", sheet.document.get_absolute_url(), "bad",
    )  # fmt: skip
    row.read_at, row.read_version, row.way = at, 1, "herself"
    row.save()
    assert list(desk_tasks(request)) == []
    request.actor = head
    assert list(desk_tasks(request)) == []


def test_document_page_speaks_of_the_row_that_waits(
    order: Document, sheet: AcquaintanceSheet, row: AcquaintanceRow, make_sheet: MakeSheet, member: Person,
    head: Person, association: Association, at: datetime,
) -> None:  # fmt: skip
    AcquaintanceRow.objects.filter(pk=row.pk).update(read_at=at, read_version=1, way="herself")
    assert reading_of(order, member) == row

    later = make_sheet(order, [(member, association)])

    assert reading_of(order, member) == later.rows.get()
    assert reading_of(order, head) is None
    assert reading_of(DocumentFactory.create(association=association), member) is None


def test_sheets_of_one_document_and_nobody_to_remind(
    order: Document, regional: Document, make_sheet: MakeSheet, association: Association, client_for: ClientFor,
    head: Person, region_head: Person, at: datetime,
) -> None:  # fmt: skip
    sheet = make_sheet(order, [(head, association)])
    make_sheet(regional, [(head, association)])
    sheet.rows.update(read_at=at, read_version=1, way="herself")
    client = client_for(head)

    assert list(client.get(address("sheet_list"), {"document": order.pk}).context["page"]) == [sheet]
    assert len(client.get(address("sheet_list"), {"document": "x"}).context["page"]) == 2
    assert client.get(address("sheet_remind", sheet.pk))["Location"] == sheet.get_absolute_url()


def test_document_shown_in_the_page_ends_with_the_button_and_the_way_back(
    order: Document, sheet: AcquaintanceSheet, client_for: ClientFor, member: Person, head: Person, at: datetime
) -> None:
    paper = {"blocks": [{"what": "paragraph", "lines": ["Слова приказа"]}], "page_count": None, "is_cut": False}
    client = client_for(member)

    in_file = client.get(order.get_absolute_url()).content.decode()
    order.versions.update(extraction="ready", extracted_at=at, shown=paper)
    in_page = client.get(order.get_absolute_url()).content.decode()
    of_head = client_for(head).get(order.get_absolute_url()).content.decode()

    button, back = "Отметить прочитанным</", "Все документы</"
    assert (in_file.count(button), back in in_file, 'href="#read"' in in_file) == (1, False, False)
    assert (in_page.count(button), 'href="#read"' in in_page) == (1, True)
    assert in_page.index("Слова приказа") < in_page.index(button) < in_page.index(back)
    assert (of_head.count(button), of_head.count(back), 'href="#paper"' in of_head) == (0, 1, True)
