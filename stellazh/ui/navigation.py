"""Navigation: higher apps add their entries in `AppConfig.ready()`; the base templates draw them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from django.http import HttpRequest
from django.urls import get_script_prefix, get_urlconf, reverse

from stellazh.common.registries import Registry

Area = Literal["site", "work", "account", "footer", "entrance", "search", "offers"]
Address = str | Callable[[HttpRequest], str | None]
# The groups of the workplace in the order of the rail; a group not named here comes after them.
GROUPS = ("Год", "Люди", "Территория", "Знания", "Фонды", "Настройка")


def _always(request: HttpRequest) -> bool:
    return True


@dataclass(frozen=True)
class NavEntry:
    """One entry of a menu.

    `address` is the name of a url without arguments («workplans:plan_list»), a path («/news/»), or a callable that
    gives the path for this request, or None to leave the entry out. `area` is where it stands: the masthead of the
    public site, the rail of the workplace, the account corner, the footer, or below the form of signing in
    («entrance»); «search» is the page that the field of the masthead asks, «offers» the piece it shows while one types.
    `visible` is asked first. `count` is asked only when the entry is drawn; None or 0 shows no figure.
    `is_prominent` (account corner) draws a button; `method="post"` draws a form with the csrf token (signing out).
    """

    code: str
    label: str
    address: Address
    area: Area
    group: str = ""
    order: int = 100
    visible: Callable[[HttpRequest], bool] = _always
    count: Callable[[HttpRequest], int | None] | None = None
    icon: str = ""
    is_prominent: bool = False
    method: Literal["get", "post"] = "get"


navigation: Registry[NavEntry] = Registry("navigation entry", key=lambda entry: entry.code)


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as it is drawn for one request."""

    label: str
    href: str
    is_current: bool
    count: int | None
    icon: str
    is_prominent: bool
    method: str


@dataclass(frozen=True, slots=True)
class Group:
    """A titled group of links of the workplace's rail."""

    label: str
    links: tuple[Link, ...]


def _href(entry: NavEntry, request: HttpRequest) -> str | None:
    if callable(entry.address):
        return entry.address(request)
    if entry.address.startswith("/"):
        return entry.address
    return _named(entry.address, get_urlconf(), get_script_prefix())


@lru_cache(maxsize=256)
def _named(name: str, urlconf: str | None, prefix: str) -> str:
    # The menus of a page name twenty addresses that never change; below another prefix they are others.
    return reverse(name, urlconf=urlconf)


def _entries(area: Area, request: HttpRequest) -> list[tuple[NavEntry, str]]:
    chosen = sorted((entry for entry in navigation if entry.area == area), key=lambda entry: (entry.order, entry.code))
    return [(entry, href) for entry in chosen if entry.visible(request) and (href := _href(entry, request)) is not None]


def _current(path: str, hrefs: Iterable[str]) -> str:
    """The longest of the addresses that the path lies under; the site's root counts for itself only."""
    under = [href for href in hrefs if path == href or (href.rstrip("/") and path.startswith(href.rstrip("/") + "/"))]
    return max(under, key=len, default="")


def _links(area: Area, request: HttpRequest) -> list[tuple[str, Link]]:
    entries = _entries(area, request)
    current = _current(request.path, [href for _, href in entries])
    return [
        (
            entry.group,
            Link(
                label=entry.label,
                href=href,
                is_current=href == current,
                count=entry.count(request) if entry.count else None,
                icon=entry.icon,
                is_prominent=entry.is_prominent,
                method=entry.method,
            ),
        )
        for entry, href in entries
    ]


def links(area: Area, request: HttpRequest) -> tuple[Link, ...]:
    """The entries of an area that this request may see, in order; at most one of them is the current one.

    Raises:
        django.urls.NoReverseMatch: an entry names a url that does not exist.
    """
    return tuple(link for _, link in _links(area, request))


def groups(area: Area, request: HttpRequest) -> tuple[Group, ...]:
    """The links of an area under the titles of their groups, in the order of `GROUPS`. Raises as `links` does."""
    by_title: dict[str, list[Link]] = {}
    for title, link in _links(area, request):
        by_title.setdefault(title, []).append(link)
    known = {title: place for place, title in enumerate(GROUPS)}
    titles = sorted(by_title, key=lambda title: known.get(title, len(GROUPS)))
    return tuple(Group(title, tuple(by_title[title])) for title in titles)
