"""Closing what nobody has agreed to any longer."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from stellazh.members.enums import Level
from stellazh.members.models import Card
from stellazh.people.models import Person


@transaction.atomic
def close_fields(person: Person, codes: Iterable[str]) -> None:
    """Put the fields that were open to everybody back to the level they begin with. The version grows.

    Without a consent nothing of them is shown to guests anyway; but a page must not say «все» of what nobody sees.
    """
    card = Card.objects.select_for_update().filter(person=person).first()
    if card is None:
        return
    shut = {code for code in codes if card.visibility.get(code) == Level.PUBLIC}
    if shut:
        card.visibility = {code: level for code, level in card.visibility.items() if code not in shut}
        card.version += 1
        card.save(update_fields=["visibility", "version"])
