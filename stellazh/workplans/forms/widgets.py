"""A place for several names, one to a line of its own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core import validators
from django.http import QueryDict

SPARE_LINES = 1
MOST_OWNERS = 40


class OwnersInput(forms.Widget):
    """Text inputs of one name; an empty one is always left for the next. `names` are offered while typing."""

    template_name = "workplans/widgets/owners.html"
    names: tuple[str, ...] = ()

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        lines = [line for line in value or [] if line]
        context["lines"] = [*lines, *[""] * (SPARE_LINES if lines else SPARE_LINES + 1)]
        context["names"] = self.names
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return list(data.getlist(name)) if isinstance(data, QueryDict) else list(data.get(name, []))

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data

    def id_for_label(self, id_: str, index: str = "0") -> str:
        return f"{id_}_{index}" if id_ else id_


class OwnersField(forms.Field):
    """Names as typed, without empty lines and outer blanks.

    Refuses more than 40 names.
    """

    widget = OwnersInput

    def clean(self, value: Any) -> list[str]:
        names = [str(line).strip() for line in value or []]
        names = [name for name in names if name]
        for name in names:
            validators.ProhibitNullCharactersValidator()(name)
        if len(names) > MOST_OWNERS:
            raise forms.ValidationError(f"Ответственных не больше {MOST_OWNERS}.")
        return names
