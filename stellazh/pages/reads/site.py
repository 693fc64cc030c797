"""Pages of the sites by their addresses, and what stands around each: whose site it is, its menu, the way to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from wagtail.models import Page

from stellazh.associations.models import Association
from stellazh.pages.models import SiteHome
from stellazh.pages.services.sites import TREE_SLUG

_STEP = Page.steplen


@dataclass(frozen=True, slots=True)
class SiteLink:
    """A word of a menu or of the way to a page."""

    words: str
    href: str
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class SiteAround:
    """The site that a page belongs to. `way` leads from its home to the page, both left out."""

    home: SiteHome
    menu: tuple[SiteLink, ...]
    way: tuple[SiteLink, ...] = ()

    @property
    def association(self) -> Association:
        association: Association = self.home.association
        return association

    @property
    def is_root(self) -> bool:
        """Whether it is the site of the association above all others, whose home is that of the installation."""
        return self.association.parent_id is None

    @property
    def name(self) -> str:
        """What the site is called in its menu."""
        return self.association.short_name


def address_of(url_path: str) -> str:
    """The address of a page by its path in the tree: «/sites/omo/news/» → «/o/omo/news/». No query."""
    return f"/o/{url_path.removeprefix(f'/{TREE_SLUG}/')}"


def page_at(path: str) -> Page | None:
    """The published page at the address «/o/<path>», as what it is. Two queries."""
    parts = path.strip("/").split("/")
    # The word of the address has an index, the whole path has none.
    found = Page.objects.live().filter(slug=parts[-1], url_path=f"/{TREE_SLUG}/{'/'.join(parts)}/")
    page: Page | None = found.specific().first()
    return page


def around(page: Page) -> SiteAround | None:
    """The site of a page, published or not. Two queries."""
    above = [page.path[:length] for length in range(_STEP, len(page.path) + 1, _STEP)]
    homes = SiteHome.objects.filter(path__in=above)
    home = homes.select_related("association__territory", "association__parent").first()
    return None if home is None else _around(home, page, above)


def around_home(home: SiteHome) -> SiteAround:
    """The same for the home itself. One query."""
    return _around(home, home, [home.path])


def home_of(association: Association) -> SiteHome | None:
    """The published home of an association's site. One query."""
    home: SiteHome | None = SiteHome.objects.live().filter(association=association).select_related("picture").first()
    if home is not None:
        home.association = association
    return home


def _around(home: SiteHome, page: Page, above: list[str]) -> SiteAround:
    between = [path for path in above if len(path) > len(home.path) and path != page.path]
    in_menu = Q(show_in_menus=True, depth=home.depth + 1, path__startswith=home.path)
    rows = Page.objects.live().filter(in_menu | Q(path__in=between)).order_by("path")
    found = list(rows.values_list("title", "url_path", "path", "depth", "show_in_menus"))
    return SiteAround(
        home,
        tuple(
            SiteLink(title, address_of(url_path), page.path.startswith(path))
            for title, url_path, path, depth, is_shown in found
            if is_shown and depth == home.depth + 1
        ),
        tuple(SiteLink(title, address_of(url_path)) for title, url_path, path, *_ in found if path in between),
    )


def homes_by_path(pages: Iterable[Page]) -> dict[str, SiteHome]:
    """The homes of the sites that the pages belong to, by their path in the tree. One query."""
    wanted = {page.path[: 3 * _STEP] for page in pages}
    return {home.path: home for home in SiteHome.objects.filter(path__in=wanted).select_related("association")}
