"""The site of an association: made once, edited by its own editors behind the gate, read by everybody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from stellazh.associations.models import Association
from stellazh.common.capabilities import Role
from stellazh.pages.models import NewsIndex, NewsPage, SectionPage, SiteHome
from stellazh.pages.services.sites import ensure_site
from stellazh.people.models import Person
from tests.factories.associations import GrantFactory
from tests.factories.people import PersonFactory

ClientFor = Callable[..., Client]


@pytest.fixture
def home(association: Association, head: Person, at: datetime) -> SiteHome:
    return ensure_site(association, by=head, at=at)


@pytest.fixture
def editor(association: Association, home: SiteHome) -> Person:
    person = PersonFactory()
    GrantFactory(person=person, association=association, role=Role.EDITOR)
    return person


def test_a_site_is_made_once_with_news_and_sections(home: SiteHome, association: Association, head: Person) -> None:
    again = ensure_site(association, by=head, at=home.latest_revision_created_at or home.first_published_at)

    assert again == home
    assert home.url == f"/o/{association.code}/"
    assert NewsIndex.objects.child_of(home).count() == 1
    assert SectionPage.objects.child_of(home).live().count() == 5


def test_an_editor_opens_the_editor_of_pages_of_her_own_site(
    home: SiteHome, editor: Person, client_for: ClientFor
) -> None:
    client = client_for(editor)

    start = client.get("/cms/")
    page = client.get(reverse("wagtailadmin_pages:edit", args=[home.pk]))

    assert (start.status_code, page.status_code) == (200, 200)
    assert "'unsafe-inline'" in page["Content-Security-Policy"]


def test_an_editor_does_not_open_anothers_page(
    home: SiteHome, editor: Person, neighbour: Association, at: datetime, client_for: ClientFor
) -> None:
    other = ensure_site(neighbour, by=editor, at=at)

    answer = client_for(editor).get(reverse("wagtailadmin_pages:edit", args=[other.pk]))

    assert answer.status_code == 404


def test_a_news_page_is_read_by_everybody_once_published(home: SiteHome, at: datetime, client_for: ClientFor) -> None:
    index = NewsIndex.objects.child_of(home).get()
    page = index.add_child(instance=NewsPage(title="Открыт форум", slug="forum", on=at.date(), lead="О форуме."))

    answer = client_for().get(page.url)

    assert answer.status_code == 200
    assert page.url == f"{home.url}news/forum/"


@pytest.mark.parametrize(
    "address", ["/cms/users/", "/cms/groups/", "/cms/login/", "/cms/reports/site-history/", "/cms/redirects/"]
)
def test_what_is_not_on_the_list_does_not_exist(address: str, editor: Person, client_for: ClientFor) -> None:
    assert client_for(editor).get(address).status_code == 404
