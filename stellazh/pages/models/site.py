"""The tree: one home for each association, its sections, plain pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.urls import Resolver404, resolve
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.models import Collection, Page

from stellazh.associations.models import Association
from stellazh.pages.enums import SectionFeed
from stellazh.pages.models.blocks import BodyBlock, PictureChooser
from stellazh.pages.models.streams import CleanStreamField
from stellazh.pages.permissions import SitePermissions

SERVE = "wagtail_serve"


def check_address_is_free(page: Page, parent: Page | None) -> None:
    """Refuses a page whose address belongs to another part of the product: «/o/omo/plans/»."""
    if parent is None or not page.slug or isinstance(page, SiteHome):
        return
    path = f"/o/{'/'.join([*parent.url_path.strip('/').split('/')[1:], page.slug])}/"
    if leads_elsewhere(path):
        raise ValidationError({"slug": "Этот адрес уже занят разделом Стеллажа. Допишите к нему слово."})


def leads_elsewhere(path: str) -> bool:
    """Whether another part of the product answers at the address."""
    try:
        match = resolve(path)
    except Resolver404:
        return False
    return match.url_name != SERVE


class SiteTree(Page):
    """What all sites hang under. Made once, never seen."""

    is_creatable = False
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

    # What stands around the words of a page: menu, feeds, the words drawn. Views set it when the app is ready; it is
    # asked here, for previews of the editor draw a page without any view of ours.
    surroundings: ClassVar[Callable[[HttpRequest, Page], dict[str, Any]] | None] = None

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """What the template of the page knows."""
        around = SitePage.surroundings
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | around(request, self) if around is not None else context

    def permissions_for_user(self, user: Any) -> SitePermissions:
        return SitePermissions(user, self)

    def clean(self) -> None:
        super().clean()
        check_address_is_free(self, self.get_parent() if self.path else None)


class SiteHome(SitePage):
    """The home of an association's site: what stands above its year. Its slug is the association's code, for ever."""

    association = models.OneToOneField(Association, on_delete=models.PROTECT, related_name="site_home", editable=False)
    collection = models.OneToOneField(
        Collection, on_delete=models.PROTECT, null=True, related_name="site_home", editable=False
    )
    lead = models.CharField("О чём сайт, одной строкой", max_length=300, blank=True)
    picture = models.ForeignKey(
        "pages.SitePicture", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="Картинка"
    )
    body = CleanStreamField(BodyBlock(), verbose_name="Текст на главной", blank=True)

    content_panels: ClassVar[list[Any]] = [
        FieldPanel("lead"),
        FieldPanel("picture", widget=PictureChooser),
        FieldPanel("body"),
    ]
    promote_panels: ClassVar[list[Any]] = [FieldPanel("search_description")]
    settings_panels: ClassVar[list[Any]] = []
    is_creatable = False
    parent_page_types: ClassVar[list[str]] = []
    subpage_types: ClassVar[list[str]] = ["pages.SectionPage", "pages.TextPage", "pages.NewsIndex"]
    template = "pages/site/home.html"

    class Meta:
        verbose_name = "главная сайта"
        verbose_name_plural = "главные сайтов"

    def clean(self) -> None:
        """Its address is the association's own, and stays so."""
        Page.clean(self)


class SectionPage(SitePage):
    """A section in the menu of the site: words of its own, and what `feed` brings by itself."""

    lead = models.CharField("О чём раздел", max_length=300, blank=True)
    body = CleanStreamField(BodyBlock(), verbose_name="Текст", blank=True)
    feed = models.CharField("Что появляется само", max_length=12, choices=SectionFeed, default=SectionFeed.NONE)

    content_panels: ClassVar[list[Any]] = [
        TitleFieldPanel("title"),
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
    body = CleanStreamField(BodyBlock(), verbose_name="Текст", blank=True)

    content_panels: ClassVar[list[Any]] = [TitleFieldPanel("title"), FieldPanel("lead"), FieldPanel("body")]
    parent_page_types: ClassVar[list[str]] = ["pages.SiteHome", "pages.SectionPage", "pages.TextPage"]
    subpage_types: ClassVar[list[str]] = ["pages.TextPage"]
    template = "pages/site/text.html"

    class Meta:
        verbose_name = "страница"
        verbose_name_plural = "страницы"
