"""Pictures of sheets: emblems, backgrounds, signatures, seals."""

from __future__ import annotations

import base64
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from stellazh.associations.models import Association
from stellazh.certificates.access import can_keep_pictures, can_manage_templates, can_see_picture, can_use_signatures
from stellazh.certificates.enums import PictureKind
from stellazh.certificates.forms.pictures import AS_IS, CLEARED, PictureForm, PictureNameForm, VariantForm
from stellazh.certificates.models import CertificatePicture
from stellazh.certificates.papers import PictureUnfit
from stellazh.certificates.reads.pictures import picture_bytes, places_of
from stellazh.certificates.services.pictures import (
    PictureNameMissing,
    PictureTooLarge,
    ReadyPicture,
    add_picture,
    archive_picture,
    ready_picture,
    rename_picture,
    restore_picture,
    view_pictures,
)
from stellazh.certificates.views.template_editor import data_address
from stellazh.certificates.views.template_finding import demand, kept_picture, visible_association, visible_picture
from stellazh.common import clock
from stellazh.common.errors import DomainError
from stellazh.common.requests import Request
from stellazh.files.sending import send_file
from stellazh.files.services import FileIsEmpty
from stellazh.ui.attempts import attempt, show_form
from stellazh.ui.confirming import is_still_asked

_BESIDE: dict[type[DomainError], str] = {
    PictureTooLarge: "file",
    PictureUnfit: "file",
    FileIsEmpty: "file",
    PictureNameMissing: "name",
}
_TITLES = {
    PictureKind.EMBLEM: "Эмблемы",
    PictureKind.BACKGROUND: "Свои фоны",
    PictureKind.SIGNATURE: "Подписи",
    PictureKind.SEAL: "Печати",
}
_HINTS = {
    PictureKind.EMBLEM: "Знак объединения или управления образования. Лучше PNG с прозрачным фоном.",
    PictureKind.BACKGROUND: "Картинка на весь лист A4: рамка, бланк, водяной знак.",
    PictureKind.SIGNATURE: "Распишитесь на белой бумаге, снимите или отсканируйте: бумагу мы уберём.",
    PictureKind.SEAL: "Оттиск на белой бумаге, снятый или отсканированный: бумагу мы уберём.",
}
_INKED = (PictureKind.SIGNATURE, PictureKind.SEAL)


@require_GET
def picture_list(request: Request, code: str) -> HttpResponse:
    """All pictures by what they are. Signatures and seals are named, never shown here."""
    association = visible_association(request, code)
    pictures = list(CertificatePicture.objects.filter(association=association).select_related("file"))
    places = places_of([one for one in pictures if one.archived_at is None])
    groups = [
        {
            "kind": kind,
            "title": _TITLES[kind],
            "hint": _HINTS[kind],
            "is_guarded": kind in _INKED,
            "may_add": can_keep_pictures(request.actor, association, kind),
            "own": [(one, places.get(one.pk, [])) for one in pictures if one.kind == kind and one.archived_at is None],
        }
        for kind in PictureKind
    ]
    context = {
        "association": association,
        "groups": groups,
        "archived": [one for one in pictures if one.archived_at is not None],
        "may_sign": can_use_signatures(request.actor, association),
        "may_manage": can_manage_templates(request.actor, association),
    }
    return render(request, "certificates/picture_list.html", context)


@require_http_methods(["GET", "POST"])
def picture_add(request: Request, code: str, kind: str) -> HttpResponse:
    """Bring a picture. A signature or a seal is shown with the white of the paper and without before it is kept."""
    association, what = visible_association(request, code), _kind(kind)
    demand(can_keep_pictures(request.actor, association, what))
    context = {"association": association, "kind": what, "hint": _HINTS[what], "title": what.label}
    if request.method == "POST" and "variant" in request.POST:
        return _keep_variant(request, what, context)
    form = PictureForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        content = form.cleaned_data["file"].read()
        if what in _INKED:
            variants = attempt(form, lambda: _variants(what, content), beside=_BESIDE)
            if variants and variants.value is not None:
                return _choice(request, form, variants.value, context)
        else:
            done = attempt(form, lambda: _keep(request, association, what, form, content), beside=_BESIDE)
            if done and done.value is not None:
                return _added(request, done.value)
    return show_form(request, "certificates/picture_add.html", form, context)


@require_http_methods(["GET", "POST"])
def picture_detail(request: Request, picture_id: int) -> HttpResponse:
    """A picture and where it is needed. A signature or a seal is shown on request, under the eyes of the journal."""
    picture = visible_picture(request, picture_id)
    content = b""
    if request.method == "POST":
        demand(can_see_picture(request.actor, picture))
        view_pictures([picture], note="на её странице", by=request.actor, at=clock.now())
        content = picture_bytes(picture)
    elif not picture.is_guarded:
        content = picture_bytes(picture)
    context = {
        "picture": picture,
        "association": picture.association,
        "places": places_of([picture]).get(picture.pk, []),
        "address": data_address(content) if content else "",
        "may_see": can_see_picture(request.actor, picture),
        "may_keep": can_keep_pictures(request.actor, picture.association, picture.kind),
    }
    response = render(request, "certificates/picture_detail.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def picture_image(request: Request, picture_id: int) -> HttpResponseBase:
    """An emblem or a background, to be shown in the list. Signatures and seals are not here."""
    picture = visible_picture(request, picture_id)
    if picture.is_guarded or not can_see_picture(request.actor, picture):
        raise Http404
    return send_file(request, picture.file, as_attachment=False)


@require_http_methods(["GET", "POST"])
def picture_rename(request: Request, picture_id: int) -> HttpResponse:
    """Call a picture otherwise."""
    picture = kept_picture(request, picture_id)
    form = PictureNameForm(request.POST or None, initial={"name": picture.name})
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        if attempt(form, lambda: rename_picture(picture.pk, name, by=request.actor, at=clock.now()), beside=_BESIDE):
            messages.success(request, "Картинка переименована.")
            return redirect("certificates:picture_list", picture.association.code)
    context = {"picture": picture, "association": picture.association}
    return show_form(request, "certificates/picture_rename.html", form, context)


@require_http_methods(["GET", "POST"])
def picture_archive(request: Request, picture_id: int) -> HttpResponse:
    """Put a picture away, or bring it back."""
    picture = kept_picture(request, picture_id)
    is_away = picture.archived_at is not None
    submit = "Вернуть" if is_away else "Убрать в архив"
    back = reverse("certificates:picture_list", args=[picture.association.code])
    if request.method == "POST":
        if not is_still_asked(request, submit):
            return redirect(back)
        try:
            (restore_picture if is_away else archive_picture)(picture.pk, by=request.actor, at=clock.now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"Картинка «{picture.name}» {'возвращена' if is_away else 'убрана в архив'}.")
        return redirect(back)
    context = {
        "title": f"Вернуть картинку «{picture.name}»?" if is_away else f"Убрать картинку «{picture.name}» в архив?",
        "text": "Её снова можно будет выбрать."
        if is_away
        else "Выданные документы не изменятся. Вернуть можно всегда.",
        "submit": submit,
        "cancel": back,
    }
    return render(request, "ui/confirm.html", context)


def _kind(kind: str) -> PictureKind:
    if kind not in PictureKind.values:
        raise Http404
    return PictureKind(kind)


def _variants(kind: PictureKind, content: bytes) -> dict[str, ReadyPicture]:
    return {
        CLEARED: ready_picture(kind, content, is_paper_cleared=True),
        AS_IS: ready_picture(kind, content, is_paper_cleared=False),
    }


def _keep(
    request: Request,
    association: Association,
    kind: PictureKind,
    form: PictureForm | VariantForm,
    content: bytes,
    *,
    is_paper_cleared: bool | None = None,
) -> CertificatePicture:
    data = form.cleaned_data
    return add_picture(
        association.pk,
        ready_picture(kind, content, is_paper_cleared=is_paper_cleared),
        name=data["name"],
        submission_key=data["submission_key"],
        by=request.actor,
        at=clock.now(),
    )


def _keep_variant(request: Request, kind: PictureKind, context: dict[str, Any]) -> HttpResponse:
    """The one of the two that was chosen."""
    form = VariantForm(request.POST)
    if form.is_valid():
        content = form.cleaned_data["content"]
        association = context["association"]
        # What came back is cleaned once more; its paper was dealt with before.
        done = attempt(form, lambda: _keep(request, association, kind, form, content, is_paper_cleared=False))
        if done and done.value is not None:
            return _added(request, done.value)
    sent = {name: f"data:image/png;base64,{form.data.get(name, '')}" for name in (CLEARED, AS_IS)}
    return show_form(request, "certificates/picture_choose.html", form, {**context, "variants": sent})


def _added(request: Request, picture: CertificatePicture) -> HttpResponse:
    messages.success(request, f"Картинка «{picture.name}» добавлена.")
    return redirect("certificates:picture_list", picture.association.code)


def _choice(
    request: Request, form: PictureForm, variants: dict[str, ReadyPicture], context: dict[str, Any]
) -> HttpResponse:
    """The same picture twice, to choose from; nothing is kept yet."""
    sent = {name: base64.b64encode(one.content).decode() for name, one in variants.items()}
    data = form.cleaned_data
    chosen = VariantForm(
        initial={**sent, "variant": CLEARED, "name": data["name"], "submission_key": data["submission_key"]}
    )
    shown = {name: data_address(one.content) for name, one in variants.items()}
    return render(request, "certificates/picture_choose.html", {**context, "form": chosen, "variants": shown})
