"""The list of words that mean the same, for those who keep it."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models.functions import Lower
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from stellazh.common import clock
from stellazh.common.requests import Request
from stellazh.search.access import can_edit_synonyms
from stellazh.search.forms.synonyms import SynonymsForm
from stellazh.search.services import synonyms as services
from stellazh.textindex.models import SynonymSet
from stellazh.ui.attempts import attempt, show_form

PAGE = 50


@require_http_methods(["GET", "POST"])
def synonym_list(request: Request) -> HttpResponse:
    """All lines, and a field for one more."""
    _keepers_only(request)
    form = SynonymsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form, lambda: services.add_synonyms(form.cleaned_data["words"], by=request.actor, at=clock.now())
        )
        if done.is_done:
            messages.success(request, "Добавлено. Поиск уже знает эти слова.")
            return redirect("search:synonym_list")
    words = request.GET.get("q", "").strip()[:100]
    rows = SynonymSet.objects.order_by("-is_active", Lower("words"), "pk")
    shown = rows.filter(words__icontains=words) if words else rows
    page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    return show_form(request, "search/synonym_list.html", form, {"page": page, "words": words})


@require_http_methods(["GET", "POST"])
def synonym_edit(request: Request, set_id: int) -> HttpResponse:
    """One line changed."""
    _keepers_only(request)
    row = get_object_or_404(SynonymSet, pk=set_id)
    form = SynonymsForm(request.POST or None, initial={"words": row.words})
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: services.update_synonyms(row.pk, form.cleaned_data["words"], by=request.actor, at=clock.now()),
        )
        if done.is_done:
            messages.success(request, "Сохранено.")
            return redirect("search:synonym_list")
    return show_form(request, "search/synonym_edit.html", form, {"row": row})


@require_POST
def synonym_switch(request: Request, set_id: int) -> HttpResponse:
    """A line switched on or off."""
    _keepers_only(request)
    row = get_object_or_404(SynonymSet, pk=set_id)
    is_active = request.POST.get("is_active") == "1"
    services.switch_synonyms(row.pk, is_active=is_active, by=request.actor, at=clock.now())
    messages.success(request, "Строка действует." if is_active else "Строка выключена. Её можно вернуть.")
    return redirect("search:synonym_list")


def _keepers_only(request: Request) -> None:
    if not can_edit_synonyms(request.actor):
        raise Http404
