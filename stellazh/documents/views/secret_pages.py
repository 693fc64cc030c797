"""Pages behind a personal link: open without signing in, kept by no cache, found and named by nobody."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseBase
from django.views.decorators.cache import never_cache

View = Callable[..., HttpResponseBase]


def secret_page(view: View) -> View:
    """Let no cache keep the answer, no search engine list it, and no request from it name its address.

    The policy is `strict-origin`: under `no-referrer` browsers send «Origin: null» with a form, which the check against
    forged requests must refuse. Neither of the two lets the path out.
    """

    @wraps(view)
    def kept_secret(*args: object, **options: object) -> HttpResponseBase:
        response = view(*args, **options)
        response["Referrer-Policy"] = "strict-origin"
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return login_not_required(never_cache(kept_secret))
