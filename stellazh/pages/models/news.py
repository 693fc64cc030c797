"""News of an association, by categories."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db import models
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, TitleFieldPanel
from wagtail.models import Orderable

from stellazh.events.models import Event
from stellazh.pages.models.blocks import BodyBlock, PictureChooser
from stellazh.pages.models.site import SitePage
from stellazh.pages.models.streams import CleanStreamField


class NewsIndex(SitePage):
    """All news of a site, with the categories they are told apart by."""

    lead = models.CharField("О чём новости", max_length=300, blank=True)

    content_panels: ClassVar[list[Any]] = [
        TitleFieldPanel("title"),
        FieldPanel("lead"),
        InlinePanel("categories", label="Рубрика", heading="Рубрики"),
    ]
    # Made with the site, once; nobody makes or takes away another.
    is_creatable = False
    parent_page_types: ClassVar[list[str]] = ["pages.SiteHome"]
    subpage_types: ClassVar[list[str]] = ["pages.NewsPage"]
    max_count_per_parent = 1
    template = "pages/site/news_index.html"

    class Meta:
        verbose_name = "лента новостей"
        verbose_name_plural = "ленты новостей"


class NewsCategory(Orderable):
    """A category of a site's news: «Конкурсы», «Библиотеки округа»."""

    index = ParentalKey(NewsIndex, on_delete=models.CASCADE, related_name="categories")
    name = models.CharField("Рубрика", max_length=80)
    slug = models.SlugField("Слово для адреса", max_length=60, help_text="Латинскими буквами: contests.")

    panels: ClassVar[list[Any]] = [FieldPanel("name"), FieldPanel("slug")]

    class Meta(Orderable.Meta):
        verbose_name = "рубрика новостей"
        verbose_name_plural = "рубрики новостей"
        constraints = [models.UniqueConstraint(fields=["index", "slug"], name="news_category_once")]

    def __str__(self) -> str:
        return self.name


class NewsPage(SitePage):
    """One piece of news. `event` is the meeting it tells of, if it was made from one."""

    on = models.DateField("Дата новости")
    lead = models.TextField("Коротко", max_length=500, help_text="Одно-два предложения: их видно в ленте.")
    picture = models.ForeignKey(
        "pages.SitePicture", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="Картинка"
    )
    body = CleanStreamField(BodyBlock(), verbose_name="Текст", blank=True)
    categories = ParentalManyToManyField(NewsCategory, blank=True, related_name="news", verbose_name="Рубрики")
    event = models.ForeignKey(Event, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False)
    author_words = models.CharField("Автор", max_length=200, blank=True, help_text="Как подписать. Можно не указывать.")

    content_panels: ClassVar[list[Any]] = [
        TitleFieldPanel("title"),
        FieldPanel("on"),
        FieldPanel("lead"),
        FieldPanel("picture", widget=PictureChooser),
        FieldPanel("body"),
        MultiFieldPanel(
            [FieldPanel("categories", widget=forms.CheckboxSelectMultiple), FieldPanel("author_words")],
            "Рубрики и автор",
        ),
    ]
    parent_page_types: ClassVar[list[str]] = ["pages.NewsIndex"]
    subpage_types: ClassVar[list[str]] = []
    show_in_menus_default = False
    template = "pages/site/news.html"

    class Meta:
        verbose_name = "новость"
        verbose_name_plural = "новости"


class EventNews(models.Model):
    """News that was made from an event in one step, by the key of its form: a second click makes no second page."""

    page = models.OneToOneField(NewsPage, on_delete=models.CASCADE, related_name="made_by")
    submission_key = models.UUIDField(unique=True)

    class Meta:
        verbose_name = "новость из мероприятия"
        verbose_name_plural = "новости из мероприятий"

    def __str__(self) -> str:
        return str(self.page_id)
