"""The tree: one home for each association, its sections, plain pages."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import Resolver404, resolve
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from stellazh.associations.models import Association
from stellazh.pages.enums import SectionFeed
from stellazh.pages.models.blocks import BodyBlock

SERVE = "wagtail_serve"


def check_address_is_free(page: Page, parent: Page | None) -> None:
    """Refuses a page whose address belongs to another part of the product: «/o/omo/plans/»."""
    if parent is None or not page.slug:
        return
    path = f"/o/{'/'.join([*parent.url_path.strip('/').split('/')[1:], page.slug])}/"
    try:
        match = resolve(path)
    except Resolver404:
        return
    if match.url_name != SERVE:
        raise ValidationError({"slug": "Этот адрес уже занят разделом Стеллажа. Допишите к нему слово."})


class SiteTree(Page):
    """What all sites hang under. Made once, never seen."""

    parent_page_types: ClassVar[list[str]] = []
    subpage_types: ClassVar[list[str]] = ["pages.SiteHome"]

    class Meta:
        verbose_name = "все сайты"
        verbose_name_plural = "все сайты"


class SitePage(Page):
    """What pages of a site have in common."""

    promote_panels: ClassVar[list[Any]] = [
        MultiFieldPanel(
            [
                FieldPanel("slug"),
                FieldPanel("seo_title"),
                FieldPanel("search_description"),
                FieldPanel("show_in_menus"),
            ],
            "Адрес и поисковики",
        )
    ]

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        check_address_is_free(self, self.get_parent() if self.pk else getattr(self, "_parent_page", None))


class SiteHome(SitePage):
    """The home of an association's site: what stands above its year. Its slug is the association's code, for ever."""

    association = models.OneToOneField(Association, on_delete=models.PROTECT, related_name="site_home", editable=False)
    lead = models.CharField("О чём сайт, одной строкой", max_length=300, blank=True)
    picture = models.ForeignKey(
        "pages.SitePicture", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="Картинка"
    )
    body = StreamField(BodyBlock(), verbose_name="Текст на главной", blank=True)

    content_panels: ClassVar[list[Any]] = [FieldPanel("lead"), FieldPanel("picture"), FieldPanel("body")]
    promote_panels: ClassVar[list[Any]] = [FieldPanel("search_description")]
    settings_panels: ClassVar[list[Any]] = []
    parent_page_types: ClassVar[list[str]] = []
    subpage_types: ClassVar[list[str]] = ["pages.SectionPage", "pages.TextPage", "pages.NewsIndex"]
    template = "pages/site/home.html"

    class Meta:
        verbose_name = "главная сайта"
        verbose_name_plural = "главные сайтов"


class SectionPage(SitePage):
    """A section in the menu of the site: words of its own, and what `feed` brings by itself."""

    lead = models.CharField("О чём раздел", max_length=300, blank=True)
    body = StreamField(BodyBlock(), verbose_name="Текст", blank=True)
    feed = models.CharField("Что появляется само", max_length=12, choices=SectionFeed, default=SectionFeed.NONE)

    content_panels: ClassVar[list[Any]] = [
        FieldPanel("title"),
        FieldPanel("lead"),
        FieldPanel("feed"),
        FieldPanel("body"),
    ]
    parent_page_types: ClassVar[list[str]] = ["pages.SiteHome"]
    subpage_types: ClassVar[list[str]] = ["pages.TextPage"]
    template = "pages/site/section.html"

    class Meta:
        verbose_name = "раздел сайта"
        verbose_name_plural = "разделы сайта"


class TextPage(SitePage):
    """A plain page."""

    lead = models.CharField("О чём страница", max_length=300, blank=True)
    body = StreamField(BodyBlock(), verbose_name="Текст", blank=True)

    content_panels: ClassVar[list[Any]] = [FieldPanel("title"), FieldPanel("lead"), FieldPanel("body")]
    parent_page_types: ClassVar[list[str]] = ["pages.SiteHome", "pages.SectionPage", "pages.TextPage"]
    subpage_types: ClassVar[list[str]] = ["pages.TextPage"]
    template = "pages/site/text.html"

    class Meta:
        verbose_name = "страница"
        verbose_name_plural = "страницы"
