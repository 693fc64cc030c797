"""Fields of answers: choices with places, a paragraph between questions, numbers with a comma."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms

HEADING_TEMPLATE = "questionnaires/heading_field.html"


class _WithoutPlaces:
    """Choices of which some have no place left: drawn, and not to be chosen."""

    full: Collection[str] = ()

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)  # type: ignore[misc]
        if str(value) in self.full and not option["selected"]:
            option["attrs"]["disabled"] = True
        return option


class OneOf(_WithoutPlaces, forms.RadioSelect):
    """One choice, all in sight."""


class OneOfMany(_WithoutPlaces, forms.Select):
    """One choice out of a long list."""


class SomeOf(_WithoutPlaces, forms.CheckboxSelectMultiple):
    """Any number of choices."""


class Paragraph(forms.Widget):
    """Nothing to fill in: a heading stands between questions."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        return ""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> None:
        return None


class HeadingField(forms.Field):
    """A title and a paragraph of the questionnaire, drawn in the row of fields."""

    widget = Paragraph

    def __init__(self, *, label: str, text: str) -> None:
        super().__init__(required=False, label=label, help_text=text)
        self.template_name = HEADING_TEMPLATE


class PlainNumberField(forms.DecimalField):
    """A number with a comma or a point, thousands apart or not."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "decimal"}), **kwargs)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = "".join(value.split()).replace(",", ".")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        return str(value).replace(".", ",") if value is not None else value


class TokenField(forms.CharField):
    """A hidden word that the page brings back; drawn anew it is always the present one."""

    widget = forms.HiddenInput

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, max_length=64, **options)

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What is drawn again."""
        return initial
