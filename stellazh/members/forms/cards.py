"""Forms of a librarian's card: the card itself in calm parts, and its rows."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.forms import BoundField

from stellazh.members.card_fields import CARD_FIELDS
from stellazh.members.enums import Category, EducationLevel, TrainingKind
from stellazh.members.models import Award, Card, PupilResult, Training
from stellazh.members.services.card_records import AwardFields, PupilResultFields, TrainingFields
from stellazh.members.services.card_values import CardFields
from stellazh.ui.widgets import DayInput

# The parts of the long form, in order: a code for its address, a heading, the groups of fields.
PARTS: Final[tuple[tuple[str, str, tuple[str, ...]], ...]] = (
    ("work", "Работа и стаж", ("Работа",)),
    ("education", "Образование", ("Образование",)),
    ("attestation", "Аттестация", ("Аттестация",)),
    ("contacts", "Контакты и дата рождения", ("Контакты", "Личное")),
)
PART_CODES: Final = tuple(code for code, _, _ in PARTS)
_HELP: Final = {
    "phone": "Российский номер можно писать как угодно: система сама приведёт его к виду «+7 …».",
    "experience_stated_on": "День, на который вы считаете годы. Дальше система прибавляет их сама.",
    "education_institution": "Как написано в дипломе.",
    "category_order": "Номер и дата приказа.",
    "category_on": "Для соответствия занимаемой должности дата обязательна.",
    "max_contact": "Имя или ссылка в мессенджере MAX.",
    "vk_contact": "Ссылка на страницу.",
}


@dataclass(frozen=True, slots=True)
class FormPart:
    """A heading and the fields under it."""

    code: str
    title: str
    fields: tuple[BoundField, ...]


class CardForm(forms.ModelForm[Card]):
    """What a card says. `only` narrows it to the parts named, `open_to` to the fields the reader may see.

    The row itself is written by `services.update_card`: `save` of the form is not used. Columns that are not in the
    form stay as they were in `card`.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    class Meta:
        model = Card
        fields = CardFields.names()
        widgets = {
            "birth_on": DayInput,
            "experience_stated_on": DayInput,
            "category_on": DayInput,
            "phone": forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        }
        help_texts = _HELP

    def __init__(
        self,
        data: Any = None,
        *,
        card: Card,
        only: Collection[str] = PART_CODES,
        open_to: Collection[str] | None = None,
        **options: Any,
    ) -> None:
        # A copy: cleaning a model form writes into its instance, and the view may still show the card.
        self.card = card
        initial = {"version": card.version if card.pk else 0, **options.pop("initial", {})}
        super().__init__(data, instance=Card(**_columns(card)), initial=initial, **options)
        shown = set(_columns_of(only, open_to))
        for name in CardFields.names():
            if name not in shown:
                del self.fields[name]
        for name, choices in (("education_level", EducationLevel.choices), ("category", Category.choices)):
            if name in self.fields:
                self.fields[name].choices = [("", "не указано"), *choices]  # type: ignore[attr-defined]
        self._only = tuple(only)

    def _post_clean(self) -> None:
        # The row is not asked: its constraints answer in no words of ours. The service checks the same, in words.
        pass

    def fields_of_card(self) -> CardFields:
        """What was typed, over what stands in the card. Call it on a valid form."""
        data = {name: self.cleaned_data[name] for name in CardFields.names() if name in self.cleaned_data}
        return CardFields(**{**_columns(self.card), **data})

    def parts(self) -> Iterator[FormPart]:
        """The fields under their headings, parts without fields left out."""
        for code, title, _ in PARTS:
            names = [name for name in _columns_of((code,), None) if name in self.fields]
            if code in self._only and names:
                yield FormPart(code, title, tuple(self[name] for name in names))


class TrainingForm(forms.ModelForm[Training]):
    """A course or a retraining."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Training
        fields = TrainingFields.names()
        widgets = {"ended_on": DayInput, "kind": forms.RadioSelect}
        help_texts = {
            "ended_on": "Последний день, как в удостоверении или дипломе.",
            "hours": "Академических часов; в переподготовке не меньше 250.",
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = TrainingKind.choices  # type: ignore[attr-defined]

    def fields_of_row(self) -> TrainingFields:
        """What was typed."""
        return TrainingFields(**{name: self.cleaned_data[name] for name in TrainingFields.names()})


class AwardForm(forms.ModelForm[Award]):
    """An award."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Award
        fields = AwardFields.names()

    def fields_of_row(self) -> AwardFields:
        """What was typed."""
        return AwardFields(**{name: self.cleaned_data[name] for name in AwardFields.names()})


class PupilResultForm(forms.ModelForm[PupilResult]):
    """A pupil's place in a contest."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = PupilResult
        fields = PupilResultFields.names()
        help_texts = {
            "family_name": "Другие увидят только первую букву, пока не записано согласие родителя.",
            "school_class": "Например «5 А».",
            "place": "Например «победитель», «2 место».",
        }

    def fields_of_row(self) -> PupilResultFields:
        """What was typed."""
        return PupilResultFields(**{name: self.cleaned_data[name] for name in PupilResultFields.names()})


class GuardianConsentForm(forms.Form):
    """Who of the parents agreed, and when."""

    guardian_name = forms.CharField(
        label="Кто из родителей дал согласие",
        max_length=200,
        help_text="Фамилия, имя и отчество, как в бумажном согласии. Саму бумагу храните в школе.",
    )
    given_on = forms.DateField(label="Дата согласия", widget=DayInput)


def _columns(card: Card) -> dict[str, Any]:
    return {name: getattr(card, name) for name in CardFields.names()}


def _columns_of(parts: Collection[str], open_to: Collection[str] | None) -> list[str]:
    groups = {group for code, _, named in PARTS if code in parts for group in named}
    return [
        column
        for field in CARD_FIELDS
        if field.group in groups and (open_to is None or field.code in open_to)
        for column in field.attributes
    ]
