"""«Как склоняется моё имя»: what certificates and papers will say, corrected by the person herself."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from stellazh.common import clock
from stellazh.common.requests import Request
from stellazh.people import services
from stellazh.people.enums import GrammaticalCase
from stellazh.people.forms import NameCasesForm
from stellazh.people.reads import forms_of
from stellazh.people.views.me import me
from stellazh.ui.attempts import attempt, show_form

SHOWN = (GrammaticalCase.DATIVE, GrammaticalCase.GENITIVE)


@never_cache
@require_http_methods(["GET", "POST"])
def name_cases(request: Request) -> HttpResponse:
    """Show one's name in two cases and correct it; a field left empty gives the case back to the rules."""
    person, at = me(request), clock.now()
    shown = forms_of(person, SHOWN)
    form = NameCasesForm(request.POST or None, shown=shown)
    if request.method == "POST" and form.is_valid():

        def save() -> None:
            services.settle_own_names(person.pk, form.texts, by=person, at=at)

        if attempt(form, save):
            messages.success(request, "Сохранено: так имя будет стоять в ваших сертификатах.")
            return redirect("people:account")
    doubts = dict.fromkeys(one.declined.doubt for one in shown if not one.declined.is_certain)
    return show_form(request, "people/name_cases.html", form, {"person": person, "doubts": list(doubts)})
