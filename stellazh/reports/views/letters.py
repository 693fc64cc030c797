"""Writing to those whose papers are missing: who gets what, then one click."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from stellazh.common import clock
from stellazh.common.clock import day_of
from stellazh.common.numerals import whole_number
from stellazh.common.requests import Request
from stellazh.reports import access, services
from stellazh.reports.forms import WriteLateForm
from stellazh.reports.reads.board import board as read_board
from stellazh.reports.reads.cells import Board, BoardRow
from stellazh.reports.views.finding import demand, found, school_year_of
from stellazh.ui.attempts import attempt, show_form

_GENITIVE = {"план": "плана", "протокол": "протокола", "отчёт": "отчёта"}
GREETING = "У вашего объединения не хватает документов. Пожалуйста, сдайте их или ответьте, что мешает."


@require_http_methods(["GET", "POST"])
def write_late(request: Request, code: str) -> HttpResponse:
    """What is missing of whom, the words of the letter, and one button."""
    association = found(request, code, access.can_read_board)
    demand(access.can_write_late(request.actor, association))
    year, now = school_year_of(request, association), clock.now()
    shown = read_board(association, school_year=year, at=now)
    today = day_of(now, association.time_zone)
    reachable = [row for row in shown.late if any(head.has_account for head in row.heads)]
    written = {row.association.pk for row in reachable if _is_written_on(row, today, association.time_zone)}
    initial: dict[str, Any] = {
        "text": GREETING,
        "associations": [row.association.pk for row in reachable if row.association.pk not in written],
        "last_letter_id": max((row.letter.pk for row in shown.rows if row.letter), default=0),
    }
    form = WriteLateForm(request.POST or None, reachable, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        outcome = attempt(
            form,
            lambda: services.write_late(
                association.pk,
                association_ids=data["associations"],
                school_year=year,
                text=data["text"],
                last_letter_id=data["last_letter_id"],
                submission_key=data["submission_key"],
                by=request.actor,
                at=now,
            ),
        )
        if outcome:
            messages.success(request, f"Отправлено. Объединений: {len(outcome.value or [])}.")
            return redirect("reports:board", code)
        # Shown with the letters that were written meanwhile: sending again is meant.
        seen = request.POST.copy()
        seen["last_letter_id"] = str(initial["last_letter_id"])
        form.data = seen
    ticked = {whole_number(key) for key in request.POST.getlist("associations")} if request.POST else None
    chosen = set(initial["associations"]) if ticked is None else ticked
    context = {
        "association": association,
        "board": shown,
        "rows": [(row, row.association.pk in chosen, row.association.pk in written) for row in reachable],
        "to_phone": [row for row in shown.late if row not in reachable],
        "summary": _summary(shown),
        "written_count": len(written),
    }
    return show_form(request, "reports/write_late.html", form, context)


def _is_written_on(row: BoardRow, today: object, zone: str) -> bool:
    return row.letter is not None and day_of(row.letter.at, zone) == today


def _summary(shown: Board) -> list[tuple[str, int]]:
    """How many lack what, the most wanted first: meetings of many days are one line."""
    counts: dict[str, int] = {}
    for row in shown.late:
        for words in {debt.words.split(" заседания")[0] for debt in row.debts}:
            noun, _, rest = words.partition(" ")
            lacking = f"нет {_GENITIVE.get(noun, noun)} {rest}".strip()
            counts[lacking] = counts.get(lacking, 0) + 1
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
