"""What came in about a plan: its year, its passport, the papers behind decisions."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms

from stellazh.common.school_year import SchoolYear
from stellazh.ui.widgets import DayInput
from stellazh.workplans.enums import PlanForm
from stellazh.workplans.models import Plan, PlanGrif
from stellazh.workplans.services.fields import PLAN_TEXTS, Basis, PlanFields
from stellazh.workplans.services.texts import PLAN_LABELS

LONG_TEXTS = ("unified_theme", "methodical_theme", "goal", "tasks", "expected_results")


def put_years(field: forms.Field, years: Sequence[int]) -> None:
    """Offer these school years, named as papers name them."""
    if isinstance(field, forms.ChoiceField):
        field.choices = [(str(year), SchoolYear(year).label) for year in years]


class SubmissionForm(forms.Form):
    """A form that makes something: sent twice, it makes it once."""

    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class PlanCreateForm(SubmissionForm):
    """The year and form of a new plan, and its sections."""

    school_year = forms.TypedChoiceField(label="Учебный год", coerce=int)
    form = forms.ChoiceField(label="Форма плана", choices=PlanForm.choices, widget=forms.RadioSelect)
    sections = forms.CharField(
        label="Разделы или направления",
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="По одному в строке. Их можно добавить и потом.",
    )

    def __init__(self, *args: Any, years: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        put_years(self.fields["school_year"], years)

    @property
    def titles(self) -> tuple[str, ...]:
        """The sections, each once, in order."""
        lines = (line.strip() for line in self.cleaned_data["sections"].splitlines())
        return tuple(dict.fromkeys(line for line in lines if line))


class PlanEditForm(forms.Form):
    """The passport of a plan."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(
        label=PLAN_LABELS["title"],
        required=False,
        max_length=400,
        help_text="Если оставить пустым, напечатается «План работы на … учебный год».",
    )
    unified_theme = forms.CharField(label=PLAN_LABELS["unified_theme"], required=False)
    methodical_theme = forms.CharField(label=PLAN_LABELS["methodical_theme"], required=False)
    goal = forms.CharField(label=PLAN_LABELS["goal"], required=False)
    tasks = forms.CharField(label=PLAN_LABELS["tasks"], required=False, help_text="По одной в строке.")
    expected_results = forms.CharField(
        label=PLAN_LABELS["expected_results"], required=False, help_text="По одному в строке."
    )
    form = forms.ChoiceField(label=PLAN_LABELS["form"], choices=PlanForm.choices, widget=forms.RadioSelect)
    signer_post = forms.CharField(
        label=PLAN_LABELS["signer_post"], required=False, max_length=200, help_text="Например: Руководитель ММО"
    )
    signer_name = forms.CharField(label=PLAN_LABELS["signer_name"], required=False, max_length=120)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in LONG_TEXTS:
            rows = 5 if name in ("tasks", "expected_results") else 2
            self.fields[name].widget = forms.Textarea(attrs={"rows": rows})

    @property
    def plan_fields(self) -> PlanFields:
        """What the service takes."""
        return PlanFields(form=self.cleaned_data["form"], **{name: self.cleaned_data[name] for name in PLAN_TEXTS})

    @staticmethod
    def initial_of(plan: Plan) -> dict[str, object]:
        """The stored passport."""
        return {name: getattr(plan, name) for name in (*PLAN_TEXTS, "form", "version")}


class BasisForm(forms.Form):
    """The paper behind a decision."""

    text = forms.CharField(
        label="Где рассмотрен",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Как должно стоять в грифе: «на заседании ММО школьных библиотекарей, протокол».",
    )
    number = forms.CharField(label="Номер", required=False, max_length=40)
    on = forms.DateField(label="Дата", widget=DayInput)
    url = forms.CharField(label="Ссылка на документ", required=False, max_length=300)

    @property
    def basis(self) -> Basis:
        """What the service takes."""
        data = self.cleaned_data
        return Basis(text=data["text"], on=data["on"], number=data["number"], url=data["url"])


class ApprovalForm(BasisForm):
    """The paper that approves a plan."""

    text = forms.CharField(
        label="Чем утверждён",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Как должно стоять в грифе: «приказом управления образования». Номер и дата — ниже.",
    )


class GrifForm(forms.Form):
    """One block of agreement on the title; all empty takes it away."""

    text = forms.CharField(label="Кем, чем", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    number = forms.CharField(label="Номер документа", required=False, max_length=40)
    on = forms.DateField(label="Дата", required=False, widget=DayInput)
    url = forms.CharField(label="Ссылка на документ", required=False, max_length=300)

    @staticmethod
    def initial_of(grif: PlanGrif | None) -> dict[str, object]:
        """The stored block."""
        return {"text": grif.text, "number": grif.number, "on": grif.on, "url": grif.url} if grif else {}


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label="Причина", widget=forms.Textarea(attrs={"rows": 2}))


class PlanCopyForm(SubmissionForm):
    """For which year a plan is copied."""

    to_year = forms.TypedChoiceField(label="Учебный год", coerce=int, widget=forms.HiddenInput)

    def __init__(self, *args: Any, years: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        put_years(self.fields["to_year"], years)
