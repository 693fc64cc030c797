"""Who does not want letters of a kind that its own app writes and addresses."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from stellazh.notices.enums import Delivery
from stellazh.notices.kinds import notice_kinds
from stellazh.notices.models import BouncedAddress, NoticePreference, NoticeSettings
from stellazh.people.models import Person


class Unwanted(StrEnum):
    """Why no letter goes to somebody."""

    OFF = "off"
    BOUNCED = "bounced"


def unwanted_letters(kind: str, people: Iterable[Person]) -> dict[int, Unwanted]:
    """By the person's key why no letter of that kind may go to her; nobody else is named. Three queries.

    A digest cannot carry a letter that is written to one addressee: whoever chose it gets the letter at once.

    Raises:
        KeyError: no app registered that kind.
    """
    people = list(people)
    ids = [person.pk for person in people]
    default = notice_kinds[kind].default
    chosen = dict(NoticePreference.objects.filter(person__in=ids, kind=kind).values_list("person_id", "delivery"))
    silent = set(NoticeSettings.objects.filter(person__in=ids, is_mail_off=True).values_list("person_id", flat=True))
    marked = BouncedAddress.objects.marked().among(person.email for person in people)
    bounced = set(marked.values_list("address", flat=True))
    found: dict[int, Unwanted] = {}
    for person in people:
        if person.pk in silent or chosen.get(person.pk, default) == Delivery.OFF:
            found[person.pk] = Unwanted.OFF
        elif person.email and person.email in bounced:
            found[person.pk] = Unwanted.BOUNCED
    return found
