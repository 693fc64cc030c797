"""What is typed of resolutions."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from stellazh.associations.enums import OrganisationKind
from stellazh.associations.models import Association, Organisation
from stellazh.common.school_year import SchoolYear
from stellazh.events.models import Event
from stellazh.protocols.enums import DoneState, UnfoldTo
from stellazh.protocols.models import Protocol, Resolution, ResolutionSection
from stellazh.protocols.reads.addressee_classes import CLASS_NAMES
from stellazh.protocols.reads.resolutions.content import SectionContent
from stellazh.protocols.reads.resolutions.offered import Offered, chosen_of
from stellazh.protocols.services.evidence import LINK, EvidenceFields
from stellazh.protocols.services.resolutions.fields import PointFields, ResolutionFields, SectionFields
from stellazh.ui.widgets import DayInput

_CLASSES = [(code.value, name) for code, name in CLASS_NAMES.items()]
_NAMED = (OrganisationKind.METHODICAL_CENTRE, OrganisationKind.PARTNER, OrganisationKind.AUTHORITY)


class KeyedForm(forms.Form):
    """A form that makes something once."""

    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "submission_key" in self.fields:
            self.fields["submission_key"].initial = uuid.uuid4


class ResolutionForm(KeyedForm):
    """The heading."""

    title = forms.CharField(label="Название", max_length=300)
    school_year = forms.TypedChoiceField(label="На какой учебный год", coerce=int)
    meeting_words = forms.CharField(
        label="Кем принимается",
        max_length=400,
        required=False,
        help_text="Например: секция школьных библиотекарей августовского совещания.",
    )
    event_id = forms.TypedChoiceField(label="На каком мероприятии", required=False, coerce=int, empty_value=None)
    proposals_until = forms.DateField(
        label="Предложения принимаются до", required=False, widget=DayInput, help_text="Можно не указывать."
    )
    preamble = forms.CharField(
        label="Вступление",
        max_length=8000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Несколько строк перед пунктами. Можно оставить пустым.",
    )
    expected_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, association: Association, today: date, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        now = SchoolYear.of(today).start
        years = [now + 1, now, now - 1]
        stored = self.initial.get("school_year")
        if stored is not None and stored not in years:
            years.append(stored)
        self._set("school_year", [(year, SchoolYear(year).label) for year in sorted(years, reverse=True)])
        events = Event.objects.present().filter(association=association).order_by("-starts_at", "-pk")[:50]
        self._set("event_id", [("", "без мероприятия"), *((row.pk, f"{row.title}") for row in events)])

    def _set(self, name: str, choices: Sequence[tuple[Any, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    @property
    def typed(self) -> ResolutionFields:
        """What came in."""
        data = self.cleaned_data
        return ResolutionFields(
            data["title"],
            data["school_year"],
            data["meeting_words"],
            data["preamble"],
            data["proposals_until"],
            data["event_id"],
        )


class ProblemsForm(forms.Form):
    """The problem field, one line each."""

    texts = forms.CharField(
        label="Проблемное поле",
        required=False,
        max_length=26_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Одна строка – одна проблема.",
    )
    expected_version = forms.IntegerField(widget=forms.HiddenInput)


class SectionForm(forms.Form):
    """For whom, and how marks are kept."""

    heading = forms.CharField(label="Кому", max_length=300, help_text="В дательном падеже: «Школьным библиотекам».")
    addressee_class = forms.ChoiceField(label="Адресат", choices=_CLASSES)
    unfold_to = forms.ChoiceField(label="Отметки об исполнении", choices=UnfoldTo.choices)
    organisation_id = forms.TypedChoiceField(label="Организация", required=False, coerce=int, empty_value=None)
    expected_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, organisations: Sequence[Organisation], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [("", "не названа"), *((row.pk, row.short_name) for row in organisations)]
        self.fields["organisation_id"].choices = choices  # type: ignore[attr-defined]

    @property
    def typed(self) -> SectionFields:
        """What came in."""
        data = self.cleaned_data
        return SectionFields(data["heading"], data["addressee_class"], data["unfold_to"], data["organisation_id"])


def nameable_organisations(association: Association) -> list[Organisation]:
    """Centres, authorities and partners of the territory: who may answer for a section. One query."""
    rows = Organisation.objects.present().filter(
        kind__in=_NAMED, territory__path__startswith=association.territory.path
    )
    return list(rows.in_order())


class PointForm(KeyedForm):
    """A commitment; a stored one may go to another section."""

    text = forms.CharField(label="Что сделать", max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    term_raw = forms.CharField(
        label="Срок", max_length=300, required=False, help_text="Как напечатать: «постоянно», «до 1 декабря»."
    )
    sign_of_done = forms.CharField(label="Что покажет, что сделано", max_length=400, required=False)
    section_id = forms.TypedChoiceField(label="Раздел", coerce=int)
    expected_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, sections: Sequence[ResolutionSection] | None, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if sections is None:
            del self.fields["section_id"], self.fields["expected_version"]
        else:
            del self.fields["submission_key"]
            self.fields["section_id"].choices = [(row.pk, row.heading) for row in sections]  # type: ignore[attr-defined]

    @property
    def typed(self) -> PointFields:
        """What came in."""
        data = self.cleaned_data
        return PointFields(data["text"], data["term_raw"], data["sign_of_done"])


class ProposalForm(KeyedForm):
    """What somebody proposes."""

    addressee_class = forms.ChoiceField(label="Кому", choices=_CLASSES)
    text = forms.CharField(
        label="Что предлагаете записать",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Начните с глагола: провести, обновить, поддержать.",
    )
    expected_version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class TakeForm(forms.Form):
    """Into which place of the draft a proposal goes, and how it is worded there."""

    place = forms.ChoiceField(label="Куда", widget=forms.RadioSelect)
    text = forms.CharField(
        label="Как записать",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Для нового пункта. Если предложение входит в готовый пункт, текст пункта не меняется.",
    )

    def __init__(self, sections: Sequence[SectionContent], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["place"].choices = [  # type: ignore[attr-defined]
            (
                section.section.heading,
                [
                    (f"section-{section.section.pk}", "новым пунктом"),
                    *((f"point-{one.point.pk}", f"в пункт «{one.point.text[:90]}»") for one in section.points),
                ],
            )
            for section in sections
        ]

    @property
    def where(self) -> dict[str, int]:
        """As the service asks for it."""
        kind, _, key = str(self.cleaned_data["place"]).partition("-")
        return {f"{kind}_id": int(key)}


class AnswerForm(forms.Form):
    """Why a proposal is left out."""

    answer = forms.CharField(
        label="Почему не вошло",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ответ увидит тот, кто внёс предложение.",
    )


class MergeForm(forms.Form):
    """Which of the ticked proposals stays."""

    into = forms.TypedChoiceField(label="Какая запись останется", coerce=int, widget=forms.RadioSelect)
    ids = forms.CharField(widget=forms.HiddenInput)


class AdoptForm(forms.Form):
    """When, and by which protocol."""

    adopted_on = forms.DateField(label="Принята", widget=DayInput)
    protocol_id = forms.TypedChoiceField(label="По протоколу", required=False, coerce=int, empty_value=None)

    def __init__(self, resolution: Resolution, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        rows = Protocol.objects.present().signed().filter(association=resolution.association).in_order()[:30]
        choices = [("", "без протокола"), *((row.pk, f"{row}: {row.title}"[:120]) for row in rows)]
        self.fields["protocol_id"].choices = choices  # type: ignore[attr-defined]


class ClosePointForm(KeyedForm):
    """What became of a point, and what shows it."""

    state = forms.ChoiceField(label="Итог", choices=DoneState.choices[1:], widget=forms.RadioSelect)
    words = forms.CharField(
        label="Что сделано или почему нет",
        help_text="Можно не писать, если приложено подтверждение.",
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    offered = forms.MultipleChoiceField(label="Чем подтверждается", required=False, widget=forms.CheckboxSelectMultiple)
    url = forms.URLField(label="Или ссылка", required=False, max_length=500, assume_scheme="https")

    def __init__(self, offers: Sequence[Offered], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._offers = offers
        if offers:
            self.fields["offered"].choices = [(one.value, one.label) for one in offers]  # type: ignore[attr-defined]
        else:
            del self.fields["offered"]

    @property
    def evidence(self) -> list[EvidenceFields]:
        """Everything chosen."""
        data = self.cleaned_data
        chosen = chosen_of(self._offers, data.get("offered", []))
        return [*chosen, EvidenceFields(LINK, url=data["url"])] if data["url"] else chosen


class CloseForm(forms.Form):
    """The end of the whole."""

    closed_on = forms.DateField(label="Итог подведён", widget=DayInput)
    closing_words = forms.CharField(
        label="Общий итог", max_length=8000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )


class PlacesFilterForm(forms.Form):
    """Which section of the table is shown."""

    section = forms.TypedChoiceField(label="Раздел", required=False, coerce=int, empty_value=None)

    def __init__(self, sections: Sequence[SectionContent], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(one.section.pk, one.section.heading) for one in sections]
        self.fields["section"].choices = choices  # type: ignore[attr-defined]
