"""News as they are listed: of one site, of all sites, the latest ones. Only what is published."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.db.models.functions import Substr
from wagtail.models import Page

from stellazh.associations.models import Association
from stellazh.pages.models import NewsCategory, NewsIndex, NewsPage, SiteHome
from stellazh.pages.reads.showing_pictures import CARD, ShownPicture, shown_pictures
from stellazh.pages.reads.site import address_of, homes_by_path

# A card weighs as much as three lines of another list.
PER_PAGE = 20
# Tree, site: the path of a site's home is this long.
_HOME_PATH = 3 * Page.steplen


@dataclass(frozen=True, slots=True)
class NewsCard:
    """One piece of news as lists show it. `association` is named where news of several stand together."""

    pk: int
    title: str
    href: str
    lead: str
    on: date
    picture: ShownPicture | None = None
    association: str = ""
    association_href: str = ""
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NewsChoice:
    """What a reader narrows the news by; empty values narrow nothing."""

    territory_path: str = ""
    association_path: str = ""
    category: str = ""
    year: int | None = None


@dataclass(frozen=True, slots=True)
class NewsMenu:
    """The categories and the years of an index that have news."""

    categories: tuple[NewsCategory, ...] = ()
    years: tuple[int, ...] = field(default=())


def published_news() -> QuerySet[NewsPage]:
    """Published news, the newest first."""
    rows: QuerySet[NewsPage] = NewsPage.objects.live().order_by("-on", "-pk")
    return rows


def news_of_index(index: NewsIndex, choice: NewsChoice) -> QuerySet[NewsPage]:
    """Published news of one site."""
    rows = published_news().filter(path__startswith=index.path, depth=index.depth + 1)
    if choice.category:
        rows = rows.filter(categories__slug=choice.category, categories__index=index)
    return _of_year(rows, choice.year)


def news_everywhere(choice: NewsChoice) -> QuerySet[NewsPage]:
    """Published news of all associations that are not closed."""
    homes = SiteHome.objects.live().filter(association__archived_at=None)
    if choice.territory_path:
        homes = homes.filter(association__territory__path__startswith=choice.territory_path)
    if choice.association_path:
        homes = homes.filter(association__path__startswith=choice.association_path)
    rows = published_news().annotate(home_path=Substr("path", 1, _HOME_PATH)).filter(home_path__in=homes.values("path"))
    return _of_year(rows, choice.year)


def _of_year(rows: QuerySet[NewsPage], year: int | None) -> QuerySet[NewsPage]:
    return rows if year is None else rows.filter(on__year=year)


def latest_news(home: SiteHome, most: int) -> list[NewsPage]:
    """The latest of a site. One query."""
    rows = published_news().filter(path__startswith=home.path).select_related("picture")
    return list(rows.defer("body")[:most])


def menu_of_index(index: NewsIndex) -> NewsMenu:
    """What the news of a site can be narrowed by. Two queries."""
    here = NewsPage.objects.live().filter(path__startswith=index.path)
    used = NewsCategory.objects.filter(index=index, news__in=here).distinct().order_by("sort_order", "pk")
    years = [day.year for day in here.order_by().dates("on", "year", order="DESC")]
    return NewsMenu(tuple(used), tuple(years))


def years_everywhere() -> tuple[int, ...]:
    """The years of all published news, the latest first. One query."""
    return tuple(day.year for day in NewsPage.objects.live().order_by().dates("on", "year", order="DESC"))


def with_facts(rows: QuerySet[NewsPage]) -> QuerySet[NewsPage]:
    """With what cards show: picture and categories."""
    categories = Prefetch("categories", NewsCategory.objects.order_by("sort_order", "pk"))
    return rows.select_related("picture").prefetch_related(categories).defer("body")


def news_cards(pages: Sequence[NewsPage], *, of_many: bool = False, shows_categories: bool = True) -> list[NewsCard]:
    """Cards of these pages: one query for the smaller pictures, one more for the associations when they are of many."""
    pictures = shown_pictures([page.picture for page in pages], CARD)
    homes = homes_by_path(pages) if of_many else {}
    return [_card(page, pictures, homes, shows_categories=shows_categories) for page in pages]


def _card(
    page: NewsPage, pictures: dict[int, ShownPicture], homes: dict[str, SiteHome], *, shows_categories: bool
) -> NewsCard:
    home = homes.get(page.path[:_HOME_PATH])
    association: Association | None = home.association if home else None
    return NewsCard(
        pk=page.pk,
        title=page.title,
        href=address_of(page.url_path),
        lead=page.lead,
        on=page.on,
        picture=pictures.get(page.picture_id) if page.picture_id else None,
        association=association.short_name if association else "",
        association_href=association.get_absolute_url() if association else "",
        categories=tuple(one.name for one in page.categories.all()) if shows_categories else (),
    )


def neighbours_of(page: NewsPage, most: int = 3) -> list[NewsPage]:
    """Other news of the same site, the newest first. One query."""
    index = page.path[: -Page.steplen]
    rows: Iterable[NewsPage] = published_news().filter(path__startswith=index).exclude(pk=page.pk)
    return list(rows.select_related("picture").defer("body")[:most])  # type: ignore[attr-defined]
