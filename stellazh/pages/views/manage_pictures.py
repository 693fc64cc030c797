"""Pictures of a site with who is on them, by whose consent; hidden at once when a consent is withdrawn."""

from __future__ import annotations

import uuid
from typing import Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from stellazh.common import clock
from stellazh.common.requests import Request
from stellazh.pages.access import can_publish_site
from stellazh.pages.enums import PicturedPeople
from stellazh.pages.forms.manage import HidePictureForm, PictureFilterForm, PictureForm
from stellazh.pages.models import SiteHome, SitePicture
from stellazh.pages.reads import manage as reads
from stellazh.pages.services import pictures
from stellazh.pages.views.manage import kept_home
from stellazh.ui.attempts import attempt, show_form

PAGE: Final = 30


@require_GET
def site_picture_list(request: Request, code: str) -> HttpResponse:
    """Pictures of the site, those that nobody described first when asked for."""
    home = kept_home(request, code)
    form = PictureFilterForm(request.GET)
    people = form.cleaned_data["people"] if form.is_valid() else ""
    page = Paginator(reads.pictures_of(home, people=people), PAGE).get_page(request.GET.get("page"))
    unknown = reads.pictures_of(home, people=PicturedPeople.UNKNOWN).count()
    context = {"association": home.association, "form": form, "page": page, "unknown": unknown}
    return render(request, "pages/manage/pictures.html", context)


@require_http_methods(["GET", "POST"])
def site_picture_edit(request: Request, code: str, public_id: uuid.UUID) -> HttpResponse:
    """Say who is on a picture."""
    home = kept_home(request, code)
    picture = _picture(home, public_id)
    if picture.hidden_at is not None:
        raise Http404
    start = {
        "description": picture.description, "people": picture.people, "consent_note": picture.consent_note,
    }  # fmt: skip
    form = PictureForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        done = attempt(
            form,
            lambda: pictures.describe_people(
                picture.pk, people=PicturedPeople(given["people"]), consent_note=given["consent_note"],
                description=given["description"], by=request.actor, at=clock.now(),
            ),
            beside={pictures.ConsentIsMissing: "consent_note"},
        )  # fmt: skip
        if done:
            messages.success(request, f"Записано: {picture.title}.")
            return redirect("pages:site_picture_list", code)
    context = {"association": home.association, "picture": picture}
    return show_form(request, "pages/manage/picture.html", form, context)


@require_http_methods(["GET", "POST"])
def site_picture_hide(request: Request, code: str, public_id: uuid.UUID) -> HttpResponse:
    """Hide a picture at once."""
    home = kept_home(request, code)
    picture = _picture(home, public_id)
    back = reverse("pages:site_picture_list", args=[code])
    form = HidePictureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(form, lambda: pictures.hide_picture(picture.pk, reason=reason, by=request.actor, at=clock.now())):
            messages.success(request, f"«{picture.title}» больше никто не видит.")
            return redirect(back)
    context = {
        "title": f"Скрыть картинку «{picture.title}»?",
        "text": "Её сразу перестанут видеть все: на страницах останется пустое место. Вернуть показ нельзя.",
        "submit": "Скрыть",
        "cancel": back,
        "danger": True,
    }
    return show_form(request, "ui/confirm.html", form, context)


@require_http_methods(["GET", "POST"])
def site_picture_forget(request: Request, code: str, public_id: uuid.UUID) -> HttpResponse:
    """Delete a hidden picture with its original."""
    home = kept_home(request, code)
    picture = _picture(home, public_id)
    if picture.hidden_at is None or not can_publish_site(request.actor, home.association):
        raise Http404
    back = reverse("pages:site_picture_list", args=[code])
    if request.method == "POST":
        pictures.forget_picture(picture.pk, why=picture.hidden_reason, by=request.actor, at=clock.now())
        messages.success(request, "Картинка удалена вместе с исходным файлом.")
        return redirect(back)
    context = {
        "title": f"Удалить картинку «{picture.title}» совсем?",
        "text": "Исходный файл будет уничтожен. Вернуть его нельзя.",
        "submit": "Удалить",
        "cancel": back,
        "danger": True,
    }
    return render(request, "ui/confirm.html", context)


def _picture(home: SiteHome, public_id: uuid.UUID) -> SitePicture:
    found: SitePicture = get_object_or_404(SitePicture, collection=home.collection_id or 0, public_id=public_id)
    return found
