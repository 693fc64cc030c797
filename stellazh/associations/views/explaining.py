"""Why may this person do that here."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from stellazh.associations import access
from stellazh.associations.explaining import explain, explain_all
from stellazh.associations.forms import ExplainForm, PersonNameForm
from stellazh.associations.models import Association, Grant
from stellazh.common.requests import Request
from stellazh.people.models import Person
from stellazh.russian.collation import fold

MOST_FOUND = 20


@require_GET
def capability_explain(request: Request) -> HttpResponse:
    """One person, one place, one right or all of them: may she, and why. Of oneself anybody may ask."""
    people = access.people_to_ask_about(request.actor)
    asked, own = request.GET.get("person", ""), int(request.actor.actor_id)
    person = get_object_or_404(people, pk=int(asked) if asked.isdecimal() and len(asked) < 19 else own)
    place = _own_place(person)
    sent = request.GET.copy()
    sent.setdefault("association", str(place.pk) if place is not None else "")
    form = ExplainForm(sent)
    association = form.association_asked() or place
    code = form.cleaned_data.get("capability", "") if form.is_valid() else ""
    search = PersonNameForm(request.GET)
    name = search.cleaned_data["q"] if search.is_valid() else ""
    found = people.filter(name_key__contains=fold(name)).in_order()[:MOST_FOUND] if name else None
    return render(
        request,
        "associations/capability_explain.html",
        {
            "person": person,
            "is_self": person.pk == own,
            "association": association,
            "form": form,
            "search": search,
            "found": found,
            "asks_others": people.exclude(pk=own).exists(),
            "explanation": explain(person, code, association) if association and code else None,
            "lines": explain_all(person, association) if association and not code else None,
        },
    )


def _own_place(person: Person) -> Association | None:
    """Where the person has a role; else the association above all."""
    held = Grant.objects.filter(person=person, association__archived_at=None).exclude(association=None)
    grant = held.select_related("association").order_by("-from_on", "pk").first()
    return grant.association if grant is not None else Association.objects.present().in_order().first()
