"""Own Word forms of an association: bring, look over, put in use, go back to the built-in one."""

from __future__ import annotations

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
from stellazh.office.word_forms import FormUnfit
from stellazh.protocols.access import can_manage_forms
from stellazh.protocols.enums import FormKind
from stellazh.protocols.forms.papers import FormUploadForm
from stellazh.protocols.models import PaperForm
from stellazh.protocols.papers.example import example_form, sample_paper
from stellazh.protocols.papers.own_form import VOCABULARIES
from stellazh.protocols.services.paper_forms import (
    FORM_FILE,
    bring_form,
    form_in_use,
    put_form,
    report_on,
    retire_form,
)
from stellazh.ui.attempts import attempt, show_form
from stellazh.ui.downloads import download

_BESIDE: dict[type[DomainError], str] = {FileIsEmpty: "file", FileTooLarge: "file", FileTypeNotAccepted: "file"}
_TITLES = {FormKind.PROTOCOL: "Форма протокола", FormKind.EXTRACT: "Форма выписки"}


@require_GET
def paper_forms(request: Request, code: str) -> HttpResponse:
    """Both papers: which form is in use, those before it, and the words a form may hold."""
    association = _managed(request, code)
    history = list(PaperForm.objects.filter(association=association).select_related("file"))
    papers = [
        {
            "kind": kind,
            "title": _TITLES[kind],
            "current": next((one for one in history if one.kind == kind and one.retired_at is None), None),
            "older": [one for one in history if one.kind == kind and one.retired_at is not None],
            "vocabulary": VOCABULARIES[kind],
        }
        for kind in FormKind
    ]
    return render(request, "protocols/paper_forms.html", {"association": association, "papers": papers})


@require_http_methods(["GET", "POST"])
def paper_form_bring(request: Request, code: str, kind: str) -> HttpResponse:
    """Bring a file; it is looked over before anything changes."""
    association, paper = _managed(request, code), _kind(kind)
    form = FormUploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        done = attempt(
            form,
            lambda: bring_form(association.pk, file, name=file.name, by=request.actor, at=clock.now()),
            beside=_BESIDE,
        )
        if done and done.value is not None:
            return redirect("protocols:paper_form_check", code, paper.value, done.value.public_id)
    context = {"association": association, "paper": paper, "title": _TITLES[paper]}
    return show_form(request, "protocols/paper_form_bring.html", form, context)


@require_http_methods(["GET", "POST"])
def paper_form_check(request: Request, code: str, kind: str, public_id: UUID) -> HttpResponse:
    """What was understood of the file; a POST puts it in use."""
    association, paper = _managed(request, code), _kind(kind)
    stored = _brought(association, public_id)
    refusal = ""
    if request.method == "POST":
        try:
            put_form(association.pk, paper, stored, by=request.actor, at=clock.now())
        except FormUnfit:
            refusal = "Эту форму поставить нельзя: исправьте то, что перечислено ниже, и загрузите её снова."
        except DomainError as error:
            refusal = str(error)
        else:
            messages.success(request, f"{_TITLES[paper]} поставлена: Word теперь печатается по ней.")
            return redirect("protocols:paper_forms", code)
    context = {
        "association": association,
        "paper": paper,
        "title": _TITLES[paper],
        "stored": stored,
        "report": report_on(stored, paper),
        "vocabulary": VOCABULARIES[paper],
        "refusal": refusal,
    }
    return render(request, "protocols/paper_form_check.html", context, status=422 if refusal else 200)


@require_GET
def paper_form_sample(request: Request, code: str, kind: str, public_id: UUID) -> HttpResponse:
    """The form filled with an invented protocol; 404 when it cannot be filled, the page of the check says why."""
    association, paper = _managed(request, code), _kind(kind)
    stored = _brought(association, public_id)
    try:
        body = sample_paper(paper, own_form_bytes(stored), association)
    except FormUnfit:
        raise Http404 from None
    return download(body, f"Пример. {_TITLES[paper]}.docx", DOCX)


@require_GET
def paper_form_example(request: Request, code: str, kind: str) -> HttpResponse:
    """A correct form of ours, to be changed in Word."""
    _managed(request, code)
    paper = _kind(kind)
    return download(example_form(paper), f"{_TITLES[paper]} (образец).docx", DOCX)


@require_http_methods(["GET", "POST"])
def paper_form_retire(request: Request, code: str, kind: str) -> HttpResponse:
    """Go back to the built-in form."""
    association, paper = _managed(request, code), _kind(kind)
    back = reverse("protocols:paper_forms", args=[code])
    if request.method == "POST":
        try:
            retire_form(association.pk, paper, by=request.actor, at=clock.now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"{_TITLES[paper]} снова встроенная. Прежний файл остался в истории.")
        return redirect(back)
    if form_in_use(association, paper) is None:
        raise Http404
    context = {
        "title": "Вернуться к встроенной форме?",
        "text": "Word будет печататься так же, как PDF. Ваш файл останется в истории, его можно будет поставить снова.",
        "submit": "Вернуться",
        "cancel": back,
    }
    return render(request, "ui/confirm.html", context)


def _managed(request: Request, code: str) -> Association:
    association = get_object_or_404(Association.objects.select_related("territory"), code=code)
    if not can_manage_forms(request.actor, association):
        raise Http404
    return association


def _kind(kind: str) -> FormKind:
    if kind not in FormKind.values:
        raise Http404
    return FormKind(kind)


def _brought(association: Association, public_id: UUID) -> StoredFile:
    return get_object_or_404(StoredFile, public_id=public_id, purpose=FORM_FILE, scope=association.path)
