"""Two cards of one person: finding them, making them one, parting them again."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from stellazh.associations.access import can_somewhere
from stellazh.common import clock
from stellazh.common.errors import DomainError
from stellazh.common.requests import Request
from stellazh.members.forms.lists import PersonSearchForm
from stellazh.members.forms.merging import MergeForm
from stellazh.members.reads.merging import look_alikes, merge_sides, people_in_reach
from stellazh.people.access import can_merge_people, is_self
from stellazh.people.enums import MergeState
from stellazh.people.models import Merge, Person
from stellazh.people.services import merging
from stellazh.russian.collation import fold
from stellazh.ui.attempts import attempt, show_form

PAGE = 50


@require_GET
def merge_list(request: Request) -> HttpResponse:
    """Look-alikes among one's own people, and what was merged in the last days."""
    _require_merger(request)
    near = people_in_reach(request.actor).values("pk")
    rows = Merge.objects.filter(Q(survivor__in=near) | Q(absorbed__in=near)).select_related("survivor", "absorbed")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "members/merge_list.html",
        {"pairs": look_alikes(request.actor), "page": page, "now": clock.now()},
    )


@require_GET
def merge_find(request: Request, person_id: int) -> HttpResponse:
    """The other card of this person: look-alikes first, then a search by name."""
    _require_merger(request)
    near = people_in_reach(request.actor)
    person = get_object_or_404(near, pk=person_id)
    search = PersonSearchForm(request.GET)
    query = search.cleaned_data["q"] if search.is_valid() else ""
    if query:
        found = list(near.filter(name_key__contains=fold(query)).exclude(pk=person.pk).in_order()[:20])
    else:
        alike = near.filter(name_key__startswith=fold(person.family_name)[:3]).in_order()[:500]
        found = merging.look_alikes_of(person, alike)[:20]
    return render(
        request,
        "members/merge_find.html",
        {
            "person": person,
            "search": search,
            "query": query,
            "sides": merge_sides(found, actor=request.actor, on=clock.today()),
        },
    )


@require_http_methods(["GET", "POST"])
def merge_create(request: Request, person_id: int, other_id: int) -> HttpResponse:
    """Two cards side by side: which remains, or that they are two people's."""
    _require_merger(request)
    near = people_in_reach(request.actor)
    one, other = get_object_or_404(near, pk=person_id), get_object_or_404(near, pk=other_id)
    if one == other:
        raise Http404
    verdict = can_merge_people(request.actor, one, other)
    if request.method == "POST" and request.POST.get("answer") == "apart":
        return _kept_apart(request, one, other)
    form = MergeForm(one, other, request.POST or None)
    if request.method == "POST" and form.is_valid():
        survivor_id = form.cleaned_data["survivor"]
        absorbed_id = other.pk if survivor_id == one.pk else one.pk
        done = attempt(form, lambda: merging.merge_people(survivor_id, absorbed_id, by=request.actor, at=clock.now()))
        if done and done.value is not None:
            if done.value.state == MergeState.DONE:
                messages.success(request, "Карточки объединены. Разъединить их можно в течение 30 дней.")
            else:
                messages.success(request, "Оба человека входят в систему: ждём, пока каждый подтвердит.")
            return redirect("members:merge_list")
    return show_form(
        request,
        "members/merge_create.html",
        form,
        {
            "sides": merge_sides([one, other], actor=request.actor, on=clock.today()),
            "verdict": verdict,
            "both_sign_in": one.has_account and other.has_account,
        },
    )


@require_http_methods(["GET", "POST"])
def merge_confirm(request: Request, merge_id: int) -> HttpResponse:
    """One of the two says whether both cards are hers."""
    merge = get_object_or_404(Merge.objects.select_related("survivor", "absorbed"), pk=merge_id)
    if not (is_self(request.actor, merge.survivor) or is_self(request.actor, merge.absorbed)):
        raise Http404
    if request.method == "POST":
        try:
            if request.POST.get("answer") == "no":
                merging.decline_merge(merge.pk, by=request.actor, at=clock.now())
                messages.success(request, "Записано: это разные люди. Ничего не изменилось.")
            else:
                merge = merging.confirm_merge(merge.pk, by=request.actor, at=clock.now())
                messages.success(request, _after_confirming(merge))
        except DomainError as refusal:
            messages.error(request, str(refusal))
        return redirect("members:merge_confirm", merge_id=merge.pk)
    sides = merge_sides([merge.survivor, merge.absorbed], actor=request.actor, on=clock.today())
    has_confirmed = merge.confirmations.filter(person_id=int(request.actor.actor_id)).exists()
    return render(
        request, "members/merge_confirm.html", {"merge": merge, "sides": sides, "has_confirmed": has_confirmed}
    )


@require_http_methods(["GET", "POST"])
def merge_undo(request: Request, merge_id: int) -> HttpResponse:
    """Part two cards again, after a question; a proposal is called off."""
    merge = get_object_or_404(Merge.objects.select_related("survivor", "absorbed"), pk=merge_id)
    may = can_merge_people(request.actor, merge.survivor, merge.absorbed)
    if not (is_self(request.actor, merge.survivor) or (may and can_somewhere(request.actor, "members.merge_people"))):
        raise Http404
    back = reverse("members:merge_list") if may else reverse("members:merge_confirm", args=[merge.pk])
    if request.method == "POST":
        try:
            if merge.state == MergeState.PROPOSED:
                merging.decline_merge(merge.pk, by=request.actor, at=clock.now())
                messages.success(request, "Предложение отозвано.")
            else:
                stayed = merging.undo_merge(merge.pk, by=request.actor, at=clock.now())
                words = f" Изменённое после объединения осталось как есть: {stayed}." if stayed else ""
                messages.success(request, f"Карточки разъединены.{words}")
        except DomainError as refusal:
            messages.error(request, str(refusal))
        return redirect(back)
    is_done = merge.state == MergeState.DONE
    return render(
        request,
        "ui/confirm.html",
        {
            "title": "Разъединить карточки?" if is_done else "Отозвать предложение?",
            "text": f"{merge.absorbed.full_name} (№ {merge.absorbed_id}) и {merge.survivor.full_name} "
            f"(№ {merge.survivor_id}). Перенесённое вернётся на место, кроме того, что с тех пор изменили.",
            "submit": "Разъединить" if is_done else "Отозвать",
            "danger": is_done,
            "cancel": back,
        },
    )


def _kept_apart(request: Request, one: Person, other: Person) -> HttpResponse:
    try:
        merging.keep_apart(one.pk, other.pk, by=request.actor, at=clock.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Записано: это разные люди. Больше эту пару не предложим.")
    return redirect("members:merge_list")


def _require_merger(request: Request) -> None:
    if not can_somewhere(request.actor, "members.merge_people"):
        raise Http404


def _after_confirming(merge: Merge) -> str:
    if merge.state == MergeState.DONE:
        return "Карточки объединены."
    return "Спасибо. Теперь войдите со второй карточкой и подтвердите там: без этого ничего не изменится."
