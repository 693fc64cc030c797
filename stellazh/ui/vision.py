"""«Версия для слабовидящих»: four choices, kept in one cookie, rendered by the server so that nothing flickers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import timedelta

from django.http import HttpRequest, HttpResponse

COOKIE = "vision"
COOKIE_AGE = timedelta(days=365)

SIZES: Mapping[str, str] = {"": "Обычный", "large": "Крупный", "huge": "Очень крупный"}
CONTRASTS: Mapping[str, str] = {"": "Обычные", "high": "Чёрным по белому", "inverse": "Белым по чёрному"}
SPACINGS: Mapping[str, str] = {"": "Обычные", "wide": "Широкие"}
IMAGES: Mapping[str, str] = {"": "Показывать", "off": "Скрыть"}


@dataclass(frozen=True, slots=True)
class Vision:
    """What a reader chose. An empty choice is the usual look."""

    size: str = ""
    contrast: str = ""
    spacing: str = ""
    images: str = ""

    @property
    def is_on(self) -> bool:
        return bool(self.size or self.contrast or self.spacing or self.images)

    def cookie(self) -> str:
        """The four choices in one word: «large.high.wide.off», empty parts for the usual."""
        return f"{self.size}.{self.contrast}.{self.spacing}.{self.images}"


CHOICES: Mapping[str, Mapping[str, str]] = {"size": SIZES, "contrast": CONTRASTS, "spacing": SPACINGS, "images": IMAGES}


def known(choices: Mapping[str, str], base: Vision | None = None) -> Vision:
    """The choices that exist; what is absent keeps `base`'s, what is unknown falls back to the usual."""
    start = base or Vision()
    return Vision(
        **{
            field.name: value
            if (value := choices.get(field.name, getattr(start, field.name))) in CHOICES[field.name]
            else ""
            for field in fields(Vision)
        }
    )


def of_request(request: HttpRequest) -> Vision:
    """The choice kept in the reader's cookie; the usual look when there is none or it is garbled."""
    kept = request.COOKIES.get(COOKIE, "")
    if not kept:
        return Vision()
    return known(dict(zip(CHOICES, kept.split("."), strict=False)))


def keep(response: HttpResponse, vision: Vision, *, secure: bool) -> None:
    """Keep the choice for a year, or forget it when it is the usual look."""
    if vision.is_on:
        response.set_cookie(COOKIE, vision.cookie(), max_age=COOKIE_AGE, samesite="Lax", httponly=True, secure=secure)
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
