"""What everybody reads of a resolution, and how it looks before it is shown."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from stellazh.common import clock
from stellazh.common.requests import Request
from stellazh.protocols import access
from stellazh.protocols.forms.life import PublishForm
from stellazh.protocols.models import Protocol, Resolution
from stellazh.protocols.reads.resolutions.open_reading import open_resolution
from stellazh.protocols.services import resolutions as services
from stellazh.protocols.views.finding import managed_resolution
from stellazh.protocols.views.open_pages import layout_for, not_for_everybody
from stellazh.ui.attempts import attempt, show_form
from stellazh.ui.confirming import is_still_asked


def open_page(request: Request, resolution_id: int) -> HttpResponse:
    """The resolution as everybody reads it. One that is not published: a guest signs in, anybody else gets 404."""
    rows = Resolution.objects.published().select_related("association__territory")
    resolution = rows.filter(pk=resolution_id).first()
    return not_for_everybody(request) if resolution is None else _show(request, resolution)


@require_GET
def resolution_as_guest(request: Request, resolution_id: int) -> HttpResponse:
    """How everybody will read it: looked at before it is shown."""
    resolution = managed_resolution(request, resolution_id, access.can_publish_resolution)
    if not resolution.is_binding:
        raise Http404
    return _show(request, resolution, is_preview=True)


@require_http_methods(["GET", "POST"])
def resolution_publish(request: Request, resolution_id: int) -> HttpResponse:
    """Show the resolution to everybody, or hide it again; a draft is led back to its page."""
    resolution = managed_resolution(request, resolution_id, access.can_publish_resolution)
    if not resolution.is_binding:
        return redirect(resolution)
    form = PublishForm(
        request.POST if request.method == "POST" else None, initial={"expected_version": resolution.version}
    )
    page = _HIDE if resolution.is_published else _SHOW
    if request.method == "POST" and form.is_valid():
        if not is_still_asked(request, page["submit"]):
            return redirect(resolution)
        version, by, at = form.cleaned_data["expected_version"], request.actor, clock.now()
        done = attempt(
            form,
            lambda: (
                services.unpublish_resolution(resolution.pk, by=by, at=at)
                if page is _HIDE
                else services.publish_resolution(resolution.pk, expected_version=version, by=by, at=at)
            ),
        )
        if done:
            messages.success(request, page["said"])
            return redirect(resolution)
    context = {**page, "resolution": resolution, "cancel": resolution.get_absolute_url()}
    return show_form(request, "protocols/resolutions/resolution_publish.html", form, context)


def _show(request: Request, resolution: Resolution, *, is_preview: bool = False) -> HttpResponse:
    adopted_by = Protocol.objects.published().filter(resolutions=resolution).first()
    context = {
        "layout": layout_for(request),
        "resolution": resolution,
        "content": open_resolution(resolution),
        "protocol": adopted_by,
        "is_preview": is_preview,
    }
    return render(request, "protocols/resolutions/resolution_open.html", context)


_SHOW = {
    "title": "Показать резолюцию всем?",
    "text": "Её прочитает любой посетитель сайта, без входа: проблемное поле, пункты и сколько из них выполнено. "
    "Имён, предложений, ответов муниципалитетов и файлов он не увидит.",
    "submit": "Показать всем",
    "said": "Резолюция открыта всем.",
}
_HIDE = {
    "title": "Скрыть резолюцию от посетителей?",
    "text": "Без входа её больше не прочитать. Участники объединения видят её, как раньше.",
    "submit": "Скрыть",
    "said": "Резолюция скрыта от посетителей.",
}
