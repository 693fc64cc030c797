"""Inviting members to sign in, and giving them roles."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from stellazh.associations.access import can_grant_role
from stellazh.associations.models import Association, Grant
from stellazh.associations.services import end_grant, grant_role
from stellazh.common import clock
from stellazh.common.capabilities import Role
from stellazh.common.errors import DomainError
from stellazh.common.requests import Request
from stellazh.members import access
from stellazh.members.forms.lists import EmailForm, LastDayForm, RoleForm
from stellazh.members.models import Membership
from stellazh.people.access import can_invite_person, can_set_address
from stellazh.people.services import EmailIsTaken, invite_person, set_email


@require_http_methods(["GET", "POST"])
def member_invite(request: Request, code: str, membership_id: int) -> HttpResponse:
    """Write down the address and send an invitation."""
    membership = _member(request, code, membership_id)
    person, association = membership.person, membership.association
    if not can_invite_person(request.actor, person) or person.has_account:
        raise Http404
    form = EmailForm(
        request.POST or None, initial={"email": person.email}, may_change=can_set_address(request.actor, person)
    )
    if request.method == "POST" and form.is_valid():
        at, email = clock.now(), form.cleaned_data["email"]
        try:
            if email.casefold() != person.email:
                set_email(person.pk, email=email, scope=association.path, by=request.actor, at=at)
            invite_person(person.pk, scope=association.path, by=request.actor, at=at)
        except EmailIsTaken as refusal:
            form.add_error("email", str(refusal))
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Приглашение отправлено на {email}.")
            return redirect("members:member_list", code=code)
    return render(
        request,
        "members/member_invite.html",
        {"association": association, "person": person, "form": form},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
def role_grant(request: Request, code: str, membership_id: int) -> HttpResponse:
    """Give a member a role."""
    membership = _member(request, code, membership_id)
    association = membership.association
    roles: list[Role] = [
        role
        for role in Role
        if (role != Role.OPERATOR or association.parent is None) and can_grant_role(request.actor, role, association)
    ]
    if not roles:
        raise Http404
    form = RoleForm(roles, request.POST or None, initial={"from_on": clock.today(association.time_zone)})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            grant_role(
                person_id=membership.person_id,
                role=data["role"],
                association_id=association.pk,
                from_on=data["from_on"],
                to_on=data["to_on"],
                by=request.actor,
                at=clock.now(),
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{membership.person.full_name}: {Role(data['role']).label.lower()}.")
            return redirect("members:member_list", code=code)
    return render(
        request,
        "members/role_grant.html",
        {"association": association, "person": membership.person, "form": form},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
def role_end(request: Request, code: str, grant_id: int) -> HttpResponse:
    """Take a role back, after a question."""
    grant = get_object_or_404(
        Grant.objects.select_related("person", "association__parent"), pk=grant_id, association__code=code
    )
    association = grant.association
    if association is None or not can_grant_role(request.actor, grant.role, association):
        raise Http404
    form = LastDayForm(request.POST or None, initial={"last_day": clock.today(association.time_zone)})
    if request.method == "POST" and form.is_valid():
        try:
            end_grant(grant.pk, last_day=form.cleaned_data["last_day"], by=request.actor, at=clock.now())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{grant.person.full_name}: роль окончена.")
            return redirect("members:member_list", code=code)
    return render(
        request,
        "ui/confirm.html",
        {
            "title": f"{grant.person.full_name}: снять роль «{grant.get_role_display()}»?",
            "text": "В журнале и в прошлых датах роль останется.",
            "form": form,
            "submit": "Снять роль",
            "danger": True,
            "cancel": reverse("members:member_list", args=[code]),
        },
        status=422 if form.errors else 200,
    )


def _member(request: Request, code: str, membership_id: int) -> Membership:
    association = get_object_or_404(Association, code=code)
    if not access.can_read_members(request.actor, association):
        raise Http404
    return get_object_or_404(
        Membership.objects.select_related("person", "association__parent"),
        pk=membership_id,
        association=association,
        to_on=None,
    )
