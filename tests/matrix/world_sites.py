"""What the matrix names of sites: published and unpublished news, pictures, a former address; a neighbour's site."""

from __future__ import annotations

import io
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.core.files.images import ImageFile
from PIL import Image
from wagtail.contrib.redirects.models import Redirect
from wagtail.images.models import Filter

from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.files.models import StoredFile
from stellazh.pages.enums import PicturedPeople
from stellazh.pages.models import NewsIndex, NewsPage, SiteHome, SitePicture, SiteRendition
from stellazh.pages.services.addresses import add_address
from stellazh.pages.services.sites import ensure_site
from stellazh.people.models import Person
from stellazh.textindex.models import SynonymSet


class Sites:
    """The part of the world that is about sites and their news."""

    if TYPE_CHECKING:
        association: Association
        neighbour: Association
        people: dict[str, Person]

    @cached_property
    def site(self) -> SiteHome:
        return ensure_site(self.association, by=self.people["head"], at=clock.now())

    @cached_property
    def neighbours_site(self) -> SiteHome:
        """The stranger's own."""
        return ensure_site(self.neighbour, by=self.people["head_of_neighbour"], at=clock.now())

    def _news(self, site: SiteHome, slug: str, *, live: bool = True) -> NewsPage:
        index = NewsIndex.objects.child_of(site).get()
        page = NewsPage(title=f"Новость {slug}", slug=slug, lead="Коротко.", on=clock.today(), live=live)
        made: NewsPage = index.add_child(instance=page)
        if live:
            made.first_published_at = made.last_published_at = clock.now()
            made.save(update_fields=["first_published_at", "last_published_at"])
        made.save_revision()
        return NewsPage.objects.get(pk=made.pk)

    @cached_property
    def news(self) -> NewsPage:
        """Published."""
        return self._news(self.site, "forum")

    @cached_property
    def draft_news(self) -> NewsPage:
        """Read by those who write the site."""
        return self._news(self.site, "draft", live=False)

    @cached_property
    def neighbours_news(self) -> NewsPage:
        return self._news(self.neighbours_site, "beside")

    @cached_property
    def former_address(self) -> Redirect:
        """Leads on to the news."""
        return add_address(self.site, "/o/luga/staraya/", self.news.pk, by=self.people["head"], at=clock.now())

    def _site_picture(self, site: SiteHome, colour: str, **fields: Any) -> SitePicture:
        """Another colour for each: equal ones would share a file."""
        file = io.BytesIO()
        Image.new("RGB", (640, 480), colour).save(file, "JPEG")
        made: SitePicture = SitePicture.objects.create(
            title="Полка",
            file=ImageFile(io.BytesIO(file.getvalue()), "polka.jpg"),
            collection=site.collection,
            **{"people": PicturedPeople.NOBODY, **fields},
        )
        return made

    @cached_property
    def site_picture(self) -> SitePicture:
        return self._site_picture(self.site, "#33658a")

    @cached_property
    def hidden_picture(self) -> SitePicture:
        """Somebody has taken her consent back."""
        return self._site_picture(self.site, "#8a5a0c", hidden_at=clock.now(), hidden_reason="Отозвано согласие.")

    def copy_of(self, picture: SitePicture) -> SiteRendition:
        """A smaller copy, as a page shows it."""
        # Not by `get_rendition`: its cache outlives a test, and would name the copy of another picture with this key.
        made: SiteRendition = picture.create_rendition(Filter(spec="fill-400x300|format-webp|webpquality-72"))
        return made

    @cached_property
    def synonyms(self) -> SynonymSet:
        """A line of words that mean the same in search."""
        return SynonymSet.objects.create(words="фонд = книги")

    def original_of(self, picture: SitePicture) -> StoredFile:
        """What was brought."""
        assert picture.stored is not None
        return picture.stored
