"""What comes in while a protocol is written: its heading, people, questions and speeches."""

from __future__ import annotations

import uuid
from typing import Any, Final

from django import forms

from stellazh.protocols.enums import AgendaOutcome, PartRole, SpeechKind
from stellazh.protocols.models import AgendaItem, Protocol, ProtocolPerson, Speech
from stellazh.protocols.reads.people import LEADING, STANDING
from stellazh.protocols.services.fields import (
    ITEM_NAMES,
    PERSON_NAMES,
    PROTOCOL_NAMES,
    SPEECH_NAMES,
    ItemFields,
    PersonFields,
    ProtocolFields,
    SpeechFields,
)
from stellazh.ui.widgets import DayInput, TimeOfDayInput

_HEADING: Final = tuple(name for name in PROTOCOL_NAMES if name != "body_form")


def _version() -> forms.IntegerField:
    return forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class HeadingForm(forms.ModelForm[Protocol]):
    """The heading; how the course is written is changed by a button of its own."""

    expected_version = _version()

    class Meta:
        model = Protocol
        fields = _HEADING
        widgets = {
            "title": forms.Textarea(attrs={"rows": 2}),
            "meeting_words": forms.Textarea(attrs={"rows": 2}),
            "held_on": DayInput,
            "starts_at": TimeOfDayInput,
            "ends_at": TimeOfDayInput,
            "present_words": forms.TextInput,
        }
        help_texts = {
            "meeting_words": "Как после слова «протокол»: «заседания ММО школьных библиотекарей».",
            "place": "Например: г. Сосногорск.",
            "said_count": "Если нет списка или пришли не только те, кто в нём.",
            "present_words": "Например: руководители РМО, методист центра.",
            "member_count": "Нужно, чтобы посчитать кворум.",
        }

    def __init__(self, data: Any = None, *, protocol: Protocol, **options: Any) -> None:
        values = {name: getattr(protocol, name) for name in _HEADING}
        super().__init__(data, initial={**values, "expected_version": protocol.version}, **options)
        self._body_form = protocol.body_form

    def _post_clean(self) -> None:
        """The service checks; a model's own check would say it in other words."""

    def protocol_fields(self) -> ProtocolFields:
        """What was typed, with the body as it is written now."""
        return ProtocolFields(body_form=self._body_form, **{name: self.cleaned_data[name] for name in _HEADING})


class NewProtocolForm(HeadingForm):
    """The heading of a protocol that begins without an event."""

    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, protocol: Protocol, **options: Any) -> None:
        super().__init__(data, protocol=protocol, **options)
        del self.fields["expected_version"]
        for name in ("said_count", "present_words", "present_shown", "member_count", "quorum"):
            self.fields[name].widget = forms.HiddenInput()
        self.fields["submission_key"].initial = uuid.uuid4


class FromEventForm(forms.Form):
    """That a protocol of the event is wanted."""

    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["submission_key"].initial = uuid.uuid4


class ItemForm(forms.ModelForm[AgendaItem]):
    """A question of the agenda."""

    expected_version = _version()

    class Meta:
        model = AgendaItem
        fields = ITEM_NAMES
        widgets = {"title": forms.Textarea(attrs={"rows": 2}), "reporters": forms.TextInput}

    def __init__(self, data: Any = None, *, item: AgendaItem, **options: Any) -> None:
        initial = {name: getattr(item, name) for name in ITEM_NAMES}
        super().__init__(data, initial={**initial, "expected_version": item.version}, **options)

    def _post_clean(self) -> None:
        """The service checks."""

    def item_fields(self) -> ItemFields:
        """What was typed."""
        return ItemFields(**{name: self.cleaned_data[name] for name in ITEM_NAMES})


class SpeechForm(forms.ModelForm[Speech]):
    """What somebody said."""

    expected_version = _version()

    class Meta:
        model = Speech
        fields = SPEECH_NAMES
        widgets = {"text": forms.Textarea(attrs={"rows": 8})}

    def __init__(self, data: Any = None, *, speech: Speech, **options: Any) -> None:
        initial = {name: getattr(speech, name) for name in SPEECH_NAMES}
        super().__init__(data, initial={**initial, "expected_version": speech.version}, **options)

    def _post_clean(self) -> None:
        """The service checks."""

    def speech_fields(self) -> SpeechFields:
        """What was typed."""
        return SpeechFields(**{name: self.cleaned_data[name] for name in SPEECH_NAMES})


class AddItemForm(forms.Form):
    """One more question."""

    title = forms.CharField(label="Вопрос повестки", max_length=600, required=False)
    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def item_fields(self) -> ItemFields:
        """What was typed."""
        return ItemFields(self.cleaned_data["title"])


class AddSpeechForm(forms.Form):
    """One more speech, perhaps only of somebody who has begun to speak."""

    item = forms.IntegerField(required=False, min_value=1, max_value=2**31, widget=forms.HiddenInput)
    kind = forms.ChoiceField(choices=SpeechKind.choices, widget=forms.HiddenInput)
    who = forms.CharField(label="Кто выступает", max_length=200, required=False)
    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)


class AddPersonForm(forms.Form):
    """Somebody present, invited, absent, or leading."""

    name = forms.CharField(
        label="Фамилия, имя, отчество", max_length=300, error_messages={"required": "Напишите фамилию и имя."}
    )
    role = forms.ChoiceField(label="Кто", choices=PartRole.choices, initial=PartRole.PRESENT)
    is_remote = forms.BooleanField(label="Дистанционно", required=False)
    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        order = (PartRole.PRESENT, PartRole.INVITED, *LEADING, PartRole.EXCUSED, PartRole.ABSENT)
        self.fields["role"].choices = [(role.value, str(role.label)) for role in order]  # type: ignore[attr-defined]
        self.fields["submission_key"].initial = uuid.uuid4

    def person_fields(self) -> PersonFields:
        """What was typed."""
        data = self.cleaned_data
        return PersonFields(data["name"], data["role"], is_remote=data["is_remote"])


class PersonForm(forms.ModelForm[ProtocolPerson]):
    """Everything of somebody named."""

    expected_version = _version()

    class Meta:
        model = ProtocolPerson
        fields = tuple(name for name in PERSON_NAMES if name != "person_id")
        help_texts = {"reason": "Если человека не было: курсы, болезнь, командировка."}

    def __init__(self, data: Any = None, *, row: ProtocolPerson, **options: Any) -> None:
        initial = {name: getattr(row, name) for name in PERSON_NAMES}
        super().__init__(data, initial={**initial, "expected_version": row.version}, **options)
        roles = STANDING if row.role in STANDING else (PartRole(row.role),)
        self.fields["role"].choices = [(role.value, str(role.label)) for role in roles]  # type: ignore[attr-defined]
        if row.role not in STANDING:
            for name in ("is_remote", "has_vote", "reason"):
                self.fields[name].widget = forms.HiddenInput()

    def _post_clean(self) -> None:
        """The service checks."""

    def person_fields(self) -> PersonFields:
        """What was typed."""
        return PersonFields(**{name: self.cleaned_data[name] for name in self._meta.fields or ()})


OUTCOMES: Final = tuple((outcome.value, str(outcome.label)) for outcome in AgendaOutcome)
