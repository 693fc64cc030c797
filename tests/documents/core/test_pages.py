"""Lists, the card, what those who keep documents do on them, the feed, the interface for programs."""

from __future__ import annotations

import io
import uuid
from datetime import date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from stellazh.associations.models import Association
from stellazh.common.actor import System
from stellazh.documents import services
from stellazh.documents.enums import DocumentAudience, DocumentStatus
from stellazh.documents.models import Document, DocumentVersion, Replacement
from stellazh.documents.recognising import proposed_by_text
from stellazh.people.models import Person
from tests.checks import deeds, fingerprint
from tests.documents.core.conftest import ClientFor, MakeVersion
from tests.documents.core.papers import brought, pdf, word
from tests.factories.documents import DocumentFactory

pytestmark = pytest.mark.django_db
READER = System("чтение файлов")


def titles(client: Client, address: str, **query: Any) -> list[str]:
    return [row.title for row in client.get(address, query).context["rows"]]


def here(association: Association, name: str = "association_documents") -> str:
    return reverse(f"documents:{name}", args=[association.code])


def to(name: str, *args: int) -> str:
    return reverse(f"documents:{name}", args=args)


@pytest.fixture
def shelf(association: Association, neighbour: Association, region: Association) -> None:
    """What everybody and what only some may read."""
    for title, place, audience in (
        ("Всем", association, DocumentAudience.PUBLIC),
        ("Участникам", association, DocumentAudience.MEMBERS),
        ("Своим", association, DocumentAudience.ASSOCIATION),
        ("Соседям", neighbour, DocumentAudience.MEMBERS),
        ("Областной", region, DocumentAudience.MEMBERS),
        ("Областной своим", region, DocumentAudience.ASSOCIATION),
    ):
        DocumentFactory.create(title=title, association=place, audience=audience)
    DocumentFactory.create(title="Черновик карточки", association=association, published_at=None)
    DocumentFactory.create(title="Архивный", association=association, archived_at="2024-09-01T00:00:00Z")


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        (None, ["Всем"]),
        ("member", ["Областной", "Своим", "Участникам", "Всем"]),
        ("head", ["Черновик карточки", "Областной", "Своим", "Участникам", "Всем"]),
        ("stranger", ["Областной", "Соседям", "Всем"]),
        ("region_head", ["Областной своим", "Областной", "Соседям", "Своим", "Участникам", "Всем"]),
    ],
)
def test_document_list_shows_what_one_may_read(
    request: pytest.FixtureRequest, client_for: ClientFor, shelf: None, who: str | None, seen: list[str]
) -> None:
    client = client_for(request.getfixturevalue(who) if who else None)

    assert titles(client, reverse("documents:document_list")) == seen


def test_association_documents_shows_guests_the_public_ones(
    client_for: ClientFor, association: Association, shelf: None
) -> None:
    response = client_for(None).get(here(association))

    assert [row.title for row in response.context["rows"]] == ["Всем"]
    assert "Черновик" not in response.content.decode()
    assert "Новый документ" not in response.content.decode()


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ({}, ["Приказ о фонде"]),
        ({"status": "all"}, ["Приказ о фонде", "Письмо о формах", "Старое положение"]),
        ({"status": "draft"}, ["Письмо о формах"]),
        ({"status": "repealed"}, ["Старое положение"]),
        ({"status": "archived"}, ["Убранный"]),
        ({"status": "unpublished"}, ["Письмо о формах"]),
        ({"status": "nonsense"}, ["Приказ о фонде"]),
        ({"status": "all", "kind": "letter"}, ["Письмо о формах"]),
        ({"status": "all", "year": "2020"}, ["Старое положение"]),
        ({"status": "all", "source": "Министерство"}, ["Письмо о формах"]),
        ({"status": "all", "source": "-"}, ["Приказ о фонде", "Старое положение"]),
        ({"status": "all", "audience": "public"}, ["Письмо о формах"]),
        ({"status": "all", "q": "ФОНДЕ"}, ["Приказ о фонде"]),
        ({"status": "all", "q": "№ 77-ф"}, ["Приказ о фонде"]),
        ({"status": "all", "q": "министерство формах"}, ["Письмо о формах"]),
        ({"status": "all", "q": "учет"}, ["Старое положение"]),
        ({"status": "all", "q": "нет такого"}, []),
        ({"status": "all", "order": "old"}, ["Старое положение", "Письмо о формах", "Приказ о фонде"]),
        ({"status": "all", "order": "title"}, ["Письмо о формах", "Приказ о фонде", "Старое положение"]),
        ({"status": "all", "order": "added"}, ["Старое положение", "Письмо о формах", "Приказ о фонде"]),
    ],
)
def test_list_is_narrowed_and_ordered(
    client_for: ClientFor, association: Association, head: Person, query: dict[str, str], seen: list[str]
) -> None:
    make = DocumentFactory.create
    make(association=association, title="Приказ о фонде", number="77-Ф", dated_on=date(2024, 9, 1))
    make(
        association=association, title="Письмо о формах", kind="letter", source="Министерство", status="draft",
        published_at=None, audience="public", dated_on=date(2024, 8, 1),
    )  # fmt: skip
    make(
        association=association, title="Старое положение", kind="regulation", status="repealed", summary="Учёт книг",
        dated_on=date(2020, 1, 1),
    )  # fmt: skip
    make(association=association, title="Убранный", archived_at="2024-09-01T00:00:00Z")

    assert titles(client_for(head), here(association), **query) == seen


def test_everybody_narrows_by_association_and_territory(
    client_for: ClientFor, association: Association, neighbour: Association
) -> None:
    DocumentFactory.create(association=association, title="Лужский", public=True)
    DocumentFactory.create(association=neighbour, title="Береговой", public=True)
    client, address = client_for(None), reverse("documents:document_list")

    assert titles(client, address, territory="bereg") == ["Береговой"]
    assert titles(client, address, association=str(association.pk)) == ["Лужский"]


@pytest.mark.parametrize("who", [None, "member", "head"])
@pytest.mark.parametrize("everywhere", [True, False])
def test_list_costs_the_same_with_one_row_and_with_three(
    request: pytest.FixtureRequest, client_for: ClientFor, association: Association, who: str | None, everywhere: bool
) -> None:
    client = client_for(request.getfixturevalue(who) if who else None)
    address = reverse("documents:document_list") if everywhere else here(association)
    counts = []
    for _ in range(2):
        DocumentFactory.create(association=association, public=True)
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(address).status_code == 200
        counts.append(len(seen))
        DocumentFactory.create_batch(1, association=association, public=True)

    assert counts[0] == counts[1] <= 10


def test_card_costs_the_same_with_one_version_and_with_three(
    client_for: ClientFor, document: Document, make_version: MakeVersion, head: Person
) -> None:
    client, counts = client_for(head), []
    for texts in (["А"], ["Б", "В"]):
        for text in texts:
            make_version(document, text)
        client.get(document.get_absolute_url())
        with CaptureQueriesContext(connection) as seen:
            client.get(document.get_absolute_url())
        counts.append(len(seen))

    assert counts[0] == counts[1] <= 14


def test_register_as_excel(client_for: ClientFor, association: Association, head: Person) -> None:
    DocumentFactory.create(association=association, title="=1+1", number="5", source="Министерство")
    DocumentFactory.create(association=association, title="Старый", status="repealed", repealed_on=date(2024, 9, 1))

    response = client_for(head).get(here(association, "document_register"), {"status": "all", "order": "title"})

    rows = CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0).to_python()
    assert rows[2][2] == "5"
    assert [row[4] for row in rows[2:]] == ["=1+1", "Старый"]
    assert rows[2][5] == "Министерство"
    assert rows[3][8] == date(2024, 9, 1)


@pytest.mark.parametrize(
    ("who", "status"),
    [(None, 404), ("member", 200), ("head", 200), ("stranger", 404), ("region_head", 200)],
)
def test_card_opens_to_its_readers(
    request: pytest.FixtureRequest, client_for: ClientFor, document: Document, who: str | None, status: int
) -> None:
    client = client_for(request.getfixturevalue(who) if who else None)

    assert client.get(document.get_absolute_url()).status_code == status


def test_card_shows_the_words_of_its_file(
    client_for: ClientFor, document: Document, make_version: MakeVersion, member: Person, at: datetime
) -> None:
    version = make_version(document, "Провести неделю «Тома & Гека»")
    before = client_for(member).get(document.get_absolute_url()).content.decode()
    services.read_version(version.pk, by=READER, at=at)

    page = client_for(member).get(document.get_absolute_url()).content.decode()

    assert "Читаем файл" in before
    assert "Провести неделю «Тома &amp; Гека»" in page
    assert "Читаем файл" not in page
    assert "Исправить карточку" not in page
    assert 'itemtype="https://schema.org/DigitalDocument"' in page


def test_public_pdf_is_shown_to_guests_in_pictures(
    client_for: ClientFor, association: Association, head: Person, at: datetime
) -> None:
    document = DocumentFactory.create(association=association, public=True)
    file = brought(pdf("Первая", "Вторая"), "Письмо.pdf")
    version = services.add_version(document.pk, file=file, after=0, by=head, at=at)
    services.read_version(version.pk, by=READER, at=at)
    guest = client_for(None)

    page = guest.get(document.get_absolute_url()).content.decode()

    pictures = [one.picture.get_absolute_url() for one in version.pages.select_related("picture")]
    assert [address in page for address in pictures] == [True, True]
    answer = guest.get(pictures[0])
    assert (answer.status_code, answer["Content-Type"], answer["X-Content-Type-Options"]) == (
        200, "image/webp", "nosniff",
    )  # fmt: skip
    assert answer["Content-Security-Policy"].startswith("sandbox")
    Document.objects.update(audience="members")
    assert guest.get(pictures[0]).status_code == 404


def test_earlier_version_can_be_opened(
    client_for: ClientFor, document: Document, make_version: MakeVersion, member: Person, at: datetime
) -> None:
    for text in ("Прежний текст", "Новый текст"):
        services.read_version(make_version(document, text).pk, by=READER, at=at)
    client = client_for(member)

    earlier = client.get(to("version_detail", document.pk, 1)).content.decode()
    present = client.get(to("version_detail", document.pk, 2))
    absent = client.get(to("version_detail", document.pk, 7))

    assert "Прежний текст" in earlier
    assert "Это прежняя версия" in earlier
    assert present["Location"] == document.get_absolute_url()
    assert absent.status_code == 404


def test_print_of_the_present_version(
    client_for: ClientFor, document: Document, make_version: MakeVersion, member: Person, at: datetime
) -> None:
    without = client_for(member).get(to("document_print", document.pk))
    services.read_version(make_version(document, "Для печати").pk, by=READER, at=at)

    page = client_for(member).get(to("document_print", document.pk)).content.decode()

    assert without.status_code == 404
    assert "Для печати" in page


def test_repealed_document_leads_to_the_one_in_force(
    client_for: ClientFor, association: Association, head: Person, member: Person, at: datetime
) -> None:
    oldest, middle, newest = (DocumentFactory.create(association=association, title=f"Приказ {n}") for n in range(3))
    services.replace_documents(middle.pk, [oldest.pk], is_repealing=True, by=head, at=at)
    services.replace_documents(newest.pk, [middle.pk], is_repealing=True, by=head, at=at)

    page = client_for(member).get(oldest.get_absolute_url())

    assert [one.title for one in page.context["links"].in_force] == ["Приказ 2"]
    assert "Утратил силу" in page.content.decode()
    assert newest.get_absolute_url() in page.content.decode()


def test_hidden_replacement_is_not_named(
    client_for: ClientFor, association: Association, head: Person, member: Person, at: datetime
) -> None:
    older = DocumentFactory.create(association=association)
    newer = DocumentFactory.create(association=association, title="Тайный", published_at=None)
    services.replace_documents(newer.pk, [older.pk], is_repealing=True, by=head, at=at)

    page = client_for(member).get(older.get_absolute_url())

    assert page.context["links"].newer == []
    assert "Тайный" not in page.content.decode()


def test_new_document_with_a_file_takes_its_name(client_for: ClientFor, association: Association, head: Person) -> None:
    file = SimpleUploadedFile("Приказ от 26.08.2024 № 145 О неделе книги.docx", word())
    data = {
        "file": file, "title": "", "kind": "order", "audience": "public", "status": "in_force", "publishes": "on",
        "submission_key": str(uuid.uuid4()),
    }  # fmt: skip

    response = client_for(head).post(here(association, "document_new"), data)

    made = Document.objects.get()
    assert response["Location"] == made.get_absolute_url()
    assert (made.title, made.audience, made.published_at is None, made.version_count) == (
        "О неделе книги", "public", False, 1,
    )  # fmt: skip


def test_wrong_new_document_stays_in_the_form(client_for: ClientFor, association: Association, head: Person) -> None:
    before = fingerprint()
    data = {
        "file": SimpleUploadedFile("игра.exe", b"MZ" + bytes(99)), "title": "Игра", "kind": "order",
        "audience": "public", "status": "in_force",
    }  # fmt: skip

    response = client_for(head).post(here(association, "document_new"), data)

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["file"])
    assert fingerprint() == before


def test_card_is_edited_and_a_clash_is_shown(client_for: ClientFor, document: Document, head: Person) -> None:
    client, address = client_for(head), to("document_edit", document.pk)
    data = {"title": "Новое", "kind": "order", "audience": "members", "expected_version": "1"}

    saved, clash = client.post(address, data), client.post(address, {**data, "title": "Второе"})

    document.refresh_from_db()
    assert (saved.status_code, clash.status_code, document.title) == (302, 422, "Новое")
    assert clash.context["conflict"].theirs["Название"] == "Новое"


def test_what_the_paper_says_is_offered_and_taken(
    client_for: ClientFor, association: Association, head: Person, at: datetime
) -> None:
    document = DocumentFactory.create(association=association, number="", dated_on=None)
    version = services.add_version(document.pk, file=brought(), after=0, by=head, at=at)
    services.read_version(version.pk, by=READER, at=at)

    card = client_for(head).get(document.get_absolute_url()).content.decode()
    form = client_for(head).get(to("document_edit", document.pk), {"take": "1"}).context["form"]

    assert "В файле прочитано" in card
    assert (form["number"].value(), form["dated_on"].value()) == ("145-о", date(2024, 8, 26))


@pytest.mark.parametrize(("title", "taken"), [("Приказ 145", True), ("О библиотеках", False)])
def test_title_of_the_paper_is_offered_to_a_card_called_after_its_file(
    title: str, taken: bool, client_for: ClientFor, association: Association, head: Person, at: datetime
) -> None:
    document = DocumentFactory.create(association=association, title=title, number="145-о", dated_on=date(2024, 8, 26))
    version = services.add_version(document.pk, file=brought(name="Приказ_145.docx"), after=0, by=head, at=at)
    services.read_version(version.pk, by=READER, at=at)
    said = proposed_by_text(DocumentVersion.objects.get(pk=version.pk).text).title

    card = client_for(head).get(document.get_absolute_url()).content.decode()
    form = client_for(head).get(to("document_edit", document.pk), {"take": "1"}).context["form"]

    assert said
    assert ("В файле прочитано" in card) == taken
    assert form["title"].value() == (said if taken else title)


def test_version_by_form(client_for: ClientFor, document: Document, make_version: MakeVersion, head: Person) -> None:
    make_version(document)
    address, client, content = to("version_add", document.pk), client_for(head), word("Новый")

    def send(**changes: str) -> int:
        file = SimpleUploadedFile("Приказ.docx", content)
        return client.post(address, {"file": file, "after": "1", "what_changed": "Сроки", **changes}).status_code

    assert [send(what_changed=""), send(), send(after="2")] == [422, 302, 422]
    assert DocumentVersion.objects.count() == 2


def test_status_by_form(client_for: ClientFor, document: Document, head: Person) -> None:
    data = {"status": "repealed", "repealed_on": "2024-09-01", "expected_version": "1"}

    response = client_for(head).post(to("document_status", document.pk), data)

    document.refresh_from_db()
    assert (response.status_code, document.status, document.repealed_on) == (302, "repealed", date(2024, 9, 1))


def test_publishing_asks_and_a_double_click_does_not_undo(
    client_for: ClientFor, document: Document, head: Person
) -> None:
    Document.objects.update(published_at=None, summary="Кратко")
    client, address = client_for(head), to("document_publish", document.pk)
    asked = client.get(address).content.decode()

    for _ in range(2):
        response = client.post(address, {"deed": "Опубликовать"})

    document.refresh_from_db()
    assert ("Опубликовать документ" in asked, response.status_code, document.published_at is None) == (True, 302, False)


def test_archive_and_back_by_form(client_for: ClientFor, document: Document, head: Person) -> None:
    client, address = client_for(head), to("document_archive", document.pk)

    client.post(address, {"deed": "Убрать в архив"})
    away = Document.objects.get().archived_at
    client.post(address, {"deed": "Вернуть из архива"})

    assert (away is None, Document.objects.get().archived_at) == (False, None)


def test_replacing_by_form_and_undoing_it(
    client_for: ClientFor, association: Association, neighbour: Association, document: Document, head: Person
) -> None:
    older = DocumentFactory.create(association=association, title="Прежний порядок")
    DocumentFactory.create(association=neighbour, title="Чужой порядок")
    client, address = client_for(head), to("document_replace", document.pk)

    offered = client.get(address, {"q": "порядок"}).context["form"].fields["older"].choices
    client.post(address, {"older": [str(older.pk)], "is_repealing": "on"})
    replacement = Replacement.objects.get()
    undo = to("replacement_undo", replacement.pk)
    client.post(undo, {"is_restoring": "on"})
    again = client.post(undo, {})

    older.refresh_from_db()
    assert [key for key, _ in offered] == [older.pk]
    assert (older.status, Replacement.objects.count(), again.status_code) == (DocumentStatus.IN_FORCE, 0, 404)


def test_foreign_document_is_not_replaced_by_form(
    client_for: ClientFor, neighbour: Association, document: Document, head: Person
) -> None:
    foreign = DocumentFactory.create(association=neighbour, public=True)

    response = client_for(head).post(to("document_replace", document.pk), {"older": [str(foreign.pk)]})

    assert (response.status_code, Replacement.objects.count()) == (422, 0)


def test_batch_by_form(client_for: ClientFor, association: Association, head: Person) -> None:
    papers = [SimpleUploadedFile("Письмо.docx", word("А")), SimpleUploadedFile("игра.exe", b"MZ" + bytes(99))]
    data = {"papers": papers, "audience": "members", "submission_key": str(uuid.uuid4())}

    response = client_for(head).post(here(association, "document_batch"), data)

    assert [one.title for one in Document.objects.all()] == ["Письмо"]
    assert "игра.exe" in response.content.decode()


def test_bulk_asks_and_does(
    client_for: ClientFor, association: Association, neighbour: Association, head: Person
) -> None:
    mine = DocumentFactory.create(association=association, published_at=None, summary="Кратко")
    foreign = DocumentFactory.create(association=neighbour, published_at=None, summary="Кратко")
    client, address = client_for(head), here(association, "document_bulk")
    data = {"ids": [str(mine.pk), str(foreign.pk)], "deed": "publish"}

    asked = client.post(address, data)
    before = Document.objects.filter(published_at=None).count()
    client.post(address, {**data, "sure": "1"})
    nothing = client.post(address, {"deed": "publish"})

    assert [one.pk for one in asked.context["documents"]] == [mine.pk]
    assert (before, list(Document.objects.filter(published_at=None))) == (2, [foreign])
    assert nothing["Location"] == here(association)


def test_history_for_those_who_keep(
    client_for: ClientFor, document: Document, head: Person, member: Person, at: datetime
) -> None:
    services.archive_document(document.pk, by=head, at=at)
    services.restore_document(document.pk, by=head, at=at)
    address = to("document_history", document.pk)

    page = client_for(head).get(address).content.decode()

    assert "Документ убран в архив" in page
    assert client_for(member).get(address).status_code == 404
    assert len(deeds(document)) == 2


KEEPERS_PAGES = (
    "document_edit",
    "document_status",
    "version_add",
    "document_publish",
    "document_archive",
    "document_replace",
)


@pytest.mark.parametrize("name", KEEPERS_PAGES)
def test_pages_of_keepers_are_told_to_readers_and_hidden_from_strangers(
    client_for: ClientFor, document: Document, member: Person, stranger: Person, head: Person, name: str
) -> None:
    address = to(name, document.pk)

    answers = [client_for(who).get(address).status_code for who in (head, member, stranger)]

    assert answers == [200, 403, 404]


@pytest.mark.parametrize("name", ["document_new", "document_batch"])
def test_forms_of_an_association_are_hidden_from_others(
    client_for: ClientFor, association: Association, head: Person, member: Person, stranger: Person, name: str
) -> None:
    answers = [client_for(who).get(here(association, name)).status_code for who in (head, member, stranger)]

    assert answers == [200, 404, 404]


def test_feed_holds_public_documents_only(client_for: ClientFor, association: Association, shelf: None) -> None:
    everything = client_for(None).get(reverse("documents:document_rss"))
    of_one = client_for(None).get(here(association, "association_rss"))

    assert everything["Content-Type"].startswith("application/rss+xml")
    for answer in (everything, of_one):
        text = answer.content.decode()
        assert (text.count("<item>"), "<title>Всем</title>" in text) == (1, True)
