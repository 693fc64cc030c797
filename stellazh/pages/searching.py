"""Published pages and news in the search of everything: titles, leads and the words of their blocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Length, Substr
from wagtail.blocks import StreamValue
from wagtail.models import Page, PageViewRestriction

from stellazh.associations.searching import place_of
from stellazh.common.actor import Actor
from stellazh.common.school_year import SchoolYear
from stellazh.pages.models import NewsPage, SectionPage, SiteHome, SitePicture, TextPage
from stellazh.pages.reads.site import address_of, homes_by_path
from stellazh.textindex.searchable import SearchableKind, SearchEntry, Shown, Source, searchables

_STEP: Final = Page.steplen
_HOME: Final = 3 * _STEP
_TREE: Final = "wagtailcore_page"
_OF_TREE: Final = ("title", "live", "path", "url_path")
_PLAIN: Final = (TextPage, SectionPage, SiteHome)


def register() -> None:
    """Let published news and pages be found by everybody."""
    searchables.add(
        SearchableKind(
            code="news",
            label="новость",
            plural="Новости",
            entries=_news,
            every_key=NewsPage.objects.live,
            visible_to=_open_news,
            shown=_shown,
            sources=(
                Source(_TREE, columns=_OF_TREE),
                Source("pages_newspage", "{row}.page_ptr_id", ("on", "lead", "body", "author_words")),
                Source("pages_newspage_categories", "{row}.newspage_id"),
                Source(
                    "pages_newscategory",
                    "SELECT t.newspage_id FROM pages_newspage_categories t WHERE t.newscategory_id = {row}.id",
                    ("name",),
                ),
                *_around("pages_newspage"),
            ),
            order=60,
            weight=1.1,
        )
    )
    searchables.add(
        SearchableKind(
            code="page",
            label="страница",
            plural="Страницы",
            entries=_pages,
            every_key=_plain_pages,
            visible_to=_open_pages,
            shown=_shown,
            sources=(
                Source(_TREE, columns=_OF_TREE),
                Source("pages_textpage", "{row}.page_ptr_id", ("lead", "body")),
                Source("pages_sectionpage", "{row}.page_ptr_id", ("lead", "body")),
                Source("pages_sitehome", "{row}.page_ptr_id", ("lead", "body", "association_id")),
                *_around("pages_textpage", "pages_sectionpage", "pages_sitehome"),
            ),
            order=65,
            weight=0.9,
        )
    )


def _around(*tables: str) -> Iterator[Source]:
    """What the words and the place of pages follow besides themselves: whose site it is, which pictures may be shown.

    A caption goes when its picture is hidden. That is rare, so all pages are read anew then.
    """
    of_site = (
        "SELECT p.id FROM wagtailcore_page p JOIN wagtailcore_page hp"  # noqa: S608
        f" ON substr(p.path, 1, {_HOME}) = hp.path JOIN pages_sitehome h ON h.page_ptr_id = hp.id"
        " WHERE h.association_id = {row}.id"
    )
    yield Source("associations_association", of_site, ("path", "territory_id", "short_name"))
    for table in tables:
        yield Source("pages_sitepicture", f'SELECT t.page_ptr_id FROM "{table}" t', ("hidden_at", "people"))  # noqa: S608


def _news(keys: Sequence[int]) -> Iterable[SearchEntry]:
    rows = list(_restricted_left_out(NewsPage.objects.live()).filter(pk__in=keys).prefetch_related("categories"))
    homes = homes_by_path(rows)
    for row in rows:
        home = homes.get(row.path[:_HOME])
        if home is None:
            continue
        words = [row.lead, *_words(row.body), *(one.name for one in row.categories.all()), row.author_words]
        yield SearchEntry(
            row.pk,
            row.title,
            "\n".join(filter(None, [*words, home.association.short_name])),
            on=row.on,
            year=SchoolYear.of(row.on).start,
            **place_of(home.association),
        )


def _pages(keys: Sequence[int]) -> Iterable[SearchEntry]:
    for model in _PLAIN:
        rows: list[Any] = list(_restricted_left_out(model.objects.live()).filter(pk__in=keys))
        homes = homes_by_path(rows)
        for row in rows:
            home = homes.get(row.path[:_HOME])
            words = [row.lead, *_words(row.body)]
            # Homes stand in the search as associations; one that nobody wrote on says nothing more.
            if home is None or (model is SiteHome and not any(words)):
                continue
            words.append(home.association.short_name)
            yield SearchEntry(row.pk, row.title, "\n".join(filter(None, words)), **place_of(home.association))


def _plain_pages() -> QuerySet[Page]:
    pages: QuerySet[Page] = Page.objects.live().exact_type(*_PLAIN)
    return pages


def _open_news(actor: Actor) -> QuerySet[NewsPage]:
    return _restricted_left_out(NewsPage.objects.live())


def _open_pages(actor: Actor) -> QuerySet[Page]:
    return _restricted_left_out(_plain_pages())


def _restricted_left_out(pages: QuerySet[Any]) -> QuerySet[Any]:
    """Without pages that stand under a lock of the editor's own."""
    locks = PageViewRestriction.objects.filter(page__path=Substr(OuterRef("path"), 1, Length("page__path")))
    return pages.exclude(Exists(locks))


def _shown(keys: Sequence[int], actor: Actor) -> Mapping[int, Shown]:
    rows = list(_restricted_left_out(Page.objects.live()).filter(pk__in=keys))
    homes = homes_by_path(rows)
    return {
        row.pk: Shown(address_of(row.url_path), row.title, home.association.short_name)
        for row in rows
        if (home := homes.get(row.path[:_HOME])) is not None
    }


def _words(body: StreamValue) -> Iterator[str]:
    """What somebody reads in the blocks, without their tags; captions of pictures that may be shown.

    Words of buttons are left out: a button goes with the page that it leads to.
    """
    for block in body:
        if block.block_type == "link":
            continue
        if block.block_type == "gallery":
            yield str(block.value["title"] or "")
            yield from (_caption(one) for one in block.value["pictures"])
        elif block.block_type == "picture":
            yield _caption(block.value)
        else:
            yield from map(str, block.block.get_searchable_content(block.value))


def _caption(value: Any) -> str:
    picture: SitePicture | None = value["picture"]
    return str(value["caption"] or "") if picture is not None and picture.may_be_shown else ""
