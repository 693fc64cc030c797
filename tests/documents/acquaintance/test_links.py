"""The page behind a personal link: a GET changes nothing, one button does one thing, a dead link opens nothing."""

from __future__ import annotations

import base64
import re
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from stellazh.common import clock
from stellazh.documents.models import AcquaintanceRow, AcquaintanceSheet, Document, DocumentPage
from stellazh.documents.reads.acquaintance_people import Addressees
from stellazh.documents.services.acquaintance import ask_acquaintance, close_sheet
from stellazh.documents.services.bringing import PAGE_PICTURE
from stellazh.files.services import store_file
from stellazh.links.models import SecretLink
from stellazh.mail.models import OutgoingMail
from stellazh.people.models import Person
from tests.checks import fingerprint
from tests.documents.acquaintance.conftest import FILER, AddVersion

pytestmark = pytest.mark.django_db
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture
def now() -> datetime:
    return clock.now()


@pytest.fixture
def open_sheet(order: Document, head: Person, member: Person, now: datetime) -> AcquaintanceSheet:
    return ask_acquaintance(order.pk, addressees=Addressees(own_members=True), by=head, at=now)


@pytest.fixture
def row(open_sheet: AcquaintanceSheet, member: Person) -> AcquaintanceRow:
    return open_sheet.rows.get(person=member)


@pytest.fixture
def token(row: AcquaintanceRow, member: Person) -> str:
    text = OutgoingMail.objects.get(to_address=member.email).text
    return re.findall(r"/acknowledge/(\S+)/", text)[0]


def page(token: str, part: str = "by_link") -> str:
    return reverse(f"documents:acknowledge_{part}", args=[token])


def test_get_changes_nothing(row: AcquaintanceRow, token: str) -> None:
    client = Client()
    before = fingerprint()

    answers = [client.get(page(token)), client.head(page(token)), client.get(page(token, "file"))]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert client.get(page(token, "opened")).status_code == 405
    assert fingerprint() == before
    stored = AcquaintanceRow.objects.get(pk=row.pk)
    assert (stored.opened_at, stored.read_at) == (None, None)
    assert "sessionid" not in client.cookies
    assert answers[0]["Referrer-Policy"] == "strict-origin"
    assert "no-store" in answers[0]["Cache-Control"]
    assert answers[0]["X-Robots-Tag"].startswith("noindex")


def test_page_shows_the_document_and_nobody_else(row: AcquaintanceRow, token: str, head: Person) -> None:
    text = Client().get(page(token)).content.decode()

    assert "О работе школьных библиотек" in text
    assert "Отметить прочитанным" in text
    assert head.family_name not in text.replace(row.sheet.document.association.short_name, "")


def test_button_acknowledges_once(row: AcquaintanceRow, token: str) -> None:
    client = Client()

    answer = client.post(page(token), {"seen_version": "1"})
    client.post(page(token), {"seen_version": "1"})

    assert (answer.status_code, answer["Location"]) == (302, page(token))
    stored = AcquaintanceRow.objects.get(pk=row.pk)
    assert (stored.read_version, stored.way, stored.opened_at) == (1, "herself", stored.read_at)
    assert "Спасибо, отмечено" in client.get(page(token)).content.decode()
    assert client.get("/documents/reading/").status_code == 302


def test_open_page_says_that_it_is_open(row: AcquaintanceRow, token: str) -> None:
    answer = Client().post(page(token, "opened"))

    stored = AcquaintanceRow.objects.get(pk=row.pk)
    assert answer.status_code == 204
    assert stored.opened_at is not None
    assert stored.read_at is None


def test_wrong_version_is_refused(row: AcquaintanceRow, token: str) -> None:
    for sent in ({}, {"seen_version": "7"}, {"seen_version": "x"}):
        assert Client().post(page(token), sent).status_code == 422
    assert AcquaintanceRow.objects.get(pk=row.pk).read_at is None


def test_present_version_is_shown_and_its_file_given(order: Document, token: str, add_version: AddVersion) -> None:
    add_version(order)

    text = Client().get(page(token)).content.decode()
    body = b"".join(Client().get(page(token, "file")).streaming_content)

    assert 'name="seen_version" value="2"' in text
    assert body == f"%PDF-1.4\n% {order.pk} 2\n%%EOF\n".encode()


def test_dead_links_open_nothing(
    open_sheet: AcquaintanceSheet, row: AcquaintanceRow, token: str, head: Person, order: Document, now: datetime
) -> None:
    other = SecretLink.objects.exclude(purpose="documents.acknowledge").first()
    assert other is None
    Document.objects.filter(pk=order.pk).update(published_at=None)
    assert Client().get(page(token)).status_code == 410
    Document.objects.filter(pk=order.pk).update(published_at=now)
    close_sheet(open_sheet.pk, by=head, at=now)

    for dead in (token, "a" * 43, "x"):
        assert Client().get(page(dead)).status_code == 410
        assert Client().post(page(dead), {"seen_version": "1"}).status_code == 410
        assert Client().post(page(dead, "opened")).status_code == 410
        assert Client().get(page(dead, "file")).status_code == 404
    stored = AcquaintanceRow.objects.get(pk=row.pk)
    assert (stored.opened_at, stored.read_at) == (None, None)


def test_pages_of_the_present_version_are_shown(
    order: Document, row: AcquaintanceRow, token: str, open_sheet: AcquaintanceSheet, head: Person, now: datetime
) -> None:
    picture = store_file(PNG, name="1.png", purpose=PAGE_PICTURE, by=FILER, at=now)
    DocumentPage.objects.create(
        version=order.versions.get(), number=1, picture=picture, width=1, height=1, text="Слова страницы"
    )
    url = reverse("documents:acknowledge_page", args=[token, 1])

    text = Client().get(page(token)).content.decode()
    answer = Client().get(url)

    assert url in text
    assert "Слова страницы" in text
    assert (answer.status_code, b"".join(answer.streaming_content)) == (200, PNG)
    assert Client().get(reverse("documents:acknowledge_page", args=[token, 2])).status_code == 404
    close_sheet(open_sheet.pk, by=head, at=now)
    assert Client().get(url).status_code == 404
