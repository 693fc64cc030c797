"""What came in about a sheet: the sheet itself and its blocks, sent together."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.forms import BaseFormSet
from django.http import QueryDict

from stellazh.certificates.forms.blocks import PREFIX, BlockForm, BlockFormSet, choices_of, initial_of
from stellazh.certificates.layout import DESIGNS, ORIENTATIONS, Design, LayoutUnfit, layout_from_json
from stellazh.certificates.models import CertificatePicture, CertificateTemplate
from stellazh.certificates.reads.previews import SAMPLES, Look, Sample
from stellazh.certificates.services.sheet_layouts import Sheet, text_faults

_OF_BLOCK: Final = re.compile(r"Блок (\d+)(?: \(«[^»]*»\))?[:.]?\s*(.*)", re.DOTALL)


class SheetForm(forms.Form):
    """What is said once of a sheet: how it lies, what lies under and beside its blocks, what the preview shows."""

    orientation = forms.ChoiceField(label="Лист", choices=choices_of(ORIENTATIONS))
    design = forms.ChoiceField(label="Оформление", choices=choices_of(DESIGNS))
    background = forms.TypedChoiceField(label="Свой фон", coerce=int, empty_value=None, required=False)
    emblem = forms.TypedChoiceField(label="Эмблема", coerce=int, empty_value=None, required=False)
    seal = forms.TypedChoiceField(label="Печать", coerce=int, empty_value=None, required=False)
    sample = forms.ChoiceField(label="Показать пример", choices=choices_of(SAMPLES), required=False)
    sample_name = forms.CharField(
        label="Чьё имя поставить", max_length=150, required=False,
        widget=forms.TextInput(attrs={"placeholder": "Фамилия Имя Отчество", "autocomplete": "off"}),
    )  # fmt: skip
    shown = forms.CharField(widget=forms.HiddenInput, required=False, max_length=300)
    expected_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        pictures: Iterable[CertificatePicture],
        chosen: CertificateTemplate,
        may_seal: bool,
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        by_kind: dict[str, list[tuple[str, str]]] = {}
        for picture in pictures:
            by_kind.setdefault(picture.kind, []).append((str(picture.pk), picture.name))
        for name in ("background", "emblem", "seal"):
            self.fields[name].choices = [("", "нет"), *by_kind.get(name, [])]  # type: ignore[attr-defined]
        if not may_seal:
            # What stands there stays: a disabled field ignores whatever is sent.
            self.fields["seal"].disabled = True
            self.fields["seal"].help_text = "Печать ставит тот, кому доверены подписи и печати."
            self.initial["seal"] = chosen.seal_id

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("background") and data.get("design") not in (None, "", Design.PLAIN.value):
            self.add_error("design", "Оно закроет свой фон. Выберите «Без украшений» или уберите фон.")
        return data

    @property
    def look(self) -> Look:
        """What the preview is filled with; without the real signatures."""
        data = self.cleaned_data
        sample = data.get("sample") or Sample.USUAL
        return Look(Sample(sample), data.get("sample_name") or "")


class SheetForms:
    """The form of the sheet and those of its blocks, sent together."""

    def __init__(
        self,
        data: QueryDict | None,
        template: CertificateTemplate,
        pictures: Iterable[CertificatePicture],
        *,
        may_seal: bool,
    ) -> None:
        sheet = Sheet.of(template)
        self.form = SheetForm(
            data,
            initial={
                "orientation": sheet.layout.orientation.value,
                "design": sheet.layout.design.value,
                "background": sheet.background_id,
                "emblem": sheet.emblem_id,
                "seal": sheet.seal_id,
                "sample": Sample.USUAL.value,
                "expected_version": template.version,
            },
            pictures=pictures,
            chosen=template,
            may_seal=may_seal,
        )
        initial = None if data is not None else [initial_of(block) for block in sheet.layout.blocks]
        self.blocks: BaseFormSet[Any] = BlockFormSet(data, initial=initial, prefix=PREFIX)
        self.sheet: Sheet | None = sheet if data is None else None

    def is_valid(self) -> bool:
        """Whether the sheet could be made of what was sent; then it is `sheet`. Faults stand at their blocks."""
        form_fits, blocks_fit = self.form.is_valid(), self.blocks.is_valid()
        if not form_fits or not blocks_fit:
            for words in self.blocks.non_form_errors():
                self.form.add_error(None, str(words))
            return False
        data = self.form.cleaned_data
        staying = self.staying()
        given = {
            "orientation": data["orientation"],
            "design": data["design"],
            "blocks": [one.as_json() for one in staying],
        }
        try:
            layout = layout_from_json(given)
        except LayoutUnfit as unfit:
            self.add_faults(unfit)
            return False
        self.sheet = Sheet(layout, data["background"], data["emblem"], data["seal"])
        return True

    def staying(self) -> list[BlockForm]:
        """The forms of blocks that stay on the sheet, in their order: the numbers in faults count these."""
        return [one for one in self.blocks.forms if not one.is_leaving()]

    def doubts(self) -> None:
        """Put what is wrong with the fields in the texts beside their blocks; the preview is shown all the same."""
        if self.sheet is not None:
            self._put_faults(text_faults(self.sheet.layout))

    def add_faults(self, unfit: LayoutUnfit) -> None:
        """Put each fault beside the block it names, the others above."""
        self._put_faults(unfit.faults)

    def faults(self) -> dict[str, list[str]]:
        """All errors for the script: those of a block by the number of its form, the others under «»."""
        found: dict[str, list[str]] = {}
        above = [(self.form.fields.get(name), error) for name, errors in self.form.errors.items() for error in errors]
        if words := [f"{field.label}: {error}" if field else str(error) for field, error in above]:
            found[""] = words
        for number, one in enumerate(self.blocks.forms):
            told = [
                str(error) if name in ("__all__", "text") else f"{one.fields[name].label}: {error}"
                for name, errors in one.errors.items()
                for error in errors
            ]
            if told and not one.is_leaving():
                found[str(number)] = told
        return found

    def _put_faults(self, faults: Iterable[str]) -> None:
        staying = self.staying()
        for fault in faults:
            found = _OF_BLOCK.fullmatch(fault)
            place = int(found[1]) - 1 if found else -1
            if found and 0 <= place < len(staying):
                words = found[2]
                staying[place].add_error(None, words[:1].upper() + words[1:])
            else:
                self.form.add_error(None, fault)
