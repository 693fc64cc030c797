"""What every request is given before a page is made of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from stellazh.ui.autosaving import is_autosave, refuse_sender
from stellazh.ui.views import malformed

Handler = Callable[[HttpRequest], HttpResponse]


class LanguageMiddleware:
    """Makes the site's one language the request's.

    Django does without, but looks for the request's language at every address it writes, and finding none costs more
    than the address (docs/operations/speed.md).
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        translation.activate(settings.LANGUAGE_CODE)
        return self.get_response(request)


# Twice what nginx takes for a whole line of a request before it refuses.
LONGEST_ADDRESS: Final = 16 * 1024


class WholeTextMiddleware:
    """Refuses an address or a cookie with a zero byte in it: nobody types one, and PostgreSQL stores and compares none.
    Refuses an address that is longer than any of ours.

    Texts of forms are the forms' own to check: they answer with the form and a sentence.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if len(request.path_info) + len(query) > LONGEST_ADDRESS:
            return malformed(request, status=414)
        is_broken = (
            "\0" in request.path_info
            or "\0" in query
            or "%00" in query
            or any("\0" in value for value in request.COOKIES.values())
        )
        return malformed(request) if is_broken else self.get_response(request)


class PermissionsMiddleware:
    """Lets no page use the camera, the microphone or the place of the device. A page that needs one says so itself:
    the scanner of tickets sets the header before this does.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        return response


class AutosaveMiddleware:
    """Answers a page that saves by itself with 401 in JSON when its person has signed out or another has signed in.

    Stands before `LoginRequiredMiddleware`, whose redirect the page could not tell from a saved text.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if not is_autosave(request):
            return None
        return refuse_sender(request, needs_person=getattr(view, "login_required", True))
