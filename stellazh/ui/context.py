"""What every page knows: the site, the menus, the look the reader chose.

Nothing is asked of the database here; menus are made only when a template draws them.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import cached_property

from stellazh.common.actor import Actor, ActorKind, Guest
from stellazh.ui import navigation, vision
from stellazh.ui.autosaving import who_key


@dataclass(frozen=True, slots=True)
class VisionChoice:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class VisionRow:
    """One question of the low-vision panel and its answers."""

    name: str
    label: str
    choices: tuple[VisionChoice, ...]


# A page names its own address several times; one longer than this was made by hand.
_LONGEST_PATH = 2000
_VISION_LABELS = {"size": "Размер букв", "contrast": "Цвета", "spacing": "Промежутки", "images": "Картинки"}


def vision_rows(chosen: vision.Vision) -> tuple[VisionRow, ...]:
    """The questions of the low-vision panel with the reader's present answers."""
    return tuple(
        VisionRow(
            name,
            _VISION_LABELS[name],
            tuple(VisionChoice(value, label, getattr(chosen, name) == value) for value, label in choices.items()),
        )
        for name, choices in vision.CHOICES.items()
    )


class Page:
    """`{{ ui }}` in templates. Without menus (the page of a failure) it asks nothing but the cookie."""

    def __init__(self, request: HttpRequest, *, has_menus: bool = True) -> None:
        self._request = request
        # A failure may come before the middleware that knows who asks; then there is nobody to draw menus for.
        self._has_menus = has_menus and hasattr(request, "actor")

    @property
    def site_name(self) -> str:
        return str(settings.SITE_NAME)

    @property
    def is_demo(self) -> bool:
        return bool(settings.DEMO)

    @property
    def path(self) -> str:
        """Where the reader is, for `next`; the root when the page answers a form, or the address is none of ours."""
        here = self._request.get_full_path() if self._request.method in ("GET", "HEAD") else "/"
        return here if len(here) <= _LONGEST_PATH else "/"

    @cached_property
    def vision(self) -> vision.Vision:
        return vision.of_request(self._request)

    @property
    def vision_rows(self) -> tuple[VisionRow, ...]:
        return vision_rows(self.vision)

    @cached_property
    def _actor(self) -> Actor:
        actor: Actor = getattr(self._request, "actor", Guest())
        return actor if self._has_menus else Guest()

    @property
    def is_guest(self) -> bool:
        return self._actor.actor_kind != ActorKind.PERSON

    @property
    def who(self) -> str:
        """The name of whoever is signed in; empty for a guest."""
        return "" if self.is_guest else self._actor.actor_name

    @property
    def who_key(self) -> str:
        """For `data-autosave-who`: whose texts the browser keeps; empty for a guest."""
        return who_key(self._actor)

    def _links(self, area: navigation.Area) -> tuple[navigation.Link, ...]:
        return navigation.links(area, self._request) if self._has_menus else ()

    @cached_property
    def site(self) -> tuple[navigation.Link, ...]:
        return self._links("site")

    @cached_property
    def search(self) -> navigation.Link | None:
        """Where the field of the masthead asks; None without a search."""
        return next(iter(self._links("search")), None)

    @property
    def offers(self) -> str:
        """Where titles come from while somebody types; empty without them."""
        return next((link.href for link in self._links("offers")), "")

    @cached_property
    def footer(self) -> tuple[navigation.Link, ...]:
        return self._links("footer")

    @property
    def entrance(self) -> tuple[navigation.Link, ...]:
        """Other ways in than signing in: what the sign-in page shows below its form."""
        return self._links("entrance")

    @cached_property
    def work(self) -> tuple[navigation.Group, ...]:
        return navigation.groups("work", self._request) if self._has_menus else ()

    @cached_property
    def account(self) -> tuple[navigation.Link, ...]:
        return self._links("account")

    @property
    def account_buttons(self) -> list[navigation.Link]:
        return [link for link in self.account if link.is_prominent]

    @property
    def account_menu(self) -> list[navigation.Link]:
        return [link for link in self.account if not link.is_prominent]


def page(request: HttpRequest) -> dict[str, object]:
    """The context processor: `{{ ui.site_name }}`, `{{ ui.site }}`, `{{ ui.work }}`, `{{ ui.vision }}`."""
    return {"ui": Page(request)}
