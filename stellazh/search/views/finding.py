"""The page of results and what is offered while somebody types."""

from __future__ import annotations

from typing import Final

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from stellazh.common.requests import Request
from stellazh.search.forms.finding import FindForm
from stellazh.search.reads import results as reads

PAGE: Final = 20


@login_not_required
@require_GET
def find(request: Request) -> HttpResponse:
    """What answers the question, of what this reader may see."""
    form = FindForm(request.GET)
    narrowing = form.narrowing()
    query, number = form.cleaned_data.get("q") or "", form.cleaned_data.get("page") or 1
    found = reads.results(query, narrowing, request.actor, page=number, limit=PAGE) if query else None
    context = {
        "form": form,
        "query": query,
        "found": found,
        "narrowing": narrowing,
        "is_narrowed": bool(narrowing.place or narrowing.territory_ids or narrowing.year is not None),
        "is_guest": not request.user.is_authenticated,
        "page": Paginator(range(found.count), PAGE).get_page(number) if found else None,
    }
    return render(request, "search/find.html", context)


@login_not_required
@require_GET
def offers(request: Request) -> HttpResponse:
    """Titles for what has been typed so far, as a piece of the page."""
    form = FindForm(request.GET)
    form.is_valid()
    typed = form.cleaned_data.get("q") or ""
    offered = reads.offers(typed, request.actor) if typed else []
    return render(request, "search/offers.html", {"offered": offered})
