"""To which part of the list a letter goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Q

from stellazh.events.enums import AttendanceState, ComingAs, EnrolmentState
from stellazh.events.models import COUNTED, Enrolment, Event
from stellazh.events.models.enrolments import EnrolmentQuerySet

WAS, WAS_NOT, LATE = "was", "was_not", "late"
ATTENDED: Mapping[str, str] = {
    WAS: "кто участвовал",
    WAS_NOT: "кто зарегистрировался и не участвовал",
    LATE: "кто смотрел запись",
}


@dataclass(frozen=True, slots=True)
class Part:
    """A choice of registrations: every filled field narrows it. `states` are codes, `attended` one of `ATTENDED`."""

    states: tuple[str, ...] = (EnrolmentState.CONFIRMED.value,)
    attended: str = ""
    coming_as: str = ""
    territory_id: int | None = None
    enrolment_ids: tuple[int, ...] = ()

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Part:
        """The part as it is kept in a letter; whatever is unknown in it is left out."""
        states = tuple(code for code in stored.get("states", ()) if code in EnrolmentState.values)
        ids = tuple(int(key) for key in stored.get("enrolment_ids", ()))
        attended = str(stored.get("attended", ""))
        coming_as = str(stored.get("coming_as", ""))
        territory_id = stored.get("territory_id")
        return cls(
            states=states,
            attended=attended if attended in ATTENDED else "",
            coming_as=coming_as if coming_as in ComingAs.values else "",
            territory_id=int(territory_id) if territory_id else None,
            enrolment_ids=ids,
        )

    def as_json(self) -> dict[str, Any]:
        """As a letter keeps it."""
        return {**asdict(self), "states": list(self.states), "enrolment_ids": list(self.enrolment_ids)}

    def words(self, territory_name: str = "") -> str:
        """«зарегистрированные; кто участвовал; очно»."""
        words = [", ".join(_PLURAL[EnrolmentState(code)] for code in self.states) or "никто"]
        if self.attended:
            words.append(ATTENDED[self.attended])
        if self.coming_as:
            words.append(str(ComingAs(self.coming_as).label))
        if territory_name:
            words.append(territory_name)
        if self.enrolment_ids:
            words.append(f"из них выбранные: {len(self.enrolment_ids)}")
        return "; ".join(words)


def recipients(event: Event, part: Part) -> EnrolmentQuerySet:
    """The registrations that the part chooses, in the order of the alphabet."""
    rows = Enrolment.objects.filter(event=event, state__in=part.states)
    if part.attended == WAS:
        rows = rows.filter(attendance__state__in=COUNTED)
    elif part.attended == WAS_NOT:
        rows = rows.exclude(Q(attendance__state__in=COUNTED) | Q(attendance__state=AttendanceState.LATE))
    elif part.attended == LATE:
        rows = rows.filter(attendance__state=AttendanceState.LATE)
    if part.coming_as:
        rows = rows.filter(coming_as=part.coming_as)
    if part.territory_id is not None:
        rows = rows.filter(territory_id=part.territory_id)
    if part.enrolment_ids:
        rows = rows.filter(pk__in=part.enrolment_ids)
    return rows.order_by("sort_key", "pk")


_PLURAL: Mapping[EnrolmentState, str] = {
    EnrolmentState.INVITED: "приглашённые",
    EnrolmentState.PENDING: "ждущие подтверждения",
    EnrolmentState.CONFIRMED: "зарегистрированные",
    EnrolmentState.WAITING: "лист ожидания",
    EnrolmentState.REJECTED: "отклонённые",
    EnrolmentState.WITHDRAWN: "отказавшиеся",
}
STATE_CHOICES = tuple((state.value, _PLURAL[state]) for state in EnrolmentState)
