"""What every page knows: the site, the menus, the look the reader chose.

Nothing is asked of the database here; menus are made only when a template draws them.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import cached_property

from stellazh.common.actor import ActorKind
from stellazh.ui import navigation, vision


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
    """`{{ ui }}` in templates. Without a request (the page of a failure) it knows the site's name and no menus."""

    def __init__(self, request: HttpRequest | None) -> None:
        self._request = request

    @property
    def site_name(self) -> str:
        return str(settings.SITE_NAME)

    @property
    def is_demo(self) -> bool:
        return bool(settings.DEMO)

    @property
    def path(self) -> str:
        """Where the reader is, for `next`; the root when the page answers a form."""
        if self._request is None or self._request.method not in ("GET", "HEAD"):
            return "/"
        return self._request.get_full_path()

    @cached_property
    def vision(self) -> vision.Vision:
        return vision.of_request(self._request) if self._request is not None else vision.Vision()

    @property
    def vision_rows(self) -> tuple[VisionRow, ...]:
        return vision_rows(self.vision)

    @cached_property
    def is_guest(self) -> bool:
        actor = getattr(self._request, "actor", None)
        return actor is None or actor.actor_kind != ActorKind.PERSON

    @cached_property
    def who(self) -> str:
        """The name of whoever is signed in; empty for a guest."""
        return "" if self.is_guest else str(getattr(self._request, "actor").actor_name)  # noqa: B009

    @cached_property
    def site(self) -> tuple[navigation.Link, ...]:
        return navigation.links("site", self._request) if self._request is not None else ()

    @cached_property
    def work(self) -> tuple[navigation.Group, ...]:
        return navigation.groups("work", self._request) if self._request is not None else ()

    @cached_property
    def footer(self) -> tuple[navigation.Link, ...]:
        return navigation.links("footer", self._request) if self._request is not None else ()

    @cached_property
    def account(self) -> tuple[navigation.Link, ...]:
        return navigation.links("account", self._request) if self._request is not None else ()

    @property
    def account_buttons(self) -> list[navigation.Link]:
        return [link for link in self.account if link.is_prominent]

    @property
    def account_menu(self) -> list[navigation.Link]:
        return [link for link in self.account if not link.is_prominent]


def page(request: HttpRequest) -> dict[str, object]:
    """The context processor: `{{ ui.site_name }}`, `{{ ui.site }}`, `{{ ui.work }}`, `{{ ui.vision }}`."""
    return {"ui": Page(request)}
