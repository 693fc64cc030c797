"""A field of a form with its label, hint and error."""

from __future__ import annotations

from django.forms import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString


def field(bound: BoundField, width: str = "") -> SafeString:
    """`{% field form.title width="wide" %}`: the field group in a row of a form or of a filter bar.

    `width`: "" as its kind asks, "wide" the whole row, "short" for a year or a number.
    """
    if width not in ("", "wide", "short"):
        raise ValueError(f"«{width}» is no width of a field")
    group = bound.as_field_group()
    return format_html('<div class="field-cell field-cell--{}">{}</div>', width, group) if width else group
