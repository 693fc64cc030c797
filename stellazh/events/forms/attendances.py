"""Forms of attendance."""

from __future__ import annotations

import re
import uuid
from datetime import date, datetime
from typing import Any

from django import forms

from stellazh.associations.models import Territory
from stellazh.events.enums import AttendanceState, ComingAs, MarkSource
from stellazh.events.forms.moments import EARLIEST_YEAR, LATEST_YEAR, ZonedMoment, put_zone
from stellazh.events.models import Event
from stellazh.events.reads.attendances.listing import UNMARKED, ListFilter
from stellazh.events.services.attendances import MOST_SCANS, HandMark, PaperTicks, Scan, WalkIn
from stellazh.people.models import Person

CLEAR = "clear"
_ROW = re.compile(r"[ae][0-9]{1,17}\Z", re.ASCII)
_LONGEST_ROWS = 20_000
_LONGEST_SCANS = 200_000


class RowNames(forms.MultipleChoiceField):
    """Rows ticked on a page: «e12», «a34». Which of them are of this event the service looks."""

    def valid_value(self, value: Any) -> bool:
        """Whether it is a name of a row at all."""
        return bool(_ROW.match(str(value)))


class AttendanceFilterForm(forms.Form):
    """What the list is narrowed to."""

    q = forms.CharField(label="Фамилия", max_length=100, required=False)
    state = forms.ChoiceField(
        label="Участие",
        required=False,
        choices=[("", "все"), *AttendanceState.choices, (UNMARKED, "не отмечены")],
    )
    source = forms.ChoiceField(label="Откуда известно", required=False, choices=[("", "все"), *MarkSource.choices])
    territory = forms.TypedChoiceField(label="Муниципалитет", required=False, coerce=int, empty_value=None)

    def __init__(self, territories: dict[int, str], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["territory"].choices = [("", "все"), *territories.items()]  # type: ignore[attr-defined]

    @property
    def wanted(self) -> ListFilter:
        """What is asked for; everything when the address is nonsense."""
        if not self.is_valid():
            return ListFilter()
        data = self.cleaned_data
        return ListFilter(data["q"], data["state"], data["source"], data["territory"])


class HandForm(forms.Form):
    """A state for the rows ticked."""

    rows = RowNames(
        error_messages={"required": "Отметьте в списке, о ком речь.", "invalid_choice": "Такой строки нет."}
    )
    state = forms.ChoiceField(
        label="Поставить отмеченным",
        choices=[*AttendanceState.choices, (CLEAR, "снять ручную отметку")],
    )
    reason = forms.CharField(label="Причина отсутствия", max_length=300, required=False)
    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    @property
    def is_clearing(self) -> bool:
        return bool(self.cleaned_data["state"] == CLEAR)

    @property
    def marks(self) -> list[HandMark]:
        """What to set; the form is valid and does not clear."""
        state, reason = AttendanceState(self.cleaned_data["state"]), self.cleaned_data["reason"]
        return [HandMark(row, state, reason) for row in self.cleaned_data["rows"]]


class PaperForm(forms.Form):
    """The page of the paper list as it comes back."""

    on = forms.DateField(label="За какой день")
    before = forms.CharField(required=False, max_length=_LONGEST_ROWS)
    rows = RowNames(required=False)

    @property
    def ticks(self) -> PaperTicks:
        """What was ticked and what is."""
        before = {name for name in self.cleaned_data["before"].split() if _ROW.match(name)}
        return PaperTicks(frozenset(before), frozenset(self.cleaned_data["rows"]))


class WalkInPersonForm(forms.Form):
    """Somebody of ours, chosen among those found."""

    person = forms.ModelChoiceField(queryset=Person.objects.none())
    on = forms.DateField()
    submission_key = forms.UUIDField(required=False)


class WalkInGuestForm(forms.Form):
    """A guest from the paper."""

    name = forms.CharField(label="Фамилия, имя, отчество", max_length=200)
    organisation_name = forms.CharField(label="Школа, организация", max_length=200, required=False)
    territory = forms.ModelChoiceField(
        label="Муниципалитет", queryset=Territory.objects.none(), required=False, empty_label="не указан"
    )
    on = forms.DateField(widget=forms.HiddenInput)
    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["submission_key"].initial = uuid.uuid4
        self.fields["territory"].queryset = Territory.objects.filter(depth__lte=1).in_order()  # type: ignore[attr-defined]

    @property
    def guest(self) -> WalkIn:
        """Who it is."""
        data = self.cleaned_data
        return WalkIn(data["name"], None, data["organisation_name"], data["territory"])


class OpenCheckInForm(forms.Form):
    """A new code."""

    label = forms.CharField(
        label="Для чего", max_length=120, required=False, help_text="Увидите только вы: «Начало», «После перерыва»."
    )
    coming_as = forms.ChoiceField(
        label="Для кого",
        required=False,
        choices=[("", "для всех, как кто зарегистрирован"), *ComingAs.choices],
    )
    opens_at = ZonedMoment(label="Действует с")
    closes_at = ZonedMoment(label="до")

    def __init__(self, event: Event, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        put_zone(self, event.zone)
        if not event.is_mixed:
            del self.fields["coming_as"]


class CheckInForm(forms.Form):
    """Six digits."""

    code = forms.CharField(
        label="Код из шести цифр",
        max_length=20,
        widget=forms.TextInput(
            attrs={
                "inputmode": "numeric",
                "autocomplete": "one-time-code",
                "class": "check-in__code",
                "autofocus": True,
            }
        ),
        error_messages={"required": "Введите код: его называет ведущий или показывает экран."},
    )


class DoorForm(forms.Form):
    """A link for a helper."""

    label = forms.CharField(
        label="Для кого ссылка",
        max_length=120,
        required=False,
        help_text="Например «Вера, главный вход»: это имя будет стоять у отметок.",
    )


class _Scans(forms.JSONField):
    """JSON that is no deeper than the machine can follow."""

    def to_python(self, value: Any) -> Any:
        """What was sent, when it is not too long nor too deep."""
        try:
            if len(str(value or "")) <= _LONGEST_SCANS:
                return super().to_python(value)
        except RecursionError:
            pass
        raise forms.ValidationError("Отметки повреждены: отправьте их ещё раз.", code="invalid")


class ScansForm(forms.Form):
    """What a phone has gathered: a list of `{"key", "ticket", "at"}`."""

    scans = _Scans()

    def clean_scans(self) -> list[Scan]:
        """The scans as the service takes them."""
        told = self.cleaned_data["scans"]
        if not isinstance(told, list) or not 0 < len(told) <= MOST_SCANS:
            raise forms.ValidationError(f"За один раз принимается от 1 до {MOST_SCANS} отметок.")
        return [_scan(one) for one in told]


def _scan(told: Any) -> Scan:
    try:
        key = uuid.UUID(str(told["key"]))
        ticket = str(told["ticket"])
    except (KeyError, TypeError, ValueError):
        raise forms.ValidationError("Отметка повреждена: у неё нет ключа или билета.") from None
    return Scan(ticket.replace("\0", ""), key, _moment(told.get("at")))


def _moment(told: Any) -> datetime | None:
    """A phone's «2024-10-08T11:05:00.000Z»; nothing when it is none, for the clock is not what counts."""
    try:
        moment = datetime.fromisoformat(str(told))
    except ValueError:
        return None
    # A clock that stands at the ends of time names no moment at all.
    return moment if moment.tzinfo is not None and EARLIEST_YEAR <= moment.year <= LATEST_YEAR else None


def chosen_day(event: Event, text: str, today: date) -> date:
    """The day of an address: one of the event's, else the present one, or the nearest to it."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = today
    return min(max(day, event.first_day), event.last_day)
