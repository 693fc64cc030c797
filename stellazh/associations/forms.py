"""Forms of the structure."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from zoneinfo import available_timezones

from django import forms

from stellazh.associations.enums import AssociationKind, OrganisationKind, TerritoryKind
from stellazh.associations.journal import JournalChoices, JournalFilter
from stellazh.associations.models import LARGEST_TILE_PLACE, Association, Territory, code_validator
from stellazh.common.capabilities import capabilities
from stellazh.ui.widgets import DayInput

EM_SPACE = "\u2003"
RUSSIAN_ZONES = (
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


class TerritoryChoice(forms.ModelChoiceField[Territory]):
    """A territory, indented by its depth."""

    def __init__(self, *, empty_label: str = "выберите территорию", **options: Any) -> None:
        options["empty_label"] = empty_label
        super().__init__(queryset=Territory.objects.filter(archived_at=None).order_by("path"), **options)

    def label_from_instance(self, obj: Any) -> str:
        return f"{EM_SPACE * obj.depth}{obj.name}"


class OnceForm(forms.Form):
    """A form that creates: the hidden key makes a double click one row."""

    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["submission_key"].initial = uuid.uuid4


class AssociationForm(OnceForm):
    kind = forms.ChoiceField(label="Вид", choices=AssociationKind.choices)
    name = forms.CharField(label="Полное название", max_length=300)
    short_name = forms.CharField(
        label="Краткое название", max_length=120, help_text="Так оно стоит в списках, например «ММО Заречного округа»."
    )
    territory = TerritoryChoice(label="Территория")
    time_zone = forms.ChoiceField(label="Часовой пояс", choices=RUSSIAN_ZONES, initial="Europe/Moscow")
    about = forms.CharField(label="Об объединении", required=False, widget=forms.Textarea(attrs={"rows": 4}))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        zone = (self.initial or {}).get("time_zone")
        if zone in available_timezones() and zone not in dict(RUSSIAN_ZONES):
            self.fields["time_zone"].choices = [*RUSSIAN_ZONES, (zone, zone)]  # type: ignore[attr-defined]


class NewAssociationForm(AssociationForm):
    code = forms.CharField(
        label="Код в адресе страницы",
        max_length=60,
        validators=[code_validator],
        help_text="Латинскими буквами и дефисом, например zarechny. Код не меняется никогда.",
    )
    field_order = ["kind", "name", "short_name", "code"]


class TerritoryForm(OnceForm):
    kind = forms.ChoiceField(label="Вид", choices=TerritoryKind.choices)
    name = forms.CharField(label="Название", max_length=200)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class NewTerritoryForm(TerritoryForm):
    parent = TerritoryChoice(label="Входит в")
    code = forms.CharField(
        label="Код", max_length=60, validators=[code_validator], help_text="Латинскими буквами и дефисом."
    )


class TilesForm(forms.Form):
    """Row and place in the row of every tile; both or neither."""

    expected_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any, tiles: Sequence[Territory], places: Mapping[int, tuple[int, int]], **options: Any):
        super().__init__(data, **options)
        self.tiles = tiles
        for tile in tiles:
            for name, label, value in zip(self._names(tile), ("ряд", "место"), places[tile.pk], strict=True):
                self.fields[name] = forms.IntegerField(
                    label=f"{tile.name}: {label}",
                    required=False,
                    min_value=1,
                    max_value=LARGEST_TILE_PLACE,
                    initial=value,
                    widget=forms.NumberInput(attrs={"aria-label": f"{tile.name}: {label}", "inputmode": "numeric"}),
                )

    def lines(self) -> Iterator[tuple[Territory, forms.BoundField, forms.BoundField]]:
        """Every tile with its two fields."""
        for tile in self.tiles:
            row, column = self._names(tile)
            yield tile, self[row], self[column]

    def clean(self) -> dict[str, Any]:
        for tile in self.tiles:
            row, column = self._names(tile)
            given = [name for name in (row, column) if self.cleaned_data.get(name) is not None]
            if len(given) == 1 and not self.errors.keys() & {row, column}:
                missing = column if given == [row] else row
                self.add_error(missing, f"{tile.name}: нужны и ряд, и место. Или оставьте оба поля пустыми.")
        return self.cleaned_data

    @property
    def places(self) -> dict[int, tuple[int, int] | None]:
        """What was typed; None for a tile without a place of its own."""
        found: dict[int, tuple[int, int] | None] = {}
        for tile in self.tiles:
            row, column = (self.cleaned_data[name] for name in self._names(tile))
            found[tile.pk] = (row, column) if row and column else None
        return found

    @staticmethod
    def _names(tile: Territory) -> tuple[str, str]:
        return f"row-{tile.pk}", f"column-{tile.pk}"


class OrganisationForm(OnceForm):
    kind = forms.ChoiceField(label="Вид", choices=OrganisationKind.choices)
    short_name = forms.CharField(label="Краткое название", max_length=120, help_text="Например «МБОУ СОШ № 5».")
    name = forms.CharField(label="Полное название", max_length=400, widget=forms.Textarea(attrs={"rows": 2}))
    territory = TerritoryChoice(label="Территория")
    inn = forms.CharField(label="ИНН", max_length=14, required=False)
    outside_ids = forms.CharField(
        label="Номера в других системах",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="По одному в строке, например «ФИС ФРДО: 12345».",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean_outside_ids(self) -> dict[str, str]:
        numbers: dict[str, str] = {}
        for line in str(self.cleaned_data["outside_ids"]).splitlines():
            if not line.strip():
                continue
            system, mark, number = line.partition(":")
            if not mark or not number.strip():
                raise forms.ValidationError(f"Строка «{line.strip()}»: напишите систему, двоеточие и номер.")
            numbers[system.strip()] = number.strip()
        return numbers


class OrganisationFilterForm(forms.Form):
    q = forms.CharField(label="Название", required=False)
    kind = forms.ChoiceField(label="Вид", required=False, choices=[("", "все"), *OrganisationKind.choices])
    territory = TerritoryChoice(label="Территория", required=False, empty_label="все", to_field_name="code")


class JournalForm(forms.Form):
    """What of the journal to show. What is not understood is not asked for."""

    first = forms.DateField(label="С", required=False, widget=DayInput)
    last = forms.DateField(label="По", required=False, widget=DayInput)
    who = forms.CharField(label="Кто", required=False, max_length=100)
    action = forms.ChoiceField(label="Что сделано", required=False)
    kind = forms.ChoiceField(label="С чем", required=False)
    text = forms.CharField(label="Слово", required=False, max_length=100)

    def __init__(self, choices: JournalChoices, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["action"].choices = [("", "всё"), *choices.actions]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", "со всем"), *choices.kinds]  # type: ignore[attr-defined]

    def asked(self) -> JournalFilter:
        """The filter of the fields that were understood."""
        self.is_valid()
        data = self.cleaned_data
        return JournalFilter(
            first=data.get("first"),
            last=data.get("last"),
            who=data.get("who", "").strip(),
            action=data.get("action", ""),
            kind=data.get("kind", ""),
            text=data.get("text", "").strip(),
        )


class RoleHistoryForm(forms.Form):
    """One day, or all of them."""

    on = forms.DateField(label="На день", required=False, widget=DayInput, help_text="Пусто — за всё время.")
    members = forms.BooleanField(label="Показать и участников", required=False)


class PersonNameForm(forms.Form):
    """A part of a name."""

    q = forms.CharField(label="Фамилия", required=False, max_length=100)


class ExplainForm(forms.Form):
    """Where, and which right; none means all of them."""

    person = forms.IntegerField(widget=forms.HiddenInput, required=False)
    association = forms.ModelChoiceField(
        label="Где", queryset=Association.objects.none(), required=False, empty_label=None
    )
    capability = forms.ChoiceField(label="Что", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["association"].queryset = Association.objects.present().order_by("path")  # type: ignore[attr-defined]
        areas: dict[str, list[tuple[str, str]]] = {}
        for entry in capabilities:
            areas.setdefault(entry.area, []).append((entry.code, entry.label))
        self.fields["capability"].choices = [("", "все права"), *areas.items()]  # type: ignore[attr-defined]

    def association_asked(self) -> Association | None:
        """The association chosen; None when none was, or there is no such."""
        return self.cleaned_data.get("association") if self.is_bound and self.is_valid() else None
