"""Templates of an association: the gallery, taking a ready one, names, copies, files, the archive."""

from __future__ import annotations

import uuid
from collections import defaultdict

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from stellazh.certificates.access import can_manage_templates
from stellazh.certificates.designs import SHIPPED
from stellazh.certificates.designs.shipped import ShippedTemplate
from stellazh.certificates.enums import DocumentGenre
from stellazh.certificates.forms.templates import TemplateFileForm, TemplateKeyForm, TemplateNameForm
from stellazh.certificates.layout import LayoutUnfit
from stellazh.certificates.models import CertificateKind, CertificateTemplate
from stellazh.certificates.reads.previews import sheet_pictures, shipped_png, thumbnail_png
from stellazh.certificates.services.sheet_layouts import Sheet, reset_sheet
from stellazh.certificates.services.template_files import (
    TemplateFileUnfit,
    export_template,
    import_template,
    ready_template,
)
from stellazh.certificates.services.templates import (
    TemplateNameMissing,
    TemplateNameTaken,
    archive_template,
    copy_template,
    rename_template,
    restore_template,
    take_shipped,
)
from stellazh.certificates.views.template_finding import (
    managed_association,
    managed_template,
    visible_association,
    visible_template,
)
from stellazh.common import clock
from stellazh.common.errors import DomainError
from stellazh.common.requests import Request
from stellazh.ui.attempts import attempt, show_form
from stellazh.ui.confirming import is_still_asked
from stellazh.ui.downloads import download

_DAY = 24 * 3600
_LARGE_WIDTH = 900
_MANY = 4


@require_GET
def template_list(request: Request, code: str) -> HttpResponse:
    """The association's own templates with the kinds that use them, and the ready ones below."""
    association = visible_association(request, code)
    templates = list(CertificateTemplate.objects.filter(association=association).order_by("name", "pk"))
    kinds: dict[int, list[str]] = defaultdict(list)
    for kind in CertificateKind.objects.present().filter(association=association).in_order():
        kinds[kind.template_id or 0].append(kind.name)
    context = {
        "association": association,
        "own": [(one, kinds[one.pk]) for one in templates if one.archived_at is None],
        "archived": [one for one in templates if one.archived_at is not None],
        # A key for each: two of them may be taken from one page.
        "ready": [(one, _genres_of(one), uuid.uuid4()) for one in SHIPPED],
        "may_manage": can_manage_templates(request.actor, association),
    }
    return render(request, "certificates/template_list.html", context)


@require_safe
@cache_control(private=True, max_age=_DAY)
def shipped_picture(request: Request, shipped_code: str, size: str) -> HttpResponse:
    """A ready template as a picture: small for the gallery, large to look at."""
    picture = shipped_png(shipped_code, _LARGE_WIDTH) if size == "large" else shipped_png(shipped_code)
    if picture is None:
        raise Http404
    return _png(picture)


@require_safe
@cache_control(private=True, max_age=_DAY)
def template_thumbnail(request: Request, template_id: int) -> HttpResponse:
    """A template as a small picture, signatures and the seal as grey frames. The address names the version."""
    template = visible_template(request, template_id)
    try:
        sheet = Sheet.of(template)
        pictures = sheet_pictures(
            template.association, background=sheet.background_id, emblem=sheet.emblem_id, seal=sheet.seal_id
        )
        return _png(thumbnail_png(sheet.layout, pictures, association=template.association))
    except LayoutUnfit:
        raise Http404 from None


@require_POST
def template_take(request: Request, code: str, shipped_code: str) -> HttpResponse:
    """Make a template of one's own out of a ready one, and open it."""
    association = managed_association(request, code)
    form = TemplateKeyForm(request.POST)
    key = form.cleaned_data["submission_key"] if form.is_valid() else None
    try:
        template = take_shipped(association.pk, shipped_code, submission_key=key, by=request.actor, at=clock.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("certificates:template_list", code)
    return redirect("certificates:template_edit", template.pk)


@require_http_methods(["GET", "POST"])
def template_import(request: Request, code: str) -> HttpResponse:
    """Take a template from a file."""
    association = managed_association(request, code)
    form = TemplateFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file, key = form.cleaned_data["file"], form.cleaned_data["submission_key"]
        done = attempt(
            form,
            lambda: import_template(
                association.pk, ready_template(file.read()), submission_key=key, by=request.actor, at=clock.now()
            ),
            beside={TemplateFileUnfit: "file", LayoutUnfit: "file"},
        )
        if done and done.value is not None:
            messages.success(request, f"Шаблон «{done.value.name}» взят из файла. Посмотрите, всё ли на месте.")
            return redirect("certificates:template_edit", done.value.pk)
    return show_form(request, "certificates/template_import.html", form, {"association": association})


@require_GET
def template_export(request: Request, template_id: int) -> HttpResponse:
    """The template as a file for another association."""
    template = visible_template(request, template_id)
    try:
        body = export_template(template, by=request.actor)
    except DomainError:
        raise Http404 from None
    return download(body, f"Шаблон. {slugify(template.name, allow_unicode=True)}.zip", "application/zip")


@require_http_methods(["GET", "POST"])
def template_rename(request: Request, template_id: int) -> HttpResponse:
    """Give a template another name."""
    template = managed_template(request, template_id)
    form = TemplateNameForm(request.POST or None, initial={"name": template.name, "expected_version": template.version})
    context = {"template": template, "association": template.association}
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        done = attempt(
            form,
            lambda: rename_template(
                template.pk,
                data["name"],
                expected_version=data["expected_version"],
                by=request.actor,
                at=clock.now(),
            ),
            beside={TemplateNameMissing: "name", TemplateNameTaken: "name"},
        )
        if done:
            messages.success(request, "Шаблон переименован.")
            return _back(template)
        context["conflict"] = done.conflict  # type: ignore[assignment]
    return show_form(request, "certificates/template_rename.html", form, context)


@require_http_methods(["GET", "POST"])
def template_copy(request: Request, template_id: int) -> HttpResponse:
    """Make a copy and open it."""
    template = managed_template(request, template_id)
    form = TemplateKeyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["submission_key"]
        done = attempt(form, lambda: copy_template(template.pk, submission_key=key, by=request.actor, at=clock.now()))
        if done and done.value is not None:
            messages.success(request, f"Копия готова: «{done.value.name}».")
            return redirect("certificates:template_edit", done.value.pk)
    context = {
        "title": f"Сделать копию шаблона «{template.name}»?",
        "text": "Копию можно менять как угодно: сам шаблон останется как есть.",
        "submit": "Сделать копию",
        "cancel": _list_of(template),
        "form": form,
    }
    return render(request, "ui/confirm.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def template_archive(request: Request, template_id: int) -> HttpResponse:
    """Put a template away, or bring it back."""
    template = managed_template(request, template_id)
    is_away = template.archived_at is not None
    submit = "Вернуть" if is_away else "Убрать в архив"
    if request.method == "POST":
        if not is_still_asked(request, submit):
            return _back(template)
        try:
            deed = restore_template if is_away else archive_template
            done = deed(template.pk, by=request.actor, at=clock.now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"Шаблон «{done.name}» {'возвращён' if is_away else 'убран в архив'}.")
        return _back(template)
    context = {
        "title": f"Вернуть шаблон «{template.name}»?" if is_away else f"Убрать шаблон «{template.name}» в архив?",
        "text": "Он снова встанет в список." if is_away else "Выданные документы не изменятся. Вернуть можно всегда.",
        "submit": submit,
        "cancel": _list_of(template),
    }
    return render(request, "ui/confirm.html", context)


@require_http_methods(["GET", "POST"])
def template_reset(request: Request, template_id: int) -> HttpResponse:
    """Put the blocks back as they were in the ready template."""
    template = managed_template(request, template_id)
    if not template.shipped_code:
        raise Http404
    sent = request.POST if request.method == "POST" else None
    form = TemplateKeyForm(sent, initial={"expected_version": template.version})
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["expected_version"] or 0
        try:
            reset_sheet(template.pk, expected_version=version, by=request.actor, at=clock.now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "Лист снова как в готовом шаблоне. Свой фон, эмблема и печать остались.")
        return redirect("certificates:template_edit", template.pk)
    context = {
        "title": "Вернуть лист, как было в готовом шаблоне?",
        "text": "Тексты и места всех блоков станут такими, какими их взяли. Выданные документы не изменятся.",
        "submit": "Вернуть как было",
        "cancel": reverse("certificates:template_edit", args=[template.pk]),
        "form": form,
        "danger": True,
    }
    return render(request, "ui/confirm.html", context)


def _genres_of(ready: ShippedTemplate) -> str:
    words = [str(DocumentGenre(code).label) for code in ready.genre_codes]
    return "любых" if len(words) > _MANY else ", ".join(words)


def _back(template: CertificateTemplate) -> HttpResponse:
    return redirect(_list_of(template))


def _list_of(template: CertificateTemplate) -> str:
    return reverse("certificates:template_list", args=[template.association.code])


def _png(content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type="image/png")
    response["X-Content-Type-Options"] = "nosniff"
    return response
