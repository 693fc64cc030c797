"""Lists of choices are written without templates: they must say what Django's templates say."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html
from django.utils.safestring import mark_safe

from stellazh.ui.rendering import FormRenderer

CHOICES = [
    ("", "все"),
    (7, 'Раздел «А» <b> & "Б"'),
    ("x'\"<y>", mark_safe("<i>безопасно</i>")),
    ("Группа <1>", [("a", "первое"), (8, 1_250)]),
]
WIDGETS = [
    forms.Select(choices=CHOICES),
    forms.Select(choices=()),
    forms.Select(attrs={"class": 'a "b"', "required": True, "disabled": False, "data-n": 5}, choices=CHOICES),
    forms.SelectMultiple(choices=CHOICES),
    forms.NullBooleanSelect(),
]


@pytest.mark.parametrize("widget", WIDGETS)
@pytest.mark.parametrize("value", [None, "", 7, "7", "x'\"<y>", "a", True])
def test_select_says_what_djangos_template_says(widget: forms.Select, value: Any) -> None:
    ours, djangos = FormRenderer(), DjangoTemplates()

    drawn = widget.render("name<", value, {"id": "id_name"}, ours)

    assert parse_html(drawn) == parse_html(widget.render("name<", value, {"id": "id_name"}, djangos))


def test_select_marks_every_chosen_option() -> None:
    widget = forms.SelectMultiple(choices=CHOICES)

    drawn = widget.render("name", ["a", 7], {"id": "id_name"}, FormRenderer())

    assert parse_html(drawn) == parse_html(widget.render("name", ["a", 7], {"id": "id_name"}, DjangoTemplates()))
    assert drawn.count(" selected") == 2


def test_select_with_an_option_template_of_its_own_keeps_it() -> None:
    class Coloured(forms.Select):
        option_template_name = "django/forms/widgets/radio_option.html"

    widget = Coloured(choices=[("a", "первое")])

    drawn = widget.render("name", "a", {"id": "id_name"}, FormRenderer())

    assert parse_html(drawn) == parse_html(widget.render("name", "a", {"id": "id_name"}, DjangoTemplates()))
