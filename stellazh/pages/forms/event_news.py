"""News of an event as it is written: the words in plain fields, and the questions asked of each picture."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms

from stellazh.pages.enums import NewsStep, PicturedPeople
from stellazh.pages.reads.event_news import OfferedPicture, Proposal
from stellazh.pages.services.event_news import ChosenPicture, NewsFields

PREVIEW = "preview"
_PEOPLE = [(code, label) for code, label in PicturedPeople.choices if code != PicturedPeople.UNKNOWN]


class EventNewsForm(forms.Form):
    """The words, what is put beside them, and where it goes: `step`."""

    title = forms.CharField(label="Заголовок", max_length=200, widget=forms.Textarea(attrs={"rows": 2}))
    lead = forms.CharField(
        label="Коротко", max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Одно-два предложения: их видно в ленте новостей.",
    )  # fmt: skip
    text = forms.CharField(
        label="Текст", max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 16}),
        help_text="Абзацы разделяйте пустой строкой. Строка с «# » в начале станет подзаголовком, с «– » – пунктом "
        "списка. Адреса сайтов станут ссылками сами.",
    )  # fmt: skip
    categories = forms.TypedMultipleChoiceField(
        label="Рубрики", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    materials = forms.TypedMultipleChoiceField(
        label="Материалы, открытые всем", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    recordings = forms.TypedMultipleChoiceField(
        label="Видеозаписи, открытые всем", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    with_button = forms.BooleanField(label="Поставить кнопку «Зарегистрироваться»", required=False)
    submission_key = forms.UUIDField(widget=forms.HiddenInput)
    step = forms.ChoiceField(
        choices=[*NewsStep.choices, (PREVIEW, "посмотреть")], error_messages={"required": "Выберите, что сделать."}
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, proposal: Proposal) -> None:
        start = {
            "title": proposal.title,
            "lead": proposal.lead,
            "text": proposal.text,
            "materials": [one.key for one in proposal.materials],
            "recordings": [one.key for one in proposal.recordings],
            "with_button": True,
            "submission_key": uuid.uuid4(),
        }
        super().__init__(data, initial=start)
        offered: dict[str, list[tuple[int, str]]] = {
            "categories": [(one.pk, one.name) for one in proposal.categories],
            "materials": [(one.key, one.title) for one in proposal.materials],
            "recordings": [(one.key, one.title) for one in proposal.recordings],
        }
        for name, choices in offered.items():
            if choices:
                self.fields[name].choices = choices  # type: ignore[attr-defined]
            else:
                del self.fields[name]
        if not proposal.may_enrol:
            del self.fields["with_button"]

    @property
    def is_preview(self) -> bool:
        """Whether it was asked only how the page will look."""
        return bool(self.is_bound and self.data.get("step") == PREVIEW)

    @property
    def news(self) -> NewsFields:
        """What the service takes: what was sent and understood; what was proposed, as long as nothing was sent."""
        given = dict(self.initial)
        if self.is_bound:
            self.is_valid()
            given |= {"title": "", "lead": "", "text": "", "with_button": False, **self.cleaned_data}
        return NewsFields(
            title=given["title"],
            lead=given["lead"],
            text=given["text"],
            category_ids=given.get("categories", ()),
            material_ids=given.get("materials", ()),
            recording_ids=given.get("recordings", ()),
            with_button=bool(given.get("with_button")),
        )


class PictureAnswerForm(forms.Form):
    """One picture that is offered: whether it is taken, who is on it, by whose consent, what it shows."""

    is_taken = forms.BooleanField(
        label="Поставить в новость", required=False, widget=forms.CheckboxInput(attrs={"data-takes": ""})
    )
    people = forms.ChoiceField(
        label="Кто на картинке", choices=_PEOPLE, widget=forms.RadioSelect,
        error_messages={"required": "Скажите, кто на картинке."},
    )  # fmt: skip
    consent_note = forms.CharField(
        label="Согласие родителей", max_length=300, required=False,
        help_text="Если есть дети: кто, когда и на что дал согласие, где оно лежит.",
    )  # fmt: skip
    description = forms.CharField(
        label="Что на картинке", max_length=255, help_text="Одно предложение для тех, кто её не видит.",
        error_messages={"required": "Опишите картинку одним предложением."},
    )  # fmt: skip

    def __init__(self, data: Mapping[str, Any] | None = None, *, offered: OfferedPicture) -> None:
        start = {
            "people": offered.people,
            "consent_note": offered.consent_note,
            "description": offered.description,
        }
        super().__init__(data, initial=start, prefix=f"picture-{offered.key}", use_required_attribute=False)
        self.offered = offered
        if data is not None and not data.get(self.add_prefix("is_taken")):
            # Of a picture that is not taken nothing is asked.
            self.fields["people"].required = self.fields["description"].required = False

    def clean(self) -> dict[str, Any]:
        """Of children on a picture that is taken the consent is told."""
        given: dict[str, Any] = super().clean() or {}
        is_children = given.get("is_taken") and given.get("people") == PicturedPeople.CHILDREN
        if is_children and not given.get("consent_note", "").strip():
            self.add_error("consent_note", "На картинке есть дети: запишите, кто, когда и на что дал согласие.")
        return given

    @property
    def chosen(self) -> ChosenPicture | None:
        """What the service takes, when the picture is taken."""
        if not self.is_bound or not self.is_valid() or not self.cleaned_data["is_taken"]:
            return None
        given = self.cleaned_data
        return ChosenPicture(
            key=self.offered.key,
            people=PicturedPeople(given["people"]),
            description=given["description"],
            consent_note=given["consent_note"],
        )
