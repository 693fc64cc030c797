"""The second step: what was read stands beside the paper and is put right."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stellazh.common import clock
from stellazh.common.errors import ChangedMeanwhile, DomainError
from stellazh.common.requests import Request
from stellazh.workplans.drafts import edits
from stellazh.workplans.drafts.model import Draft, DraftRow
from stellazh.workplans.enums import ImportStatus
from stellazh.workplans.forms.imports import PassportForm, RowActForm, RowForm, SplitForm
from stellazh.workplans.models import PlanImport
from stellazh.workplans.reads.hints import term_hint
from stellazh.workplans.reads.imports import preview_of, row_view
from stellazh.workplans.services.imports.checking import edit_draft, term_reader
from stellazh.workplans.views.imports.bringing import reading_page
from stellazh.workplans.views.imports.finding import draft_and_book, import_of

PREVIEW = "workplans/import_preview.html"


@require_GET
def import_preview(request: Request, public_id: UUID) -> HttpResponse:
    """The rows beside their paper, with warnings; other pages of an import that is past this step."""
    plan_import = import_of(request, public_id)
    if plan_import.status == ImportStatus.READING:
        return reading_page(request, plan_import)
    if plan_import.status == ImportStatus.ABANDONED:
        return redirect("workplans:import_list", plan_import.association.code)
    if plan_import.status != ImportStatus.PREVIEW:
        return redirect("workplans:import_done", plan_import.public_id)
    return render(request, _part(request, "list"), _preview_context(request, plan_import))


@require_http_methods(["GET", "POST"])
def import_row(request: Request, public_id: UUID, key: str) -> HttpResponse:
    """One row, typed anew: in place with scripts, on a page of its own without them."""
    plan_import = import_of(request, public_id)
    row = _row(plan_import, key)
    sections = Draft.from_json(plan_import.reading).sections_in_use
    conflict: ChangedMeanwhile | None = None
    form = RowForm(request.POST) if request.method == "POST" else RowForm.of(row, sections_id="sections")
    if request.method == "POST" and form.is_valid():
        edit = partial(
            edits.update_row,
            key=key,
            expected=form.cleaned_data["revision"],
            text=form.text(row),
            read_term=term_reader(plan_import.school_year),
        )
        try:
            edit_draft(plan_import.pk, edit, by=request.actor, at=clock.now())
        except ChangedMeanwhile as clash:
            conflict = clash
            form = RowForm({**request.POST.dict(), "revision": row.revision})
            form.add_error(None, str(clash))
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            return _row_or_back(request, public_id, key)
    context = {
        "plan_import": plan_import,
        "row": row,
        "form": form,
        "sections": sections,
        "conflict": conflict,
        "hint": term_hint(form["term"].value() or "", plan_import.school_year),
        "back": _back(request, public_id, key),
        "chosen": _chosen(request),
        "step": 2,
    }
    template = "workplans/import_row.html#form" if request.htmx else "workplans/import_row.html"
    return render(request, template, context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def import_row_split(request: Request, public_id: UUID, key: str) -> HttpResponse:
    """One row made two."""
    plan_import = import_of(request, public_id)
    row = _row(plan_import, key)
    first, second = edits.guess_split(row.title)
    form = SplitForm(request.POST or None, initial={"revision": row.revision, "first": first, "second": second})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        edit = partial(edits.split_row, key=key, expected=data["revision"], first=data["first"], second=data["second"])
        try:
            edit_draft(plan_import.pk, edit, by=request.actor, at=clock.now())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Пункт разделён на два.")
            return redirect(_back(request, public_id, key))
    context = {
        "plan_import": plan_import,
        "row": row,
        "form": form,
        "back": _back(request, public_id, key),
        "chosen": _chosen(request),
        "step": 2,
    }
    return render(request, "workplans/import_row_split.html", context, status=422 if form.errors else 200)


@require_POST
def import_row_act(request: Request, public_id: UUID, key: str) -> HttpResponse:
    """A button of a row: leave out, put back, join to the one above, take a correction, dismiss a warning."""
    plan_import = import_of(request, public_id)
    form = RowActForm(request.POST)
    if not form.is_valid():
        raise Http404
    act, revision, note = form.parts
    edit = {
        "leave": partial(edits.set_left_out, key=key, expected=revision, left_out=True),
        "return": partial(edits.set_left_out, key=key, expected=revision, left_out=False),
        "merge": partial(edits.merge_up, key=key, expected=revision),
        "fix": partial(
            edits.apply_fix,
            key=key,
            expected=revision,
            number=note,
            read_term=term_reader(plan_import.school_year),
        ),
        "dismiss": partial(edits.dismiss_note, key=key, expected=revision, number=note),
    }[act]
    try:
        edit_draft(plan_import.pk, edit, by=request.actor, at=clock.now())
    except ChangedMeanwhile:
        messages.error(request, "Этот пункт только что изменил кто-то другой: посмотрите, как он выглядит теперь.")
    except DomainError as refusal:
        messages.error(request, str(refusal))
    if request.htmx:
        return render(
            request, f"{PREVIEW}#list", _preview_context(request, import_of(request, public_id), is_answer=True)
        )
    return redirect(_back(request, public_id, key))


@require_http_methods(["GET", "POST"])
def import_passport(request: Request, public_id: UUID) -> HttpResponse:
    """The texts above the table, the form of the plan, the order of its sections."""
    plan_import = import_of(request, public_id)
    draft = Draft.from_json(plan_import.reading)
    initial = {
        **{name: getattr(draft.passport, name) for name in draft.passport.__dataclass_fields__},
        "revision": draft.passport_revision,
        "form": draft.form,
        "sections": "\n".join(draft.sections_in_use),
    }
    form = PassportForm(request.POST or None, initial=initial)
    conflict: ChangedMeanwhile | None = None
    if request.method == "POST" and form.is_valid():
        edit = partial(
            edits.set_passport,
            expected=form.cleaned_data["revision"],
            passport=form.passport,
            form=form.cleaned_data["form"],
            sections=form.section_titles,
        )
        try:
            edit_draft(plan_import.pk, edit, by=request.actor, at=clock.now())
        except ChangedMeanwhile as clash:
            conflict = clash
            form = PassportForm({**request.POST.dict(), "revision": draft.passport_revision})
            form.add_error(None, str(clash))
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Сохранено.")
            return redirect(plan_import)
    context = {"plan_import": plan_import, "form": form, "conflict": conflict, "step": 2}
    return render(request, "workplans/import_passport.html", context, status=422 if form.errors else 200)


@require_GET
def import_term(request: Request, public_id: UUID) -> HttpResponse:
    """How a wording of a term is understood, while it is typed."""
    plan_import = import_of(request, public_id)
    hint = term_hint(request.GET.get("term", "")[:300], plan_import.school_year)
    return render(request, "workplans/import_row.html#hint", {"hint": hint})


def _preview_context(request: Request, plan_import: PlanImport, *, is_answer: bool = False) -> dict[str, object]:
    draft, book = draft_and_book(plan_import)
    chosen = _chosen(request)
    return {
        "plan_import": plan_import,
        "draft": draft,
        "book": book,
        "preview": preview_of(draft, book, show=chosen["show"], page=chosen["page"]),
        "is_answer": is_answer,
        "step": 2,
    }


def _row_or_back(request: Request, public_id: UUID, key: str) -> HttpResponse:
    if not request.htmx:
        return redirect(_back(request, public_id, key))
    plan_import = import_of(request, public_id)
    draft, book = draft_and_book(plan_import)
    row = draft.row(key)
    context = {
        "plan_import": plan_import,
        "draft": draft,
        "preview": preview_of(draft, book, show="all", page="1"),
        "view": row_view(row, draft, book) if row else None,
        "chosen": _chosen(request),
    }
    return render(request, "workplans/import_row_saved.html", context)


def _row(plan_import: PlanImport, key: str) -> DraftRow:
    row = Draft.from_json(plan_import.reading).row(key) if plan_import.status == ImportStatus.PREVIEW else None
    if row is None:
        raise Http404
    return row


def _back(request: Request, public_id: UUID, key: str) -> str:
    """The preview with the same choice of rows, at this row."""
    return f"{reverse('workplans:import_preview', args=[public_id])}?{urlencode(_chosen(request))}#{key}"


def _chosen(request: Request) -> dict[str, str]:
    """Which rows the preview shows: carried along, so that one comes back to the same place."""
    given = request.POST if request.method == "POST" else request.GET
    return {"show": given.get("show", "all")[:20], "page": given.get("page", "1")[:6]}


def _part(request: Request, part: str) -> str:
    return f"{PREVIEW}#{part}" if request.htmx and not request.htmx.boosted else PREVIEW
