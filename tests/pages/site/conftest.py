"""A site with pages and news."""

from __future__ import annotations

import io
import uuid
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.core.files.images import ImageFile
from PIL import Image

from stellazh.associations.models import Association
from stellazh.pages.enums import PicturedPeople
from stellazh.pages.models import NewsIndex, NewsPage, SectionPage, SiteHome, SitePicture
from stellazh.pages.services.sites import ensure_site
from stellazh.people.models import Person

MakeNews = Callable[..., NewsPage]


@pytest.fixture
def home(association: Association, head: Person, at: datetime) -> SiteHome:
    return ensure_site(association, by=head, at=at)


@pytest.fixture
def region_home(region: Association, head: Person, at: datetime) -> SiteHome:
    return ensure_site(region, by=head, at=at)


def text(html: str) -> tuple[str, Any]:
    """A block of text."""
    return "text", html


def blocks(*rows: tuple[str, Any]) -> list[dict[str, Any]]:
    """A body as it is kept."""
    return [{"type": kind, "value": value, "id": str(uuid.uuid4())} for kind, value in rows]


def make_news(home: SiteHome, slug: str = "forum", **fields: Any) -> NewsPage:
    """Published news of a site."""
    index = NewsIndex.objects.child_of(home).get()
    body = fields.pop("body", ())
    values = {"title": f"Новость {slug}", "on": date(2024, 9, 10), "lead": f"Коротко о {slug}.", **fields}
    page: NewsPage = index.add_child(instance=NewsPage(slug=slug, **values))
    if body:
        page.body = blocks(*body)  # type: ignore[assignment]
        page.save()
    return page


def section(home: SiteHome, feed: str) -> SectionPage:
    """A section of the site with that feed."""
    found = SectionPage.objects.child_of(home).filter(feed=feed).first()
    if found is not None:
        return found  # type: ignore[no-any-return]
    made: SectionPage = home.add_child(instance=SectionPage(title=f"Раздел {feed}", slug=f"my-{feed}", feed=feed))
    return made


def make_picture(home: SiteHome, title: str = "Полка", **fields: Any) -> SitePicture:
    """A picture of 1300 × 800 of that site that may be shown."""
    file = io.BytesIO()
    Image.new("RGB", (1300, 800), "#8a5a0c").save(file, "JPEG")
    made: SitePicture = SitePicture.objects.create(
        title=title,
        file=ImageFile(io.BytesIO(file.getvalue()), f"{uuid.uuid4()}.jpg"),
        collection=home.collection,
        **{"people": PicturedPeople.NOBODY, **fields},
    )
    return made
