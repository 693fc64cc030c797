"""What came in about a decision."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.urls import reverse

from stellazh.protocols.models import Decision
from stellazh.protocols.reads.addressees import AddresseeDirectory, unfold_control
from stellazh.protocols.services.decision_fields import (
    DECISION_LABELS,
    UNFOLDINGS,
    DecisionFields,
    OwnerFields,
    owners_text,
)

UP: Final = "up"
DOWN: Final = "down"
ARCHIVE: Final = "archive"
VOTE: Final = "vote"
_MOST_TYPED: Final = 40_000


class DecisionForm(forms.Form):
    """A decision while it is typed: one who answers on each line. `then` is what is done after it is saved."""

    expected_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(
        label=DECISION_LABELS["text"],
        required=False,
        max_length=_MOST_TYPED,
        widget=forms.Textarea(attrs={"rows": 2}),
        strip=False,
    )
    owners = forms.CharField(
        label=DECISION_LABELS["owners"],
        required=False,
        max_length=_MOST_TYPED,
        widget=forms.Textarea(
            attrs={
                "rows": 1,
                "autocomplete": "off",
                "placeholder": "Каждого — с новой строки: человек, школа, «все школьные библиотекари»",
            }
        ),
    )
    term_raw = forms.CharField(
        label=DECISION_LABELS["term_raw"],
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"placeholder": "До 15 ноября"}),
    )
    sign_of_done = forms.CharField(
        label=DECISION_LABELS["sign_of_done"],
        required=False,
        max_length=400,
        widget=forms.TextInput(attrs={"placeholder": "Отчёт, список, публикация"}),
    )
    is_for_information = forms.BooleanField(label="Только к сведению: исполнять нечего", required=False)
    then = forms.ChoiceField(choices=[(code, code) for code in (UP, DOWN, ARCHIVE, VOTE)], required=False)
    instead = forms.CharField(required=False, max_length=400)

    @classmethod
    def of(cls, decision: Decision, data: Any = None, *, owners: Sequence[OwnerFields]) -> DecisionForm:
        """The form of a stored decision, with `data` when it was sent; it asks while somebody types."""
        form = cls(data, initial=cls.initial_of(decision, owners), auto_id=f"decision-{decision.pk}-%s")
        form.fields["owners"].widget.attrs |= {
            "hx-post": reverse("protocols:decision_owners", args=[decision.protocol_id, decision.pk]),
            "hx-trigger": "input changed delay:500ms",
            "hx-target": f"#decision-{decision.pk}-said",
        }
        form.fields["term_raw"].widget.attrs |= {
            "hx-get": reverse("protocols:decision_term", args=[decision.protocol_id]),
            "hx-trigger": "input changed delay:400ms",
            "hx-target": f"#decision-{decision.pk}-term",
        }
        return form

    @staticmethod
    def initial_of(decision: Decision, owners: Sequence[OwnerFields]) -> dict[str, object]:
        """The stored decision."""
        return {
            "expected_version": decision.version,
            "text": decision.text,
            "owners": owners_text(tuple(owners)),
            "term_raw": decision.term_raw,
            "sign_of_done": decision.sign_of_done,
            "is_for_information": decision.is_for_information,
        }

    def decision_fields(self, directory: AddresseeDirectory, stored: Sequence[OwnerFields]) -> DecisionFields:
        """What the service takes. A line as it was `stored` keeps whom it is linked to."""
        data = self.cleaned_data
        typed = put_instead(data["owners"], data["instead"])
        lines = directory.lines(typed, stored=stored, unfold=unfold_of(self.data))
        return DecisionFields(
            text=data["text"],
            term_raw=data["term_raw"],
            sign_of_done=data["sign_of_done"],
            is_for_information=data["is_for_information"],
            owners=tuple(line.fields for line in lines),
        )


class NewRowForm(forms.Form):
    """Where a row begins: at a question, or at the whole meeting."""

    item = forms.IntegerField(required=False)
    decision = forms.IntegerField(required=False)
    submission_key = forms.UUIDField(required=False, initial=uuid.uuid4)

    @classmethod
    def sent(cls, address: QueryDict, body: QueryDict) -> NewRowForm:
        """Cleaned, whether it is right or not: buttons of one shared form name the place in their address."""
        form = cls({**address.dict(), **body.dict()})
        form.full_clean()
        return form


class OwnerLinesForm(forms.Form):
    """Lines that are being typed."""

    owners = forms.CharField(required=False, max_length=_MOST_TYPED, strip=False)


class TermForm(forms.Form):
    """A wording that is being typed."""

    term_raw = forms.CharField(required=False, max_length=300)


def unfold_of(data: Mapping[str, Any]) -> dict[str, str]:
    """How marks of the classes are to be kept, by the code of the class; unknown codes are left to the directory."""
    found = {code: data.get(unfold_control(code)) for code in UNFOLDINGS}
    return {code: str(value) for code, value in found.items() if value}


def put_instead(typed: str, choice: str) -> str:
    """The lines with one of them replaced: «2|Ольхова В.И., МБОУ школа № 5» puts the third."""
    index, found, value = choice.partition("|")
    lines = [line for line in typed.replace(";", "\n").splitlines() if line.strip()]
    if found and index.isdecimal() and len(index) < 4 and int(index) < len(lines):
        lines[int(index)] = value
        return "\n".join(lines)
    return typed
