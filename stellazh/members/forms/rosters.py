"""What comes in from the pages of a brought list."""

from __future__ import annotations

import uuid
from typing import Any, cast

from django import forms

from stellazh.members.enums import ImportKind, RowDecision
from stellazh.members.models import ImportRow, RosterImport
from stellazh.members.reads.rosters import column_views
from stellazh.members.rosters.columns import NOT_NEEDED, fields_of
from stellazh.members.services.rosters import Bulk
from stellazh.office.tables.limits import TOO_LARGE, UPLOAD_LIMIT_BYTES
from stellazh.ui.widgets import PastedTable

PASTE_LIMIT = 4_000_000
UNKNOWN = "?"


class RosterStartForm(forms.Form):
    """People or schools, and a file or a pasted table."""

    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label="Что в списке", widget=forms.RadioSelect, initial=ImportKind.PEOPLE.value)
    file = forms.FileField(
        label="Файл со списком",
        required=False,
        help_text="Excel (.xlsx) или CSV, не больше 20 МБ. Столбцы могут стоять в любом порядке.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt"}),
    )
    table_text = forms.CharField(
        label="Или вставьте таблицу",
        required=False,
        max_length=PASTE_LIMIT,
        strip=False,
        help_text="Выделите таблицу в Excel вместе с заголовками, скопируйте (Ctrl+C) и вставьте сюда (Ctrl+V).",
        widget=PastedTable({"rows": 5}),
    )
    table_html = forms.CharField(widget=forms.HiddenInput, required=False, max_length=PASTE_LIMIT)

    def __init__(self, *args: Any, may_bring_schools: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds = list(ImportKind.choices) if may_bring_schools else [(ImportKind.PEOPLE.value, ImportKind.PEOPLE.label)]
        cast("forms.ChoiceField", self.fields["kind"]).choices = kinds
        self.fields["submission_key"].initial = uuid.uuid4

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        file = data.get("file")
        if file is not None and file.size > UPLOAD_LIMIT_BYTES:
            self.add_error("file", TOO_LARGE)
        if not self.errors and file is None and not (data.get("table_text") or "").strip():
            self.add_error("file", "Выберите файл со списком или вставьте таблицу ниже.")
        return data

    @property
    def content(self) -> tuple[bytes, str]:
        """What is to be read, and its name: the file when there is one."""
        file = self.cleaned_data["file"]
        if file is not None:
            return file.read(), file.name or "список"
        return self.cleaned_data["table_text"].encode("utf-8"), "вставлено.tsv"


class ColumnsForm(forms.Form):
    """Which column is what; a sheet when there are several."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    sheet = forms.ChoiceField(label="Лист", required=False)

    def __init__(self, roster: RosterImport, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._roster = roster
        sheet = cast("forms.ChoiceField", self.fields["sheet"])
        sheet.choices = [(name, name) for name in roster.sheets]
        sheet.initial = roster.sheet
        if len(roster.sheets) < 2:
            del self.fields["sheet"]
        self.fields["version"].initial = roster.version
        known = [(one.code, one.label) for one in fields_of(roster.kind)]
        for column in column_views(roster):
            self.fields[f"column_{column.place}"] = forms.ChoiceField(
                label=column.heading or f"столбец {column.place + 1}",
                choices=[(UNKNOWN, "не узнан: выберите"), (NOT_NEEDED, "не нужен"), *known],
                initial=UNKNOWN if column.code is None else column.code,
                required=False,
                widget=forms.Select(attrs={"class": "input"}),
            )

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Each column beside its examples."""
        return [{"column": column, "field": self[f"column_{column.place}"]} for column in column_views(self._roster)]

    @property
    def columns(self) -> dict[int, str]:
        """Number of a column → field; those left unknown are absent."""
        return {
            column.place: code
            for column in column_views(self._roster)
            if (code := self.cleaned_data[f"column_{column.place}"]) != UNKNOWN
        }


class RowActForm(forms.Form):
    """A button of a row: «12:1:skip» — which row, at which version, what; «take» also sends ticked fields."""

    act = forms.RegexField(r"^\d{1,6}:\d{1,6}:(?:create|skip|again|take|same:\d{1,10}|row:\d{1,6})\Z", max_length=60)

    @property
    def parts(self) -> tuple[int, int, str]:
        """Number, version, answer."""
        number, version, answer = self.cleaned_data["act"].split(":", 2)
        return int(number), int(version), answer

    def taken(self, number: int) -> list[str]:
        """The fields ticked in that row."""
        getlist = getattr(self.data, "getlist", None)
        return [str(code) for code in getlist(f"take-{number}")] if getlist else []


class BulkForm(forms.Form):
    """One answer for many rows."""

    bulk = forms.ChoiceField(choices=[(one.value, one.value) for one in Bulk])


class ShowForm(forms.Form):
    """Which rows the check shows."""

    show = forms.ChoiceField(choices=RowDecision.choices)


class CellsForm(forms.Form):
    """The cells of one row, each by its field."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, roster: RosterImport, row: ImportRow, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["version"].initial = row.version
        mapped = {code for code in roster.columns.values() if code}
        for one in fields_of(roster.kind):
            if one.code not in mapped and one.code not in row.cells:
                continue
            text = row.cells.get(one.code, "")
            widget = forms.Textarea(attrs={"rows": 2}) if one.may_repeat or "\n" in text else forms.TextInput()
            self.fields[one.code] = forms.CharField(
                label=one.label, required=False, initial=text, max_length=2000, widget=widget
            )

    @property
    def texts(self) -> dict[str, str]:
        """Field → text."""
        return {code: text for code, text in self.cleaned_data.items() if code != "version"}
