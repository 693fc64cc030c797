"""Own Word forms of reports: bring, look over, put in use, go back to the built-in one."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from stellazh.associations.models import Association
from stellazh.associations.services.own_forms import own_form_bytes
from stellazh.common import clock
from stellazh.common.errors import DomainError
from stellazh.common.requests import Request
from stellazh.files.media_types import DOCX
from stellazh.files.models import StoredFile
from stellazh.files.services import FileIsEmpty, FileTooLarge, FileTypeNotAccepted
from stellazh.office.word_forms import FormUnfit, FormVocabulary
from stellazh.reports.access.annual import can_manage_report_forms
from stellazh.reports.enums import ReportForm
from stellazh.reports.figures import grouped
from stellazh.reports.forms.report_forms import ReportFormUpload
from stellazh.reports.models import ReportTextForm
from stellazh.reports.papers.example import example_form, sample_report
from stellazh.reports.papers.own_form import COMMON, part_names
from stellazh.reports.services.annual.forms import (
    FORM_FILE,
    bring_report_form,
    report_form_in_use,
    report_on_form,
    retire_report_form,
    set_report_form,
    vocabulary_for,
)
from stellazh.reports.views.finding import found
from stellazh.ui.attempts import attempt, show_form
from stellazh.ui.downloads import download

_BESIDE: Final[dict[type[DomainError], str]] = {
    FileIsEmpty: "file", FileTooLarge: "file", FileTypeNotAccepted: "file",
}  # fmt: skip
_TITLES: Final = {ReportForm.REPORT: "Форма отчёта", ReportForm.ANALYSIS: "Форма анализа"}


@require_GET
def report_form(request: Request, code: str) -> HttpResponse:
    """Both papers: which form is in use, those before it, and the words a form may hold."""
    association = _managed(request, code)
    history = list(ReportTextForm.objects.filter(association=association).select_related("file"))
    papers = [
        {
            "kind": kind,
            "title": _TITLES[kind],
            "what": str(kind.label),
            "current": next((one for one in history if one.form == kind and one.retired_at is None), None),
            "older": [one for one in history if one.form == kind and one.retired_at is not None],
            "fields": _fields(vocabulary_for(association, kind), kind),
        }
        for kind in ReportForm
    ]
    return render(request, "reports/report_form.html", {"association": association, "papers": papers})


@require_http_methods(["GET", "POST"])
def report_form_bring(request: Request, code: str, kind: str) -> HttpResponse:
    """Bring a file; it is looked over before anything changes."""
    association, paper = _managed(request, code), _kind(kind)
    form = ReportFormUpload(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        done = attempt(
            form,
            lambda: bring_report_form(association.pk, file, name=file.name, by=request.actor, at=clock.now()),
            beside=_BESIDE,
        )
        if done and done.value is not None:
            return redirect("reports:report_form_check", code, paper.value, done.value.public_id)
    context = {"association": association, "paper": paper, "title": _TITLES[paper]}
    return show_form(request, "reports/report_form_bring.html", form, context)


@require_http_methods(["GET", "POST"])
def report_form_check(request: Request, code: str, kind: str, public_id: UUID) -> HttpResponse:
    """What was understood of the file; a POST puts it in use."""
    association, paper = _managed(request, code), _kind(kind)
    stored = _brought(association, public_id)
    refusal = ""
    if request.method == "POST":
        try:
            set_report_form(association.pk, paper, stored, by=request.actor, at=clock.now())
        except FormUnfit:
            refusal = "Эту форму поставить нельзя: исправьте то, что перечислено ниже, и загрузите её снова."
        except DomainError as error:
            refusal = str(error)
        else:
            messages.success(request, f"{_TITLES[paper]} поставлена: рядом с отчётом есть файл «По своей форме».")
            return redirect("reports:report_form", code)
    context = {
        "association": association,
        "paper": paper,
        "title": _TITLES[paper],
        "stored": stored,
        "report": report_on_form(stored, association, paper),
        "fields": _fields(vocabulary_for(association, paper), paper),
        "refusal": refusal,
    }
    return render(request, "reports/report_form_check.html", context, status=422 if refusal else 200)


@require_GET
def report_form_sample(request: Request, code: str, kind: str, public_id: UUID) -> HttpResponse:
    """The form filled with an invented report; 404 when it cannot be filled, the page of the check says why."""
    association, paper = _managed(request, code), _kind(kind)
    stored = _brought(association, public_id)
    try:
        body = sample_report(paper, own_form_bytes(stored), association, vocabulary_for(association, paper))
    except FormUnfit:
        raise Http404 from None
    return download(body, f"Пример. {_TITLES[paper]}.docx", DOCX)


@require_GET
def report_form_example(request: Request, code: str, kind: str) -> HttpResponse:
    """A correct form of ours, to be changed in Word."""
    _managed(request, code)
    paper = _kind(kind)
    return download(example_form(paper), f"{_TITLES[paper]} (образец).docx", DOCX)


@require_http_methods(["GET", "POST"])
def report_form_retire(request: Request, code: str, kind: str) -> HttpResponse:
    """Go back to the built-in form."""
    association, paper = _managed(request, code), _kind(kind)
    back = reverse("reports:report_form", args=[code])
    if request.method == "POST":
        try:
            retire_report_form(association.pk, paper, by=request.actor, at=clock.now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"{_TITLES[paper]} снова встроенная. Прежний файл остался в истории.")
        return redirect(back)
    if report_form_in_use(association, paper) is None:
        raise Http404
    context = {
        "title": "Вернуться к встроенной форме?",
        "text": "Word будет печататься только по встроенной форме. Ваш файл останется в истории, его можно вернуть.",
        "submit": "Вернуться",
        "cancel": back,
    }
    return render(request, "ui/confirm.html", context)


def _managed(request: Request, code: str) -> Association:
    return found(request, code, can_manage_report_forms)


def _kind(kind: str) -> ReportForm:
    if kind not in ReportForm.values:
        raise Http404
    return ReportForm(kind)


def _brought(association: Association, public_id: UUID) -> StoredFile:
    return get_object_or_404(StoredFile, public_id=public_id, purpose=FORM_FILE, scope=association.path)


def _fields(vocabulary: FormVocabulary, paper: ReportForm) -> dict[str, Any]:
    """The vocabulary as a page shows it: the ways to write a figure are told once, not for each of them."""
    parts = set(part_names(paper).values())
    live = {group: [(rule.name, rule.label) for rule in rules] for group, rules in grouped().items()}
    known = {name for rules in live.values() for name, _ in rules}
    by_hand = [
        (name, words)
        for name, words in vocabulary.fields.items()
        if name not in COMMON and name not in parts and name not in known and ":" not in name
    ]
    main = [(name, words) for name, words in vocabulary.fields.items() if name in COMMON or name in parts]
    return {
        "main": main,
        "figures": {**live, "Введённые вручную": by_hand} if by_hand else live,
        "rows": vocabulary.rows,
    }
