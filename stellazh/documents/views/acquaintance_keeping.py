"""What is done to a sheet: reminding, the term, closing and opening again, notes for others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from stellazh.common import clock
from stellazh.common.numerals import agree
from stellazh.common.requests import Request
from stellazh.documents import access
from stellazh.documents.forms.acquaintance import ChangeForm, NoteForm, ReopenForm
from stellazh.documents.models import AcquaintanceRow, AcquaintanceSheet
from stellazh.documents.services.acquaintance import change_sheet, close_sheet, reopen_sheet
from stellazh.documents.services.acquaintance_letters import remind_sheet, start_of_today, to_be_written
from stellazh.documents.services.acquaintance_marks import note_for_others, withdraw_note
from stellazh.documents.services.acquaintance_refusals import DuePassed, WrongSigningDay
from stellazh.documents.views.acquaintance_sheets import visible_sheet
from stellazh.ui.attempts import NOT_TRIED, attempt, show_form
from stellazh.ui.confirming import is_still_asked

_BOTH: Final = ["GET", "POST"]
_BESIDE: Final = {DuePassed: "due_on", WrongSigningDay: "signed_on"}


@require_http_methods(_BOTH)
def sheet_remind(request: Request, sheet_id: int) -> HttpResponse:
    """Write to those who have not read; first it says how many that is."""
    sheet = _kept(request, sheet_id)
    count = to_be_written(sheet, silent_since=start_of_today(sheet, at=clock.now())).count()
    if request.method == "GET" and not count:
        messages.info(request, "Сейчас напоминать некому: все прочли, уже получили письмо сегодня или не имеют почты.")
        return redirect(sheet)
    return _ask(
        request,
        sheet,
        lambda: remind_sheet(sheet.pk, by=request.actor, at=clock.now()),
        lambda sent: f"Напоминания уходят: {_people(sent)}.",
        title=f"Напомнить: {_people(count)}?",
        text="Письмо придёт всем, кто ещё не прочёл. Тем, кому сегодня уже писали, и тем, у кого нет почты, оно не "
        "придёт.",
        submit="Отправить напоминание",
    )


@require_http_methods(_BOTH)
def sheet_change(request: Request, sheet_id: int) -> HttpResponse:
    """Another day to read by, other words."""
    sheet = _kept(request, sheet_id)
    if sheet.closed_at is not None:
        raise Http404
    form = ChangeForm(request.POST if request.method == "POST" else None, sheet=sheet)
    tried = NOT_TRIED
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        tried = attempt(
            form,
            lambda: change_sheet(
                sheet.pk,
                due_on=data["due_on"],
                request=data["request"],
                expected_version=data["version"],
                by=request.actor,
                at=clock.now(),
            ),
            beside=_BESIDE,
        )
        if tried:
            messages.success(request, "Сохранено.")
            return redirect(sheet)
    return show_form(request, "documents/sheet_change.html", form, {"sheet": sheet, "conflict": tried.conflict})


@require_http_methods(_BOTH)
def sheet_close(request: Request, sheet_id: int) -> HttpResponse:
    """Gather signatures no longer, after a question."""
    sheet = _kept(request, sheet_id)
    waiting = sheet.rows.filter(read_at=None).count()
    left = f"Ещё не прочли: {_people(waiting)}. " if waiting else "Прочли все. "
    return _ask(
        request,
        sheet,
        lambda: close_sheet(sheet.pk, by=request.actor, at=clock.now()),
        lambda _: "Лист закрыт.",
        title="Закрыть лист ознакомления?",
        text=f"{left}Напоминания больше не придут, ссылки из писем перестанут открываться. Отметки останутся; лист "
        "можно открыть снова.",
        submit="Закрыть лист",
    )


@require_http_methods(_BOTH)
def sheet_reopen(request: Request, sheet_id: int) -> HttpResponse:
    """Gather signatures again."""
    sheet = _kept(request, sheet_id)
    form = ReopenForm(request.POST if request.method == "POST" else None)
    return _ask(
        request,
        sheet,
        lambda: reopen_sheet(sheet.pk, due_on=form.cleaned_data["due_on"], by=request.actor, at=clock.now()),
        lambda _: "Лист снова открыт. Прежние ссылки не действуют: напомните, и придут новые.",
        form=form,
        title="Открыть лист снова",
        text="Отметки, которые уже есть, останутся.",
        submit="Открыть снова",
    )


@require_http_methods(_BOTH)
def sheet_note(request: Request, sheet_id: int) -> HttpResponse:
    """Write down signatures on paper, or what was said by telephone, for those marked in the list."""
    sheet = visible_sheet(request, sheet_id)
    form = NoteForm(request.POST if "way" in request.POST else None, initial={"rows": _marked(request)})
    keys = _marked(request)
    rows = list(_rows(request).filter(sheet=sheet, pk__in=keys))
    if any(not access.can_note_for(request.actor, row) for row in rows):
        raise Http404
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if not rows:
            # Somebody else's, or gone from the sheet.
            form.add_error(None, "Отметьте галочками тех, за кого есть подпись.")
            return show_form(request, "documents/sheet_note.html", form, {"sheet": sheet, "rows": rows})
        done = attempt(
            form,
            lambda: note_for_others(
                [row.pk for row in rows],
                way=data["way"],
                signed_on=data["signed_on"],
                by=request.actor,
                at=clock.now(),
            ),
            beside=_BESIDE,
        )
        if done:
            messages.success(request, f"Отмечено: {_people(done.value or 0)}." if done.value else "Уже было отмечено.")
            return redirect(sheet)
    return show_form(request, "documents/sheet_note.html", form, {"sheet": sheet, "rows": rows})


@require_http_methods(_BOTH)
def sheet_withdraw(request: Request, row_id: int) -> HttpResponse:
    """Take back a note made for somebody by mistake, after a question."""
    row = get_object_or_404(_rows(request), pk=row_id)
    if not access.can_note_for(request.actor, row) or not row.is_by_others:
        raise Http404
    return _ask(
        request,
        row.sheet,
        lambda: withdraw_note(row.pk, by=request.actor, at=clock.now()),
        lambda _: f"{row.person_name}: отметка снята.",
        title="Снять отметку?",
        text=f"{row.person_name}: {row.get_way_display()}, записано: {row.noted_by_name}. После этого человек снова "
        "будет в числе тех, кто не прочёл.",
        submit="Снять отметку",
    )


def _rows(request: Request) -> Any:
    return AcquaintanceRow.objects.visible_to(request.actor).select_related(
        "sheet__document__association__territory", "sheet__document_version", "association__territory"
    )


def _marked(request: Request) -> list[int]:
    given = request.POST if request.method == "POST" else request.GET
    return [int(key) for key in given.getlist("rows") if key.isascii() and key.isdecimal() and len(key) < 18]


def _kept(request: Request, sheet_id: int) -> AcquaintanceSheet:
    sheet = visible_sheet(request, sheet_id)
    if not access.can_keep_sheet(request.actor, sheet):
        raise Http404
    return sheet


def _ask(
    request: Request,
    sheet: AcquaintanceSheet,
    deed: Callable[[], Any],
    done: Callable[[Any], str],
    *,
    form: forms.Form | None = None,
    **page: str,
) -> HttpResponse:
    """A question with a button; on POST the deed, back to the sheet with what came of it."""
    asked = form if form is not None else forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not is_still_asked(request, page["submit"]):
            return redirect(sheet)
        if asked.is_valid():
            tried = attempt(asked, deed, beside=_BESIDE)
            if tried:
                messages.success(request, done(tried.value))
                return redirect(sheet)
    return show_form(request, "ui/confirm.html", asked, {**page, "cancel": sheet.get_absolute_url()})


def _people(count: int) -> str:
    return f"{count} {agree(count, 'человек', 'человека', 'человек')}"
