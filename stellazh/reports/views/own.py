"""«Наши бумаги»: what one association has handed in, what comes next, handing in and taking back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.common.errors import DomainError
from stellazh.common.requests import Request
from stellazh.common.school_year import SchoolYear
from stellazh.reports import access, services
from stellazh.reports.enums import KeptPaper
from stellazh.reports.forms import HandInForm
from stellazh.reports.models import BoardLetter, PaperHanded
from stellazh.reports.reads.board import own_row
from stellazh.reports.reads.cells import BoardRow, Cell
from stellazh.reports.views.finding import demand, found, school_year_of
from stellazh.ui.attempts import attempt, show_form

LETTERS_SHOWN = 5
COMING_SHOWN = 4


@require_http_methods(["GET", "POST"])
def own_papers(request: Request, code: str) -> HttpResponse:
    """The list of the year, what is missing first, and the form to hand in what was made elsewhere."""
    association = found(request, code, access.can_read_own_papers)
    year = school_year_of(request, association)
    may_hand_in = access.can_hand_in(request.actor, association)
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = HandInForm(*posted, school_year=year, chosen=request.GET.get("what", ""))
    if request.method == "POST":
        demand(may_hand_in)
        if form.is_valid() and attempt(form, lambda: _hand_in(request, association, form)):
            messages.success(request, "Документ сдан.")
            return redirect(request.get_full_path())
    shown = own_row(association, school_year=year, at=clock.now())
    row = shown.rows[0]
    context = {
        "association": association,
        "board": shown,
        "row": row,
        "expected": _coming(row),
        "came": [(kind, [cell for cell in row.of_kind(kind) if cell.href]) for kind in KeptPaper],
        "handed": PaperHanded.objects.present()
        .filter(association=association, school_year=year)
        .select_related("file")
        .order_by("-handed_on", "-pk"),
        "letters": BoardLetter.objects.filter(association=association, school_year=year)[:LETTERS_SHOWN],
        "years": [SchoolYear(each) for each in (year - 1, year, year + 1)],
        "may_hand_in": may_hand_in,
        "has_below": association.children.filter(archived_at=None).exists()
        and bool(access.can_read_board(request.actor, association)),
    }
    return show_form(request, "reports/own_papers.html", form, context)


@require_http_methods(["GET", "POST"])
def paper_take_back(request: Request, code: str, paper_id: int) -> HttpResponse:
    """Take back what was handed in by mistake."""
    association = found(request, code, access.can_read_own_papers)
    demand(access.can_hand_in(request.actor, association))
    paper = get_object_or_404(PaperHanded, pk=paper_id, association=association)
    back = reverse("reports:own_papers", args=[code])
    title, text, status = (
        "Отозвать документ?",
        f"{paper}. Он перестанет считаться сданным; запись о нём останется.",
        200,
    )
    if request.method == "POST":
        try:
            services.take_back(paper.pk, by=request.actor, at=clock.now())
        except DomainError as refusal:
            title, text, status = "Не получилось", str(refusal), 422
        else:
            messages.success(request, "Документ отозван.")
            return redirect(back)
    context = {"title": title, "text": text, "submit": "Отозвать", "cancel": back}
    return render(request, "ui/confirm.html", context, status=status)


def _coming(row: BoardRow) -> list[Cell]:
    """The papers that are due next, by day."""
    waited = [(cell.day, cell) for cell in row.cells.values() if cell.is_quiet and cell.day and cell.todo_href]
    return [cell for _, cell in sorted(waited, key=lambda pair: pair[0])[:COMING_SHOWN]]


def _hand_in(request: Request, association: Association, form: HandInForm) -> PaperHanded:
    kind, month = form.paper
    data = form.cleaned_data
    file = data["file"]
    return services.hand_in(
        association.pk,
        fields=services.HandedFields(kind, form.school_year, month, data["words"], data["url"]),
        file=file,
        file_name=file.name if file else "",
        submission_key=data["submission_key"],
        by=request.actor,
        at=clock.now(),
    )
