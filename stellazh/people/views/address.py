"""«Адрес для входа»: another one, proved by a letter and confirmed by the person signed in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from stellazh.common import clock
from stellazh.common.errors import DomainError
from stellazh.common.requests import Request
from stellazh.people import services
from stellazh.people.confirmation import confirmation_required
from stellazh.people.forms import NewAddressForm
from stellazh.people.links import NEW_ADDRESS
from stellazh.people.views.me import me
from stellazh.ui.attempts import attempt, show_form


@never_cache
@confirmation_required
@require_http_methods(["GET", "POST"])
def address_change(request: Request) -> HttpResponse:
    """Ask for a letter to the new address; the answer is the same for every address."""
    person = me(request)
    form = NewAddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        if attempt(
            form,
            lambda: services.ask_for_new_address(person.pk, email=email, by=person, at=clock.now()),
            beside={services.AddressIsTheSame: "email"},
        ):
            messages.success(
                request,
                f"Письмо со ссылкой отправлено на {email}. Откройте её в течение суток; до того входите по-прежнему.",
            )
            return redirect("people:account")
    return show_form(request, "people/address_change.html", form, {"person": person})


@never_cache
@require_http_methods(["GET", "POST"])
def address_confirm(request: Request, token: str) -> HttpResponse:
    """Show what the link is about, and change the address by a POST of the person who asked."""
    person, at = me(request), clock.now()
    address = services.address_behind(token, by=person, at=at)
    if not address:
        return render(request, "people/link_is_spent.html", {"purpose": NEW_ADDRESS}, status=410)
    if request.method == "POST":
        try:
            services.confirm_new_address(token, by=person, at=at)
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"Готово: теперь вы входите с адресом {address}.")
        return redirect("people:account")
    return render(request, "people/address_confirm.html", {"person": person, "address": address})
