"""The editor of a sheet: blocks, live preview, a sample to print."""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import Any, Final

from django.contrib import messages
from django.core import signing
from django.db.models import Q
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stellazh.certificates.access import can_use_signatures
from stellazh.certificates.enums import PictureKind
from stellazh.certificates.forms.blocks import empty_blocks, with_block
from stellazh.certificates.forms.sheets import SheetForms
from stellazh.certificates.layout import BLOCK_KINDS, BlockKind, LayoutUnfit
from stellazh.certificates.models import CertificateKind, CertificatePicture, CertificateTemplate
from stellazh.certificates.reads.previews import Look, preview_png, sample_pdf, sheet_pictures
from stellazh.certificates.services.pictures import view_pictures
from stellazh.certificates.services.sheet_layouts import Sheet, require_unfaulty, save_sheet
from stellazh.certificates.views.template_finding import demand, managed_template, visible_template
from stellazh.certificates.wording import FIELDS
from stellazh.common import clock
from stellazh.common.requests import Request
from stellazh.ui.attempts import attempt
from stellazh.ui.downloads import download

__all__ = ["template_edit", "template_preview", "template_reveal", "template_sample"]

_SALT: Final = "certificates.shown-pictures"
_SHOWN_FOR: Final = 3600
_ADD: Final = "add:"


@require_http_methods(["GET", "POST"])
def template_edit(request: Request, template_id: int) -> HttpResponse:
    """Arrange the sheet. Every button works without scripts: the page comes back with a fresh preview."""
    template = managed_template(request, template_id)
    deed = request.POST.get("do", "save") if request.method == "POST" else ""
    data: QueryDict | None = request.POST if deed else None
    if data is not None and deed.startswith(_ADD) and deed.removeprefix(_ADD) in BLOCK_KINDS:
        data = with_block(data, BlockKind(deed.removeprefix(_ADD)))
    try:
        forms = _forms(request, template, data)
    except LayoutUnfit:
        return _unreadable(request, template)
    if not deed:
        return _page(request, template, forms)
    is_fit = forms.is_valid()
    if deed == "reveal":
        demand(can_use_signatures(request.actor, template.association))
    if deed == "reveal" and is_fit:
        shown = data.copy() if data is not None else QueryDict(mutable=True)
        shown["shown"] = _reveal(request, template, forms)
        forms = _forms(request, template, shown)
        forms.is_valid()
    if deed != "save" or not is_fit or forms.sheet is None:
        forms.doubts()
        return _page(request, template, forms, status=422 if deed == "save" else 200)
    sheet, version = forms.sheet, forms.form.cleaned_data["expected_version"]
    try:
        require_unfaulty(sheet.layout)
    except LayoutUnfit as unfit:
        forms.add_faults(unfit)
        return _page(request, template, forms, status=422)
    done = attempt(
        forms.form,
        lambda: save_sheet(template.pk, sheet, expected_version=version, by=request.actor, at=clock.now()),
    )
    if done:
        messages.success(request, "Шаблон сохранён. Новые документы напечатаются по нему, выданные не изменятся.")
        return redirect("certificates:template_edit", template.pk)
    return _page(request, template, forms, status=422, conflict=done.conflict)


@require_POST
def template_preview(request: Request, template_id: int) -> HttpResponse:
    """What was sent as a picture, with the faults by the numbers of the blocks. Keeps nothing."""
    template = managed_template(request, template_id)
    try:
        forms = _forms(request, template, request.POST)
    except LayoutUnfit:
        raise Http404 from None
    is_fit = forms.is_valid()
    picture = _picture(request, template, forms) if is_fit else ""
    forms.doubts()
    response = JsonResponse({"picture": picture, "faults": forms.faults()})
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def template_reveal(request: Request, template_id: int) -> HttpResponse:
    """Let the preview show the real signatures and the seal; the journal keeps who looked."""
    template = managed_template(request, template_id)
    if not can_use_signatures(request.actor, template.association):
        return JsonResponse({"reason": "Подписи и печати видит тот, кому они доверены."}, status=403)
    forms = _forms(request, template, request.POST)
    forms.is_valid()
    return JsonResponse({"shown": _reveal(request, template, forms)})


@require_GET
def template_sample(request: Request, template_id: int) -> HttpResponse:
    """The saved template as a PDF with invented words, marked as a sample; grey frames in place of signatures."""
    template = visible_template(request, template_id)
    try:
        sheet = Sheet.of(template)
        pictures = sheet_pictures(
            template.association, background=sheet.background_id, emblem=sheet.emblem_id, seal=sheet.seal_id
        )
        body = sample_pdf(sheet.layout, pictures, Look(), association=template.association, made_at=clock.now())
    except LayoutUnfit:
        raise Http404 from None
    return download(body, f"Образец. {slugify(template.name, allow_unicode=True)}.pdf", "application/pdf")


def _forms(request: Request, template: CertificateTemplate, data: QueryDict | None) -> SheetForms:
    rows = CertificatePicture.objects.filter(association=template.association).exclude(kind=PictureKind.SIGNATURE)
    # What stands on the template is offered whatever became of it.
    own = [template.background_id, template.emblem_id, template.seal_id]
    offered = rows.filter(Q(archived_at=None) | Q(pk__in=[key for key in own if key]))
    may_seal = bool(can_use_signatures(request.actor, template.association))
    return SheetForms(data, template, offered, may_seal=may_seal)


def _page(
    request: Request, template: CertificateTemplate, forms: SheetForms, *, status: int = 200, conflict: Any = None
) -> HttpResponse:
    sheet = forms.sheet or Sheet.of(template)
    context = {
        "template": template,
        "association": template.association,
        "forms": forms,
        "form": forms.form,
        "sheet": sheet.layout,
        "picture": _picture(request, template, forms),
        "empty_blocks": empty_blocks(sheet.layout),
        "block_kinds": BLOCK_KINDS,
        "fields": FIELDS,
        "may_reveal": can_use_signatures(request.actor, template.association),
        "conflict": conflict,
        "kinds": CertificateKind.objects.present().filter(template=template).in_order(),
    }
    return render(request, "certificates/template_edit.html", context, status=status)


def _unreadable(request: Request, template: CertificateTemplate) -> HttpResponse:
    """The stored layout cannot be read: the way back to the ready one."""
    return render(
        request,
        "certificates/template_unreadable.html",
        {"template": template, "association": template.association},
    )


def _picture(request: Request, template: CertificateTemplate, forms: SheetForms) -> str:
    """The preview as an address that holds the picture itself; nothing when the sheet cannot be printed."""
    sheet = forms.sheet
    if sheet is None:
        return ""
    look = Look()
    if forms.form.is_bound:
        look = replace(forms.form.look, shown=_shown(request, template, forms.form.cleaned_data.get("shown") or ""))
    pictures = sheet_pictures(
        template.association, background=sheet.background_id, emblem=sheet.emblem_id, seal=sheet.seal_id
    )
    try:
        content = preview_png(sheet.layout, pictures, look, association=template.association)
    except LayoutUnfit as unfit:
        forms.add_faults(unfit)
        return ""
    return data_address(content)


def data_address(content: bytes) -> str:
    """A picture as an address that holds it: nothing to fetch, nothing to guess."""
    media_type = "image/png" if content.startswith(b"\x89PNG") else "image/jpeg"
    return f"data:{media_type};base64,{base64.b64encode(content).decode()}"


def _reveal(request: Request, template: CertificateTemplate, forms: SheetForms) -> str:
    """Write down that the actor looks at the signatures and the seal of the sheet; a pass for an hour.

    Raises:
        PermissionRefused: the actor may not see one of them.
    """
    seal_id = forms.form.cleaned_data.get("seal") if forms.form.is_bound else template.seal_id
    guarded = sheet_pictures(template.association, seal=seal_id).guarded()
    view_pictures(guarded, note=f"в шаблоне «{template.name}»", by=request.actor, at=clock.now())
    return signing.dumps([template.pk, request.actor.actor_id, [one.pk for one in guarded]], salt=_SALT)


def _shown(request: Request, template: CertificateTemplate, given: str) -> frozenset[int]:
    """The pictures a pass opens: for this template, this reader, within the hour, while the right lasts."""
    if not given or not can_use_signatures(request.actor, template.association):
        return frozenset()
    try:
        template_id, actor_id, keys = signing.loads(given, salt=_SALT, max_age=_SHOWN_FOR)
    except (signing.BadSignature, ValueError):
        return frozenset()
    if template_id != template.pk or actor_id != request.actor.actor_id:
        return frozenset()
    return frozenset(keys)
