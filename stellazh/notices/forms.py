"""Forms of notices: what is chosen, how far everything is read, what is switched off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from itertools import groupby
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.forms import BoundField

from stellazh.notices.enums import Delivery, DigestDays
from stellazh.notices.kinds import NoticeKind
from stellazh.notices.services import Choices
from stellazh.ui.widgets import TimeOfDayInput

PREFIX = "kind-"
HOURS = [(hour, f"{hour}:00") for hour in range(24)]
# The zones of Russia; whoever lives elsewhere keeps what the installation has.
ZONES = (
    ("", "Как на сайте"),
    ("Europe/Kaliningrad", "Калининград (МСК−1)"),
    ("Europe/Moscow", "Москва (МСК)"),
    ("Europe/Samara", "Самара (МСК+1)"),
    ("Asia/Yekaterinburg", "Екатеринбург (МСК+2)"),
    ("Asia/Omsk", "Омск (МСК+3)"),
    ("Asia/Krasnoyarsk", "Красноярск (МСК+4)"),
    ("Asia/Irkutsk", "Иркутск (МСК+5)"),
    ("Asia/Yakutsk", "Якутск (МСК+6)"),
    ("Asia/Vladivostok", "Владивосток (МСК+7)"),
    ("Asia/Magadan", "Магадан (МСК+8)"),
    ("Asia/Kamchatka", "Камчатка (МСК+9)"),
)


@dataclass(frozen=True, slots=True)
class KindRow:
    """One row of the table: a kind and its radio buttons; none where the kind cannot be chosen about."""

    kind: NoticeKind
    field: BoundField | None


class ChoicesForm(forms.Form):
    """The whole page of choices. Every choosable kind is a field `kind-<code>`."""

    digest_days = forms.ChoiceField(label="Сводка приходит", choices=DigestDays.choices)
    digest_hour = forms.TypedChoiceField(label="В котором часу", choices=HOURS, coerce=int)
    quiet_from = forms.TimeField(label="Не присылать писем с", required=False, widget=TimeOfDayInput)
    quiet_to = forms.TimeField(
        label="До",
        required=False,
        widget=TimeOfDayInput,
    )
    time_zone = forms.ChoiceField(label="Часовой пояс", required=False, choices=ZONES)
    is_mail_off = forms.BooleanField(
        label="Не присылать никаких писем",
        required=False,
        help_text="Уведомления останутся на сайте. Письма о безопасности входа и о смене пароля приходят всегда.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, kinds: list[NoticeKind], choices: Choices, version: int, data: Any = None) -> None:
        initial = {
            **{f"{PREFIX}{code}": how for code, how in choices.deliveries.items()},
            **{name: getattr(choices, name) for name in Choices.__slots__ if name != "deliveries"},
            "version": version,
        }
        super().__init__(data, initial=initial)
        self._kinds = kinds
        for kind in kinds:
            if not kind.is_required:
                self.fields[f"{PREFIX}{kind.code}"] = forms.ChoiceField(
                    label=kind.label, choices=Delivery.choices, widget=forms.RadioSelect
                )
        zone = choices.time_zone
        if zone in available_timezones() and zone not in dict(ZONES):
            self.fields["time_zone"].choices = [*ZONES, (zone, zone)]  # type: ignore[attr-defined]

    def groups(self) -> Iterator[tuple[str, list[KindRow]]]:
        """The rows of the table under the headings of their groups."""
        ordered = sorted(self._kinds, key=lambda kind: kind.group)
        for group, kinds in groupby(ordered, key=lambda kind: kind.group):
            yield group, [KindRow(kind, None if kind.is_required else self[f"{PREFIX}{kind.code}"]) for kind in kinds]

    def choices(self) -> Choices:
        """What was chosen, for the service."""
        data = self.cleaned_data
        quiet_from: time | None = data["quiet_from"]
        quiet_to: time | None = data["quiet_to"]
        return Choices(
            deliveries={name.removeprefix(PREFIX): how for name, how in data.items() if name.startswith(PREFIX)},
            digest_days=data["digest_days"],
            digest_hour=data["digest_hour"],
            quiet_from=quiet_from,
            quiet_to=quiet_to,
            time_zone=data["time_zone"],
            is_mail_off=data["is_mail_off"],
        )


class ListFilterForm(forms.Form):
    """Which notices are shown."""

    only = forms.ChoiceField(required=False, choices=[("unread", "Непрочитанные")])


class UpToForm(forms.Form):
    """Everything up to this notice, the newest that was seen."""

    up_to = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class UnsubscribeForm(forms.Form):
    """What to switch off: a kind's code, the digest, or all. Mail programs do not send it: the address says it."""

    what = forms.CharField(max_length=64, required=False)
