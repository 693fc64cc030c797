"""The one gap in the strict policy: pages that show films may frame their two hosts and play what lies here."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

from csp.constants import SELF
from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponseBase

from stellazh.media.videos import FRAME_HOSTS

P = ParamSpec("P")
R = TypeVar("R", bound=HttpRequest)

FILM_POLICY = {"frame-src": list(FRAME_HOSTS), "media-src": [SELF]}


def frames_allowed(
    view: Callable[Concatenate[R, P], HttpResponseBase],
) -> Callable[Concatenate[R, P], HttpResponseBase]:
    """Let the page of this view frame Rutube and VK Видео and play uploaded films. Other pages stay without frames."""
    opened = csp_update(FILM_POLICY)(cast("Callable[[HttpRequest], HttpResponseBase]", view))
    return cast("Callable[Concatenate[R, P], HttpResponseBase]", wraps(view)(opened))
