"""Kinds of documents: the list, a new one, changes, put away and brought back."""

from __future__ import annotations

from dataclasses import asdict

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stellazh.associations.models import Association
from stellazh.certificates.access import can_manage_templates
from stellazh.certificates.enums import DocumentGenre, NumberPeriod
from stellazh.certificates.forms.kinds import KindForm
from stellazh.certificates.models import CertificateKind, CertificateTemplate
from stellazh.certificates.patterns import LONGEST_PATTERN, PATTERN_FIELDS
from stellazh.certificates.reads.kinds import kind_rows, pattern_example
from stellazh.certificates.services import kinds as services
from stellazh.certificates.services.refusals import KindNameTaken, WrongPattern
from stellazh.certificates.views.finding import kept_association, kept_kind, read_association
from stellazh.common import clock
from stellazh.common.requests import Request
from stellazh.numbering.services import SeriesHasBegun
from stellazh.ui.attempts import NOT_TRIED, attempt, show_form
from stellazh.ui.confirming import is_still_asked

_BOTH = ["GET", "POST"]
_BESIDE = {KindNameTaken: "name", WrongPattern: "pattern", SeriesHasBegun: "first_number"}


@require_GET
def kind_list(request: Request, code: str) -> HttpResponse:
    """The kinds of the association, and those put away."""
    association = read_association(request, code)
    may = can_manage_templates(request.actor, association)
    context = {
        "association": association,
        "rows": kind_rows(association),
        "archived": kind_rows(association, is_archived=True) if may else [],
        "may_manage": may,
    }
    return render(request, "certificates/kind_list.html", context)


@require_POST
def kind_usual(request: Request, code: str) -> HttpResponse:
    """Make the usual set."""
    association = kept_association(request, code, can_manage_templates)
    services.ensure_kinds(association, by=request.actor, at=clock.now())
    messages.success(request, "Обычный набор заведён. Лишние виды уберите в архив, образцы номеров поправьте под себя.")
    return redirect("certificates:kind_list", code=association.code)


@require_http_methods(_BOTH)
def kind_new(request: Request, code: str) -> HttpResponse:
    """A further kind."""
    association = kept_association(request, code, can_manage_templates)
    initial = {
        "genre": DocumentGenre.PARTICIPANT,
        "pattern": "№ {n}/{год}-",
        "period": NumberPeriod.SCHOOL_YEAR,
        "first_number": 1,
    }
    form = KindForm(request.POST or None, templates=_templates(association), initial=initial)
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["submission_key"]
        made = attempt(
            form,
            lambda: services.create_kind(
                association.pk, fields=form.typed, submission_key=key, by=request.actor, at=clock.now()
            ),
            beside=_BESIDE,
        )
        if made:
            messages.success(request, "Вид заведён.")
            return redirect("certificates:kind_list", code=association.code)
    return _show(request, association, form, {"kind": None})


@require_http_methods(_BOTH)
def kind_edit(request: Request, kind_id: int) -> HttpResponse:
    """Change a kind."""
    kind = kept_kind(request, kind_id, can_manage_templates)
    if kind.archived_at is not None:
        messages.warning(request, "Этот вид убран в архив: верните его, чтобы менять.")
        return redirect("certificates:kind_list", code=kind.association.code)
    has_numbers = kind.certificates.exists() or kind.spoiled_numbers.exists()
    first = services.present_first_number(kind, at=clock.now())
    initial = {**asdict(services.KindFields.of(kind)), "template": kind.template_id, "expected_version": kind.version}
    form = KindForm(
        request.POST or None,
        templates=_templates(kind.association, kind),
        kind=kind,
        begun_with=first if has_numbers else None,
        initial=initial,
    )
    done = NOT_TRIED
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["expected_version"] or 0
        done = attempt(
            form,
            lambda: services.update_kind(
                kind.pk, fields=form.typed, expected_version=version, by=request.actor, at=clock.now()
            ),
            beside=_BESIDE,
        )
        if done:
            messages.success(request, "Вид сохранён. Выданные документы остались как были.")
            return redirect("certificates:kind_list", code=kind.association.code)
    return _show(request, kind.association, form, {"kind": kind, "conflict": done.conflict})


@require_http_methods(_BOTH)
def kind_archive(request: Request, kind_id: int) -> HttpResponse:
    """Put a kind away, or bring it back."""
    kind = kept_kind(request, kind_id, can_manage_templates)
    is_away = kind.archived_at is not None
    submit = "Вернуть из архива" if is_away else "Убрать в архив"
    text = (
        "Вид снова можно будет выбрать; номера пойдут дальше."
        if is_away
        else "Новых документов этого вида не выдать. Выданные с номерами останутся в журнале, вернуть вид можно всегда."
    )
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        deed = services.restore_kind if is_away else services.archive_kind
        if not is_still_asked(request, submit) or attempt(
            form, lambda: deed(kind.pk, by=request.actor, at=clock.now())
        ):
            return redirect("certificates:kind_list", code=kind.association.code)
    context = {
        "title": f"{submit}: {kind.name}",
        "text": text,
        "submit": submit,
        "cancel": _list_address(kind.association),
    }
    return show_form(request, "ui/confirm.html", form, context)


@require_GET
def kind_example(request: Request, code: str) -> HttpResponse:
    """What the pattern that is being typed writes."""
    association = kept_association(request, code, can_manage_templates)
    period = request.GET.get("period", "")
    example = pattern_example(
        request.GET.get("pattern", "").strip()[:LONGEST_PATTERN],
        period if period in NumberPeriod else NumberPeriod.SCHOOL_YEAR,
        association=association,
        but_kind_id=_whole(request.GET.get("kind", "")),
    )
    return render(request, "certificates/kind_example.html", {"example": example})


def _show(request: Request, association: Association, form: KindForm, context: dict[str, object]) -> HttpResponse:
    kind = context["kind"]
    example = pattern_example(
        str(form["pattern"].value() or "")[:LONGEST_PATTERN],
        str(form["period"].value() or "") if form["period"].value() in NumberPeriod else NumberPeriod.SCHOOL_YEAR,
        association=association,
        but_kind_id=kind.pk if isinstance(kind, CertificateKind) else None,
    )
    page = {"association": association, "example": example, "pattern_fields": PATTERN_FIELDS.items(), **context}
    return show_form(request, "certificates/kind_edit.html", form, page)


def _templates(association: Association, kind: CertificateKind | None = None) -> list[CertificateTemplate]:
    """Those in use, and the one that the kind has already."""
    rows = CertificateTemplate.objects.filter(association=association)
    used = kind.template_id if kind is not None else None
    return [one for one in rows if one.archived_at is None or one.pk == used]


def _list_address(association: Association) -> str:
    return reverse("certificates:kind_list", args=[association.code])


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
