"""Widgets of forms: days and moments as browsers pick them, tables from the clipboard."""

from __future__ import annotations

from typing import Any

from django import forms


class DayInput(forms.DateInput):
    """A day in the browser's own calendar; typed «11.09.2023» is understood as well where there is none."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    """A day and a time in the browser's own picker."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class TimeOfDayInput(forms.TimeInput):
    """A time in the browser's own picker."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class PastedTable(forms.Textarea):
    """A place to paste a table from Word, Excel or a page; the value is the pasted text, cells apart by tabs.

    Name the field `…_text` and put a hidden field `…_html` beside it: scripts fill that one with the HTML of the
    clipboard, which keeps the cells, and say how many rows were seen. Without scripts the text alone arrives.
    """

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 6, "data-paste-table": True, "spellcheck": "false", **(attrs or {})})
