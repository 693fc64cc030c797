"""A document that people are asked to read goes to the archive or is taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from stellazh.associations.models import Association
from stellazh.common.capabilities import Role
from stellazh.common.verdict import PermissionRefused
from stellazh.documents import services
from stellazh.documents.models import AcquaintanceSheet, Document
from stellazh.documents.reads.acquaintance_open import still_asked
from stellazh.documents.services.acquaintance import ask_acquaintance, reopen_sheet
from stellazh.documents.services.acquaintance_letters import links_of
from stellazh.documents.services.refusals import PeopleStillAsked
from stellazh.people.models import Person
from tests.checks import deeds, nothing_changes
from tests.documents.acquaintance.conftest import DUE, MakeSheet
from tests.documents.acquaintance.test_asking import OWN
from tests.factories.associations import GrantFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
ClientFor = Callable[[Person | None], Client]


@pytest.fixture
def asked(
    order: Document, make_sheet: MakeSheet, member: Person, head: Person, association: Association, at: datetime
) -> AcquaintanceSheet:
    """The order, asked of `member` and of `head`; the head has read."""
    sheet = make_sheet(order, [(member, association), (head, association)])
    sheet.rows.filter(person=head).update(read_at=at, read_version=1, way="herself")
    return sheet


def to(name: str, document: Document) -> str:
    return reverse(f"documents:{name}", args=[document.pk])


def test_still_asked_counts_people_of_open_sheets(
    order: Document, asked: AcquaintanceSheet, make_sheet: MakeSheet, stranger: Person, association: Association,
    at: datetime,
) -> None:  # fmt: skip
    make_sheet(order, [(stranger, association)], closed_at=at)
    erased = make_sheet(order, [(stranger, association)])
    erased.rows.update(person=None)

    found = still_asked(order)

    assert (found.sheets, found.asked, found.waiting) == ((asked.pk,), 2, 1)
    assert found.words == "ещё не прочёл 1 человек из 2"


def test_archive_refuses_while_its_keeper_was_not_told(
    order: Document, asked: AcquaintanceSheet, head: Person, at: datetime
) -> None:
    words = "ещё не прочёл 1 человек из 2"
    nothing_changes(lambda: services.archive_document(order.pk, by=head, at=at), PeopleStillAsked, words)
    nothing_changes(lambda: services.archive_document(order.pk, told=[0], by=head, at=at), PeopleStillAsked, words)
    nothing_changes(lambda: services.unpublish_document(order.pk, by=head, at=at), PeopleStillAsked, words)


def test_archive_closes_the_sheets_it_told_of(order: Document, head: Person, at: datetime) -> None:
    sheet = ask_acquaintance(order.pk, addressees=OWN, by=head, at=at)

    services.archive_document(order.pk, told=[sheet.pk], by=head, at=at)

    sheet.refresh_from_db()
    assert (sheet.closed_at, Document.objects.get().archived_at) == (at, at)
    assert set(links_of(sheet.rows.all()).values_list("revoked_at", flat=True)) == {at}
    assert [deed for deed, _, _ in deeds(sheet)] == ["acquaintance_asked", "acquaintance_closed"]


def test_archive_closes_a_sheet_that_everybody_has_read_without_asking(
    order: Document, asked: AcquaintanceSheet, head: Person, at: datetime
) -> None:
    asked.rows.update(read_at=at, read_version=1, way="herself")

    services.archive_document(order.pk, by=head, at=at)

    asked.refresh_from_db()
    assert asked.closed_at == at


def test_document_taken_back_leaves_its_sheet_open_or_closes_it(
    order: Document, asked: AcquaintanceSheet, head: Person, at: datetime
) -> None:
    services.unpublish_document(order.pk, told=[asked.pk], by=head, at=at)
    asked.refresh_from_db()
    left = asked.closed_at
    services.publish_document(order.pk, by=head, at=at)
    services.unpublish_document(order.pk, told=[asked.pk], closes=True, by=head, at=at)

    asked.refresh_from_db()
    assert (left, asked.closed_at, Document.objects.get().published_at) == (None, at, None)


def test_an_editor_who_may_not_close_sheets_does_not_put_it_away(
    order: Document, asked: AcquaintanceSheet, association: Association, at: datetime
) -> None:
    editor = PersonFactory.create()
    GrantFactory.create(person=editor, role=Role.EDITOR, association=association)

    nothing_changes(lambda: services.archive_document(order.pk, told=[asked.pk], by=editor, at=at), PermissionRefused)
    nothing_changes(
        lambda: services.unpublish_document(order.pk, told=[asked.pk], closes=True, by=editor, at=at),
        PermissionRefused,
    )
    services.unpublish_document(order.pk, told=[asked.pk], by=editor, at=at)
    assert AcquaintanceSheet.objects.get().closed_at is None


def test_many_at_once_leave_what_is_being_read(
    order: Document, asked: AcquaintanceSheet, head: Person, at: datetime
) -> None:
    result = services.do_to_many("archive", [order.pk], by=head, at=at)

    assert (result.done_count, [title for title, _ in result.left]) == (0, [order.title])
    assert "ещё не прочёл 1 человек из 2" in result.left[0][1]
    assert Document.objects.get().archived_at is None


def test_sheet_of_a_document_away_is_not_opened_again(
    order: Document, asked: AcquaintanceSheet, head: Person, client_for: ClientFor, at: datetime
) -> None:
    services.archive_document(order.pk, told=[asked.pk], by=head, at=at)

    nothing_changes(
        lambda: reopen_sheet(asked.pk, due_on=DUE, by=head, at=at), PermissionRefused, "верните его и опубликуйте"
    )
    page = client_for(head).get(asked.get_absolute_url()).content.decode()
    assert "верните его и опубликуйте" in page
    assert "Открыть снова" not in page


def test_page_tells_how_many_have_not_read_and_the_sheet_closes_with_the_document(
    order: Document, asked: AcquaintanceSheet, head: Person, client_for: ClientFor
) -> None:
    client, address = client_for(head), to("document_archive", order)

    page = client.get(address).content.decode()
    # As it would be sent from a page opened before anybody was asked.
    early = client.post(address, {"deed": "Убрать в архив"})
    told = early.context["form"]["told"].value()
    answer = client.post(address, {"deed": "Убрать в архив", "told": told})

    asked.refresh_from_db()
    assert "ещё не прочёл 1 человек из 2" in page
    assert f'<input type="hidden" name="told" value="{asked.pk}"' in page
    assert (early.status_code, told, answer.status_code) == (422, [str(asked.pk)], 302)
    assert asked.closed_at == Document.objects.get().archived_at


@pytest.mark.parametrize(("choice", "is_closed"), [("keep", False), ("close", True)])
def test_page_asks_what_becomes_of_the_sheet_of_a_document_taken_back(
    order: Document, asked: AcquaintanceSheet, head: Person, client_for: ClientFor, choice: str, is_closed: bool
) -> None:
    client, address = client_for(head), to("document_publish", order)
    page = client.get(address).content.decode()

    answer = client.post(address, {"deed": "Снять с публикации", "told": [str(asked.pk)], "sheets": choice})

    asked.refresh_from_db()
    assert "Оставить открытым" in page
    assert (answer.status_code, Document.objects.get().published_at, asked.closed_at is not None) == (
        302, None, is_closed
    )  # fmt: skip
    shown = client.get(asked.get_absolute_url()).content.decode()
    assert ("Документ сейчас никому не виден</" in shown) == (not is_closed)
