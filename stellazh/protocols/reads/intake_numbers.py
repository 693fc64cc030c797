"""The number of an old paper among those that the association has given out."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from stellazh.associations.models import Association
from stellazh.common.school_year import SchoolYear
from stellazh.protocols.models import Protocol
from stellazh.russian.calendar_words import day_and_month


def who_has_number(association: Association, school_year: int, number: int) -> Protocol | None:
    """The protocol of that school year that has the number. One query."""
    return Protocol.objects.filter(association=association, school_year=school_year, number=number).first()


def out_of_order(association: Association, held_on: date, number: int) -> str:
    """A sentence when the number would go against the days of meetings, else nothing. One query."""
    rows = Protocol.objects.filter(association=association, school_year=SchoolYear.of(held_on).start).signed()
    against = rows.filter(Q(held_on__gt=held_on, number__lt=number) | Q(held_on__lt=held_on, number__gt=number))
    other = against.order_by("held_on", "number").first()
    if other is None:
        return ""
    return (
        f"Протокол заседания {day_and_month(other.held_on)} подписан под №\xa0{other.number}: номера идут не по "
        "порядку дат. Проверьте номер и дату; если в бумаге так, внесите как есть."
    )
