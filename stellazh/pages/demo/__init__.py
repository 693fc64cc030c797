"""The demonstration: an invented region shaped like real ones, in a database of its own."""

from __future__ import annotations

from django.db import transaction

from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.pages.demo.filling import DOMAIN, PASSWORD, Filler
from stellazh.people.models import Person


def fill_demo() -> list[str]:
    """Fill an empty demonstration; gives the lines of who may sign in, also when it is filled already.

    Raises:
        NotADemo: the settings are not the demonstration's.
    """
    if Association.objects.exists():
        known = Person.objects.with_account().filter(email__endswith=f"@{DOMAIN}").in_order()
        return [*(f"{person.email} ({person.full_name})" for person in known), f"Пароль у всех один: {PASSWORD}"]
    # All or nothing: a demonstration killed half-way is filled anew.
    with transaction.atomic():
        return list(Filler(clock.now()).fill())
