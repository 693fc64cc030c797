"""What narrows the directories, their columns and order: all of it stands in the address."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict

from stellazh.associations.models import Association, Organisation, Territory
from stellazh.common.capabilities import Role
from stellazh.members.enums import Category, EducationLevel, LibraryKind, PostKind, SettlementKind
from stellazh.members.papers.directory import KINDS
from stellazh.members.reads.directory.columns import Column, chosen_columns, offered_columns
from stellazh.members.reads.directory.filters import UNKNOWN, Filters
from stellazh.members.reads.directory.listing import Wanted
from stellazh.members.reads.directory.scope import Scope

ANY: Final = ("", "все")
NOT_TOLD: Final = (UNKNOWN, "не указано")
LARGEST_ID: Final = 2**63 - 1


def choice(label: str, *options: tuple[str, str], any_label: str = "все") -> forms.ChoiceField:
    """One of several codes, or any."""
    return forms.ChoiceField(label=label, required=False, choices=[("", any_label), *options])


def words(label: str, **options: Any) -> forms.CharField:
    """Words that a text must hold."""
    return forms.CharField(
        label=label, required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"}), **options
    )


def number(label: str, most: int) -> forms.IntegerField:
    """A whole number from nought on."""
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=most)


def territory_choices(scope: Scope) -> list[tuple[str, str]]:
    """The territories of the reader's associations, those below moved to the right."""
    least = min((one.depth for one in scope.territories), default=0)
    return [(str(one.pk), "\u2003" * (one.depth - least) + one.name) for one in scope.territories]


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that narrows the list, in words; `address` is the choice without it."""

    label: str
    value: str
    address: str


class DirectoryForm(forms.Form):
    """The choice of a reader. What is not understood narrows nothing; what she may not ask of is not offered."""

    q = forms.CharField(
        label="Кого найти",
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Фамилия, школа, должность"}),
    )
    territory = forms.TypedChoiceField(label="Территория", required=False, coerce=int, empty_value=None)
    association = forms.TypedChoiceField(label="Объединение", required=False, coerce=int, empty_value=None)
    order = forms.ChoiceField(
        label="Порядок",
        required=False,
        choices=[
            ("name", "по фамилии"),
            ("place", "по территории"),
            ("joined", "кто недавно пришёл"),
            ("experience", "по библиотечному стажу"),
            ("category", "по дате категории"),
            ("confirmed", "давно не подтверждали"),
        ],
    )

    post = choice("Должность", *PostKind.choices)
    rate = choice("Ставка", ("full", "полная"), ("part", "меньше ставки"), ("more", "больше ставки"), NOT_TOLD)
    settlement = choice("Город или село", *SettlementKind.choices)
    library = choice("Библиотека", *LibraryKind.choices)
    role = choice("Роль", *Role.choices)
    joined = choice("В объединении", ("year", "пришли в этом учебном году"), ("12", "пришли за 12 месяцев"))
    account = choice("Вход в систему", ("yes", "есть"), ("no", "нет"))
    other_work = choice("Совместительство", ("yes", "есть"), ("no", "нет"))

    experience = choice(
        "Стаж", ("total", "общий"), ("teaching", "педагогический"), ("here", "в этой школе"), any_label="библиотечный"
    )
    experience_from = number("Стаж от, лет", 80)
    experience_to = number("Стаж до, лет", 80)
    age = choice(
        "Возраст",
        ("34", "до 35 лет"),
        ("44", "35–44 года"),
        ("54", "45–54 года"),
        ("64", "55–64 года"),
        ("65", "65 лет и больше"),
        NOT_TOLD,
    )

    education = choice("Образование", ("library", "библиотечное, любое"), *EducationLevel.choices, NOT_TOLD)
    education_words = words("Вуз, специальность")
    category = choice(
        "Категория",
        *Category.choices,
        ("ends", "СЗД истекает в этом году"),
        ("ended", "СЗД истекло"),
        NOT_TOLD,
    )
    training = choice(
        "Обучение",
        ("within_1", "курсы за последний год"),
        ("within_3", "курсы за 3 года"),
        ("within_5", "курсы за 5 лет"),
        ("none_3", "нет курсов за 3 года"),
        ("none_5", "нет курсов за 5 лет"),
        ("retraining", "есть переподготовка"),
    )
    training_hours = number("Часов не меньше", 5_000)
    training_words = words("Тема курсов")
    theme = words("Тема самообразования")
    award = words("Награда")

    contact = choice(
        "Связь",
        ("email", "есть почта"),
        ("no_email", "нет почты"),
        ("phone", "есть телефон"),
        ("no_phone", "нет телефона"),
        ("max", "есть в MAX"),
        ("vk", "есть ВКонтакте"),
    )
    confirmed = choice(
        "Карточка",
        ("year", "подтверждена в этом учебном году"),
        ("not_year", "в этом учебном году не подтверждена"),
        ("never", "никогда не подтверждалась"),
    )
    # The school comes from a link of its card, not from a list of hundreds.
    school = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_ID, widget=forms.HiddenInput)

    MAIN: Final = ("q", "territory", "order")
    OPEN_GROUPS: Final = (
        ("Объединение", ("role", "joined", "account")),
        ("Работа", ("post", "rate", "settlement", "library")),
    )
    CARD_GROUPS: Final = (
        ("Стаж и возраст", ("experience", "experience_from", "experience_to", "age", "other_work")),
        ("Образование и категория", ("education", "education_words", "category", "theme", "award")),
        ("Курсы и переподготовка", ("training", "training_hours", "training_words")),
        ("Связь и карточка", ("contact", "confirmed")),
    )
    CARD_ORDERS: Final = ("experience", "category", "confirmed")

    def __init__(self, data: QueryDict, *, scope: Scope) -> None:
        # The address is the whole of the form: a page opened without one is a form sent empty.
        super().__init__(data)
        self.scope = scope
        self.columns = chosen_columns(data.getlist("columns"), reads_cards=scope.reads_cards)
        self.has_own_columns = any(column.code in data.getlist("columns") for column in self.offered)
        if not scope.reads_cards:
            for _, names in self.CARD_GROUPS:
                for name in names:
                    del self.fields[name]
            self.fields["order"].choices = [one for one in self._options("order") if one[0] not in self.CARD_ORDERS]  # type: ignore[attr-defined]
        self._territories: dict[int, Territory] = {one.pk: one for one in scope.territories}
        self._associations: dict[int, Association] = {one.pk: one for one in scope.associations}
        associations = [(str(pk), one.short_name) for pk, one in self._associations.items()]
        for name, options in (("territory", territory_choices(scope)), ("association", associations)):
            self.fields[name].choices = [ANY, *options]  # type: ignore[attr-defined]

    @property
    def offered(self) -> tuple[Column, ...]:
        """The columns that may be chosen."""
        return offered_columns(reads_cards=self.scope.reads_cards)

    @property
    def is_drawer_touched(self) -> bool:
        """Whether a filter of the drawer stands in the address, understood or not; the association's apart."""
        return any(self.data.get(name) for _, names in self._groups for name in names)

    @property
    def _groups(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return (*self.OPEN_GROUPS, *(self.CARD_GROUPS if self.scope.reads_cards else ()))

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The filters that stand in the drawer, under their headings; the association's stands before them."""
        return [(title, [self[name] for name in names]) for title, names in self._groups]

    @cached_property
    def chosen(self) -> dict[str, Any]:
        """What was understood of the address, and is not empty."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}

    @property
    def wanted(self) -> Wanted:
        """What the listing takes."""
        found = dict(self.chosen)
        query, order = found.pop("q", "").strip(), found.pop("order", "") or "name"
        territory = self._territories.get(found.pop("territory", 0))
        association = self._associations.get(found.pop("association", 0))
        return Wanted(query, Filters(territory=territory, association=association, **found), order)

    def address(self, **changes: str | None) -> str:
        """What is chosen, as the part of an address after «?»; `changes` replaces, or with None leaves out."""
        found = {name: str(value) for name, value in self.chosen.items() if (name, value) != ("order", "name")}
        for name, value in changes.items():
            found.pop(name, None)
            if value is not None:
                found[name] = value
        columns = [("columns", column.code) for column in self.columns] if self.has_own_columns else []
        return urlencode([*found.items(), *columns])

    def chips(self) -> list[Chip]:
        """What narrows the list, each with the address that no longer does."""
        kinds = ("experience_from", "experience_to")
        named = [
            name
            for name in self.chosen
            if name not in ("q", "order") and (name != "experience" or any(kind in self.chosen for kind in kinds))
        ]
        return [
            Chip(str(self.fields[name].label or "Школа"), self._shown(name), self.address(**{name: None}))
            for name in named
        ]

    def in_words(self) -> str:
        """«Отбор: категория — первая; стаж от, лет — 10», for papers; empty when nothing narrows."""
        words = [f"{chip.label} — {chip.value}" for chip in self.chips()]
        if query := self.wanted.query:
            words.insert(0, f"слова — {query}")
        return f"Отбор: {'; '.join(words)}" if words else ""

    def _shown(self, name: str) -> str:
        value = self.chosen[name]
        if name == "school":
            return self._school_name
        options = {str(code): str(label) for code, label in self._options(name)}
        return options.get(str(value), str(value)).strip()

    @cached_property
    def _school_name(self) -> str:
        own = Organisation.objects.filter(territory__in=[one.pk for one in self.scope.territories])
        return own.filter(pk=self.chosen["school"]).values_list("short_name", flat=True).first() or "выбранная"

    def _options(self, name: str) -> list[tuple[str, str]]:
        field = self.fields[name]
        return list(field.choices) if isinstance(field, forms.ChoiceField) else []  # type: ignore[arg-type]


class SavedViewForm(forms.Form):
    """A name for what is chosen."""

    name = forms.CharField(
        label="Название вида", max_length=80, help_text="Например «Первая категория, Лужский округ»."
    )
    query = forms.CharField(required=False, max_length=4000, widget=forms.HiddenInput)


class ExportForm(forms.Form):
    """Which file is wanted of what is chosen."""

    kind = forms.ChoiceField(choices=[(code, code) for code in KINDS])
    query = forms.CharField(required=False, max_length=4000)
