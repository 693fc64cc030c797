"""Asking to be let in, for guests: choosing the association, the form, the letter, the confirmed address.

The answer is the same whether the address is known or not. A GET changes nothing: mail scanners open links too.
"""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.common.errors import DomainError
from stellazh.common.requests import Request
from stellazh.links.services import open_link
from stellazh.members import services
from stellazh.members.forms.registrations import JoinForm, JoinSearchForm
from stellazh.members.links import REGISTRATION
from stellazh.members.models import Registration
from stellazh.members.reads import registrations as reads
from stellazh.people.devices import place_of
from stellazh.people.enums import ConsentPurpose
from stellazh.people.models import ConsentText
from stellazh.people.services.consents import NoConsentText, current_text
from stellazh.ui.attempts import attempt, show_form


@login_not_required
@require_GET
def join(request: Request) -> HttpResponse:
    """The first step: which association."""
    form = JoinSearchForm(request.GET)
    query = form.cleaned_data["q"] if form.is_valid() else ""
    return render(request, "members/join.html", {"form": form, "query": query, "places": reads.places_to_join(query)})


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def join_association(request: Request, code: str) -> HttpResponse:
    """The form."""
    association = get_object_or_404(Association.objects.present().select_related("territory"), code=code)
    text = _text()
    if text is None:
        return render(request, "members/join_closed.html", {"association": association}, status=503)
    form = JoinForm(reads.schools_of(association), request.POST or None, initial={"consent_text": text.pk})
    if request.method == "POST" and form.is_of_a_robot:
        return redirect("members:join_sent")
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: services.send_registration(
                association.pk,
                fields=_fields(form),
                consent_text_id=form.cleaned_data["consent_text"],
                place=place_of(request),
                submission_key=form.cleaned_data["submission_key"],
                by=request.actor,
                at=clock.now(),
            ),
            beside={services.ConsentIsMissing: "consent", services.SchoolIsElsewhere: "organisation"},
        )
        if done:
            return redirect("members:join_sent")
    if form.errors and form["consent_text"].value() != str(text.pk):
        # Agreed is only what was read: the box is empty again beside the edition now in force.
        sent = {name: value for name, value in request.POST.dict().items() if name != "consent"}
        form.data = {**sent, "consent_text": str(text.pk)}
    return show_form(request, "members/join_association.html", form, {"association": association, "text": text})


@login_not_required
@require_GET
def join_consent(request: Request) -> HttpResponse:
    """The text of the consent on a page of its own."""
    return render(request, "members/join_consent.html", {"text": _text()})


@login_not_required
@require_GET
def join_sent(request: Request) -> HttpResponse:
    """What to do next, the same for every address."""
    return render(request, "members/join_sent.html")


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def join_confirm(request: Request, token: str) -> HttpResponse:
    """Confirm the address by the link of the letter; only the button does it."""
    at = clock.now()
    link = open_link(token, REGISTRATION, at=at)
    rows = Registration.objects.select_related("association")
    registration = rows.filter(pk=int(link.object_id)).first() if link else None
    if registration is None:
        return render(request, "members/join_link_spent.html", status=410)
    refusal = ""
    if request.method == "POST":
        try:
            services.confirm_registration(token, at=at)
        except DomainError as refused:
            refusal = str(refused)
        else:
            return redirect("members:join_confirmed")
    return render(
        request,
        "members/join_confirm.html",
        {"registration": registration, "refusal": refusal},
        status=422 if refusal else 200,
    )


@login_not_required
@require_GET
def join_confirmed(request: Request) -> HttpResponse:
    """The request is on its way to those who decide."""
    return render(request, "members/join_confirmed.html")


def _text() -> ConsentText | None:
    try:
        return current_text(ConsentPurpose.PROCESSING)
    except NoConsentText:
        return None


def _fields(form: JoinForm) -> services.RegistrationFields:
    data = form.cleaned_data
    school = data.get("organisation")
    return services.RegistrationFields(
        family_name=data["family_name"],
        given_name=data["given_name"],
        patronymic=data["patronymic"],
        email=data["email"],
        phone=data["phone"],
        organisation_id=school.pk if school else None,
        organisation_text=data["organisation_text"],
        post_title=data["post_title"],
        message=data["message"],
    )
