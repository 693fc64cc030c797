"""Films by ordinary forms: sent whole without scripts, named at the end, given up."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from stellazh.common import clock
from stellazh.common.requests import Request
from stellazh.media import services
from stellazh.media.access import can_manage_media
from stellazh.media.forms import MOST_BY_FORM, FilmForm, FinishForm
from stellazh.media.models import Upload
from stellazh.media.uses import media_uses
from stellazh.ui.attempts import attempt, show_form
from stellazh.ui.redirects import safe_next

# Beside the file itself: the other fields and what divides them.
ROOM_FOR_FIELDS = 1024 * 1024
TOO_LARGE_FOR_FORM = (
    "Файл больше 50 МБ: без скриптов его не загрузить. Вернитесь на предыдущую страницу, включите скрипты в браузере "
    "или выложите запись на Rutube или VK Видео и вставьте ссылку."
)


# The token stands in the body: of one that is too large we must not read even that.
@csrf_exempt
@require_http_methods(["GET", "POST"])
def upload_form(request: Request) -> HttpResponse:
    """A film in one piece, for browsers without scripts."""
    told = request.META.get("CONTENT_LENGTH") or "0"
    if request.method == "POST" and told.isdigit() and int(told) > MOST_BY_FORM + ROOM_FOR_FIELDS:
        # Not even who asks for which place: that stands in the body too.
        return _film_page(request, FilmForm(), {"too_large": TOO_LARGE_FOR_FORM}, status=413)
    return _upload_form(request)


@csrf_protect
def _upload_form(request: Request) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    form = FilmForm(sent, request.FILES if sent is not None else None, initial=request.GET.dict())
    if not _may(request, form):
        raise Http404
    if form.is_valid():
        file = form.cleaned_data["file"]
        done = attempt(
            form,
            lambda: services.add_uploaded(
                form.cleaned_data["use"],
                form.cleaned_data["object_key"],
                content=file.file,
                size_bytes=file.size,
                name=file.name,
                title=form.cleaned_data["title"],
                by=request.actor,
                at=clock.now(),
            ),
        )
        if done:
            messages.success(request, "Запись добавлена.")
            return redirect(safe_next(request, reverse("media:upload_form")))
    return _film_page(request, form, {"next": safe_next(request, "")}, status=422 if form.errors else 200)


def _may(request: Request, form: FilmForm) -> bool:
    """Whether this is a place whose media the actor keeps; a form without one is nobody's."""
    use, object_key = form["use"].value() or "", form["object_key"].value() or ""
    return use in media_uses and bool(can_manage_media(request.actor, use, object_key))


def _film_page(request: Request, form: FilmForm, context: dict[str, Any], *, status: int) -> HttpResponse:
    response = show_form(request, "media/upload_form.html", form, context)
    response.status_code = status
    return response


@require_POST
def upload_finish(request: Request, public_id: UUID) -> HttpResponse:
    """Make an item of what has come."""
    upload = get_object_or_404(Upload.objects.of_actor(request.actor), public_id=public_id)
    form = FinishForm(request.POST)
    if form.is_valid():
        done = attempt(
            form,
            lambda: services.finish_upload(upload, title=form.cleaned_data["title"], by=request.actor, at=clock.now()),
        )
        if done:
            messages.success(request, "Запись добавлена.")
            return redirect(safe_next(request))
    upload.refresh_from_db()
    return show_form(request, "media/upload_finish.html", form, {"upload": upload, "next": safe_next(request, "")})


@require_POST
def upload_cancel(request: Request, public_id: UUID) -> HttpResponse:
    """Give an upload up, without scripts."""
    upload = get_object_or_404(Upload.objects.of_actor(request.actor), public_id=public_id)
    try:
        services.cancel_upload(upload, by=request.actor, at=clock.now())
    except services.UploadIsClosed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Загрузка файла «{upload.name}» отменена.")
    return redirect(safe_next(request))
