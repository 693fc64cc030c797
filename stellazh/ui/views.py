"""Pages that belong to no subject: the look, the failures, what browsers and robots ask for, the shop window."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods

from stellazh.common.requests import request_id
from stellazh.ui import vision as looks
from stellazh.ui.autosaving import is_autosave, session_ended
from stellazh.ui.context import Page, vision_rows
from stellazh.ui.redirects import safe_next
from stellazh.ui.robots import robot_rules
from stellazh.ui.showcase import showcase


@login_not_required
@require_http_methods(["GET", "POST"])
def vision(request: HttpRequest) -> HttpResponse:
    """Choose the look for low vision; a POST with one choice keeps the others."""
    current = looks.of_request(request)
    if request.method == "GET":
        context = {"rows": vision_rows(current), "next": safe_next(request)}
        return render(request, "ui/vision.html", context)
    chosen = looks.Vision() if "usual" in request.POST else looks.known(request.POST.dict(), current)
    response = redirect(safe_next(request))
    looks.keep(response, chosen, secure=request.is_secure())
    return response


@login_not_required
@require_GET
@cache_control(max_age=86_400, public=True)
def robots(request: HttpRequest) -> HttpResponse:
    """A demo is not to be found; a site of an association is."""
    lines = ["Disallow: /"] if settings.DEMO else [line for rule in robot_rules for line in rule.lines()]
    text = "\n".join(["User-agent: *", *(lines or ["Disallow:"])])
    return HttpResponse(f"{text}\n", content_type="text/plain; charset=utf-8")


@login_not_required
@require_GET
@cache_control(max_age=86_400, public=True)
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to keep the site on its home screen."""
    icons = [{"src": static("ui/favicon.svg"), "type": "image/svg+xml", "sizes": "any"}]
    content = {
        "name": settings.SITE_NAME,
        "short_name": "Стеллаж",
        "lang": "ru",
        "start_url": "/",
        "display": "browser",
        "background_color": "#faf7f0",
        "theme_color": "#0b5a4e",
        "icons": icons,
    }
    return JsonResponse(content, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})


@login_not_required
@require_GET
def favicon(request: HttpRequest) -> HttpResponse:
    """For browsers that ask at the old address."""
    return redirect(static("ui/favicon.svg"), permanent=False)


@login_not_required
@require_GET
def components(request: HttpRequest) -> HttpResponse:
    """«Витрина»: every component in all its states. Only for developers and in the demo."""
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    return render(request, "ui/components.html", showcase())


def render_failure(request: HttpRequest, template: str, status: int, **context: object) -> HttpResponse:
    """A page of failure with the usual masthead and menus."""
    return HttpResponse(render_to_string(template, context, request=request), status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render_failure(request, "ui/errors/400.html", 400)


def malformed(request: HttpRequest, *, status: int = 400) -> HttpResponse:
    """For requests broken in themselves: asks nothing of session and menus, which would read the broken part."""
    context = {"ui": Page(request, has_menus=False), "is_long": status == 414}
    return HttpResponse(render_to_string("ui/errors/400.html", context), status=status)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render_failure(request, "ui/errors/403.html", 403, reason=str(exception))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render_failure(request, "ui/errors/404.html", 404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    if is_autosave(request):
        return session_ended(request)
    return render_failure(request, "ui/errors/csrf.html", 403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Asks nothing of the database, the session or the menus: any of them may be what is broken."""
    context = {"ui": Page(request, has_menus=False), "request_id": request_id.get()}
    return HttpResponse(render_to_string("ui/errors/500.html", context), status=500)
