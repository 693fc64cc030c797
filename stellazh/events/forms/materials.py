"""Forms of materials and recordings."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from stellazh.events.enums import Audience
from stellazh.events.models import Slot
from stellazh.events.services.materials import MaterialFields
from stellazh.events.services.recordings import RecordingFields

ACCEPTED = ".doc,.docx,.odt,.rtf,.pdf,.txt,.xls,.xlsx,.ods,.ppt,.pptx,.odp,.epub,.zip,image/*"
MOST_AT_ONCE = 30


class SeveralFiles(forms.FileInput):
    """A field of files that takes several."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        files = [one for one in (data if isinstance(data, list) else [data]) if one]
        if not files:
            raise forms.ValidationError(self.error_messages["required"])
        if len(files) > MOST_AT_ONCE:
            raise forms.ValidationError(f"За один раз не больше {MOST_AT_ONCE} файлов.")
        return [forms.FileField.clean(self, one, initial) for one in files]


class _PlacedForm(forms.Form):
    """To whom it is open and at which line it stands. `slots` are the lines with a title for each."""

    audience = forms.ChoiceField(label="Кому открыто", choices=Audience.choices, initial=Audience.EVERYBODY)

    def __init__(self, *args: Any, slots: Sequence[Slot], **options: Any) -> None:
        super().__init__(*args, **options)
        if slots:
            self.fields["slot"] = forms.TypedChoiceField(
                label="К чему относится",
                choices=[("", "ко всему мероприятию"), *((str(one.pk), _shortened(one)) for one in slots)],
                coerce=int,
                empty_value=None,
                required=False,
            )

    @property
    def placed(self) -> tuple[str, str, int | None]:
        """Title, audience, line."""
        data = self.cleaned_data
        return data.get("title", ""), data["audience"], data.get("slot")

    @property
    def material_fields(self) -> MaterialFields:
        return MaterialFields(*self.placed)

    @property
    def recording_fields(self) -> RecordingFields:
        return RecordingFields(*self.placed)


class FilesForm(_PlacedForm):
    """Several files, each a material of its own."""

    several = FilesField(
        label="Файлы",
        max_length=500,
        allow_empty_file=True,
        widget=SeveralFiles(attrs={"accept": ACCEPTED, "multiple": True}),
        help_text="Word, Excel, PowerPoint, PDF, картинки, текст, архив ZIP. Можно выбрать несколько, за один раз до "
        "50 МБ: каждый станет материалом с именем файла. Из снимков убирается место съёмки.",
        error_messages={"required": "Выберите файлы."},
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["submission_key"].initial = uuid.uuid4
        self.order_fields(["several"])


class LinkForm(_PlacedForm):
    """A link."""

    url = forms.CharField(
        label="Ссылка", max_length=600, widget=forms.URLInput(attrs={"placeholder": "https://", "autocomplete": "off"})
    )
    title = forms.CharField(
        label="Название", max_length=300, required=False, help_text="Если не написать, останется имя сайта."
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["submission_key"].initial = uuid.uuid4
        self.order_fields(["url", "title"])


class MaterialForm(_PlacedForm):
    """A material's words and place."""

    title = forms.CharField(label="Название", max_length=300)
    version = forms.IntegerField(widget=forms.HiddenInput)
    field_order = ("title",)


class VersionForm(forms.Form):
    """What takes the material's place: a file or a link."""

    file = forms.FileField(
        label="Новый файл",
        max_length=500,
        allow_empty_file=True,
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )
    url = forms.CharField(label="Или новая ссылка", max_length=600, required=False, widget=forms.URLInput)
    note = forms.CharField(
        label="Что изменилось", max_length=300, required=False, help_text="Например: исправлена дата в анкете."
    )


class RecordingAddressForm(_PlacedForm):
    """A film at one of the two hosts."""

    address = forms.CharField(
        label="Ссылка на Rutube или VK Видео",
        max_length=2000,
        help_text="Подойдёт любая: со страницы записи, из «Поделиться» или код вставки.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    title = forms.CharField(
        label="Название", max_length=200, required=False, help_text="Если не написать, останется название мероприятия."
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.order_fields(["address", "title"])


class RecordingForm(_PlacedForm):
    """A recording's title and place; of a new one without a version."""

    title = forms.CharField(label="Название", max_length=200)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    field_order = ("title",)


def placeable(slots: Iterable[Slot]) -> list[Slot]:
    """The lines at which something can stand: no breaks."""
    return [slot for slot in slots if slot.kind != "break"]


def _shortened(slot: Slot) -> str:
    return slot.title if len(slot.title) <= 80 else f"{slot.title[:79]}…"
