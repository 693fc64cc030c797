"""Who answers for decisions already written, told without looking at everybody else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from stellazh.events.reads.speakers import Workplace, workplaces_of
from stellazh.protocols.models import DecisionOwner
from stellazh.protocols.reads.addressees import AddresseeDirectory, Known
from stellazh.protocols.services.decision_fields import owner_fields


def linked_directory(owners: Iterable[DecisionOwner], *, on: date) -> AddresseeDirectory:
    """The people, schools, places and associations that the owners are linked to; others are not known to it.

    One query, none where no person is named; the owners have whom they are linked to at hand.
    """
    rows = list(owners)
    people = {row.person_id for row in rows if row.person_id is not None}
    workplaces = workplaces_of(sorted(people), on=on) if people else {}
    return AddresseeDirectory(tuple(_known(rows, workplaces)), {}, {}, has_below=True)


def _known(rows: Iterable[DecisionOwner], workplaces: dict[int, Workplace]) -> Iterator[Known]:
    for row in rows:
        fields = owner_fields(row)
        if row.person is not None:
            place = workplaces.get(row.person.pk, Workplace())
            detail = ", ".join(part for part in (place.post, place.organisation_name) if part)
            yield Known(fields, detail, (row.person.full_name,))
        elif row.organisation is not None:
            yield Known(fields, str(row.organisation.get_kind_display()), (row.organisation.name,))
        elif row.association is not None:
            yield Known(fields, "объединение", (row.association.name,))
        elif row.territory is not None:
            yield Known(fields, str(row.territory.get_kind_display()), (row.territory.name,))
