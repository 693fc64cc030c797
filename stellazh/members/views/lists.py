"""The list of an association's members: seeing it, adding to it, letting people go."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from stellazh.associations.access import can, reach
from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.common.errors import ChangedMeanwhile, DomainError
from stellazh.common.requests import Request
from stellazh.members import access, services
from stellazh.members.access.invitations import can_invite_many
from stellazh.members.access.registrations import can_decide_registrations
from stellazh.members.access.rosters import can_import_rosters
from stellazh.members.enums import Level
from stellazh.members.forms.lists import (
    KnownMemberForm,
    LastDayForm,
    MemberFilterForm,
    MembershipForm,
    NewMemberForm,
    PersonSearchForm,
)
from stellazh.members.models import Membership
from stellazh.members.reads import lists as reads
from stellazh.people.models import Person
from stellazh.people.services import EmailIsTaken, PersonFields
from stellazh.ui.conflicts import answer_conflict

PAGE = 50


@require_http_methods(["GET"])
def my_lists(request: Request) -> HttpResponse:
    """The associations whose lists the actor may see; with one, straight to it."""
    readable = Association.objects.present().filter(reach(request.actor, "members.read_members")).in_order()
    found = list(readable)
    if len(found) == 1:
        return redirect("members:member_list", code=found[0].code)
    return render(request, "members/my_lists.html", {"associations": found})


@require_http_methods(["GET"])
def member_list(request: Request, code: str) -> HttpResponse:
    """Members of an association, fifty a page."""
    association = _readable(request, code)
    today = clock.today(association.time_zone)
    form = MemberFilterForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {"q": "", "role": ""}
    rows = reads.members_of(association, on=today, query=chosen["q"], role=chosen["role"])
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    near = Level.HEAD if can(request.actor, "members.read_cards_here", association) else Level.REGION
    return render(
        request,
        "members/member_list.html",
        {
            "association": association,
            "form": form,
            "page": page,
            "rows": reads.member_rows(list(page), association, on=today, near=near),
            "may_edit": access.can_edit_members(request.actor, association),
            "may_invite": can_invite_many(request.actor, association),
            "may_decide": can_decide_registrations(request.actor, association),
            "may_import": can_import_rosters(request.actor, association),
        },
    )


@require_http_methods(["GET", "POST"])
def member_create(request: Request, code: str) -> HttpResponse:
    """Enter a new person into the association."""
    association = _editable(request, code)
    form = NewMemberForm(association, request.POST or None)
    if request.method == "POST" and form.is_valid():
        data, at = form.cleaned_data, clock.now()
        try:
            membership = services.enter_member(
                association.pk,
                person_fields=PersonFields(data["family_name"], data["given_name"], data["patronymic"]),
                email=data["email"],
                fields=services.MemberFields(position=data["position"]),
                from_on=data["from_on"],
                submission_key=data["submission_key"],
                by=request.actor,
                at=at,
            )
            if data["organisation"]:
                services.add_post(
                    membership.person_id,
                    fields=services.PostFields(data["organisation"].pk, data["post_title"]),
                    by=request.actor,
                    at=at,
                )
        except EmailIsTaken as refusal:
            form.add_error("email", str(refusal))
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{membership.person.full_name}: в списке.")
            return redirect("members:member_list", code=code)
    return render(
        request,
        "members/member_create.html",
        {"association": association, "form": form},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
def member_find(request: Request, code: str) -> HttpResponse:
    """Let in somebody the system knows already: first a name, then a choice."""
    association = _editable(request, code)
    today = clock.today(association.time_zone)
    search = PersonSearchForm(request.GET)
    query = search.cleaned_data["q"] if search.is_valid() else ""
    candidates = reads.known_people_outside(association, query=query, on=today) if len(query) >= 2 else None
    outside = Person.objects.present()
    form = KnownMemberForm(association, outside, request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.add_member(
                association.pk,
                person_id=data["person"].pk,
                fields=services.MemberFields(position=data["position"]),
                from_on=data["from_on"],
                by=request.actor,
                at=clock.now(),
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{data['person'].full_name}: в списке.")
            return redirect("members:member_list", code=code)
    return render(
        request,
        "members/member_find.html",
        {"association": association, "form": form, "candidates": candidates, "query": query, "today": today},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
def member_edit(request: Request, code: str, membership_id: int) -> HttpResponse:
    """Change somebody's place in the association."""
    association = _editable(request, code)
    membership = get_object_or_404(
        Membership.objects.select_related("person"), pk=membership_id, association=association, to_on=None
    )
    initial = {"position": membership.position, "weight": membership.weight, "version": membership.version}
    form = MembershipForm(request.POST or None, initial=initial)
    conflict: ChangedMeanwhile | None = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.update_membership(
                membership.pk,
                expected_version=data["version"],
                fields=services.MemberFields(data["position"], data["weight"]),
                by=request.actor,
                at=clock.now(),
            )
        except ChangedMeanwhile as clash:
            conflict = clash
            answer_conflict(form, clash)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Сохранено.")
            return redirect("members:member_list", code=code)
    return render(
        request,
        "members/member_edit.html",
        {"association": association, "membership": membership, "form": form, "conflict": conflict},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
def member_end(request: Request, code: str, membership_id: int) -> HttpResponse:
    """Let a person go, after a question."""
    association = _editable(request, code)
    membership = get_object_or_404(
        Membership.objects.select_related("person"), pk=membership_id, association=association, to_on=None
    )
    form = LastDayForm(request.POST or None, initial={"last_day": clock.today(association.time_zone)})
    if request.method == "POST" and form.is_valid():
        try:
            services.end_membership(
                membership.pk, last_day=form.cleaned_data["last_day"], by=request.actor, at=clock.now()
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{membership.person.full_name}: участие окончено.")
            return redirect("members:member_list", code=code)
    return render(
        request,
        "ui/confirm.html",
        {
            "title": f"{membership.person.full_name}: окончить участие?",
            "text": "Роли в этом объединении окончатся в тот же день. В прошлых годах человек останется в списках.",
            "form": form,
            "submit": "Окончить участие",
            "danger": True,
            "cancel": reverse("members:member_list", args=[code]),
        },
        status=422 if form.errors else 200,
    )


def _readable(request: Request, code: str) -> Association:
    association = get_object_or_404(Association.objects.select_related("territory", "parent"), code=code)
    if not access.can_read_members(request.actor, association):
        raise Http404
    return association


def _editable(request: Request, code: str) -> Association:
    association = _readable(request, code)
    if not access.can_edit_members(request.actor, association):
        raise Http404
    return association
