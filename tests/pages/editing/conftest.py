"""Two sites with their writers and publishers, a page in each, pictures."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.files.images import ImageFile
from PIL import Image
from wagtail.models import Page

from stellazh.associations.models import Association
from stellazh.common.capabilities import Role
from stellazh.pages.models import NewsIndex, NewsPage, SiteHome, SitePicture
from stellazh.pages.services.sites import ensure_site
from stellazh.people.models import Person
from tests.factories.associations import GrantFactory
from tests.factories.people import PersonFactory


def jpeg(size: tuple[int, int] = (640, 480), *, name: str = "snimok.jpg", exif: bytes = b"") -> ImageFile:
    """A picture as a camera brings it."""
    file = io.BytesIO()
    options = {"exif": exif} if exif else {}
    Image.new("RGB", size, "#33658a").save(file, "JPEG", **options)
    return ImageFile(io.BytesIO(file.getvalue()), name=name)


@pytest.fixture
def home(association: Association, head: Person, at: datetime) -> SiteHome:
    return ensure_site(association, by=head, at=at)


@pytest.fixture
def other_home(neighbour: Association, stranger: Person, at: datetime) -> SiteHome:
    return ensure_site(neighbour, by=stranger, at=at)


def _with_role(association: Association, role: Role, family_name: str) -> Person:
    person = PersonFactory(family_name=family_name)
    GrantFactory(person=person, association=association, role=role)
    return person


@pytest.fixture
def editor(association: Association, home: SiteHome) -> Person:
    """Publishes on the site of `association`."""
    return _with_role(association, Role.EDITOR, "Вербина")


@pytest.fixture
def writer(association: Association, home: SiteHome) -> Person:
    """Writes there, publishes nothing."""
    return _with_role(association, Role.SECRETARY, "Калинина")


@pytest.fixture
def other_editor(neighbour: Association, other_home: SiteHome) -> Person:
    """Publishes on the neighbouring site."""
    return _with_role(neighbour, Role.EDITOR, "Тополева")


def news_of(home: SiteHome) -> NewsIndex:
    return NewsIndex.objects.child_of(home).get()


MakeNews = Callable[..., NewsPage]


@pytest.fixture
def make_news(at: datetime) -> MakeNews:
    def make(home: SiteHome, slug: str = "forum", *, live: bool = True, **fields: object) -> NewsPage:
        values = {"title": f"Новость {slug}", "lead": "Коротко.", "on": at.date(), **fields}
        page = news_of(home).add_child(instance=NewsPage(slug=slug, live=live, **values))
        if not live:
            page.has_unpublished_changes = True
            page.save(update_fields=["has_unpublished_changes"])
        page.save_revision()
        return NewsPage.objects.get(pk=page.pk)

    return make


MakePicture = Callable[..., SitePicture]


@pytest.fixture
def make_picture() -> MakePicture:
    def make(home: SiteHome, *, title: str = "Круглый стол", people: str = "adults", **fields: object) -> SitePicture:
        picture = SitePicture(
            title=title, file=jpeg(), people=people, collection=home.collection, description="Стол", **fields
        )
        picture.save()
        return picture

    return make


def fresh(page: Page) -> Page:
    return page.specific_class.objects.get(pk=page.pk)
