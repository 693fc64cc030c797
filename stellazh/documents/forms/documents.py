"""Forms of documents: what a list is narrowed by, the card, its file, its standing, what it replaces."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile

from stellazh.associations.models import Association, Territory
from stellazh.documents.enums import DocumentAudience, DocumentKind, DocumentStatus
from stellazh.documents.models import Document
from stellazh.documents.reads.document_list import ALL, ARCHIVED, OWN, UNPUBLISHED, DocumentFilters, Offered
from stellazh.documents.recognising import Proposed, proposed_by_name
from stellazh.documents.services import DEEDS, DocumentFields, Standing
from stellazh.documents.services.batch import MOST_FILES
from stellazh.documents.services.bringing import ACCEPTED
from stellazh.ui.widgets import DayInput

ANY: Final = ("", "все")
_FILE_WIDGET: Final = {"accept": ACCEPTED, "class": "file-drop"}
_DROP: Final = "Выберите файл или перетащите его сюда: PDF, Word, Excel, скан; до 50 МБ."


class DocumentFilterForm(forms.Form):
    """What the list is narrowed by; what is not understood narrows nothing."""

    q = forms.CharField(
        label="Слова",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Слова, номер, кем издан"}),
    )
    status = forms.ChoiceField(label="Состояние", required=False)
    kind = forms.ChoiceField(label="Вид", required=False, choices=[ANY, *DocumentKind.choices])
    association = forms.TypedChoiceField(label="Объединение", required=False, coerce=int, empty_value=None)
    territory = forms.ChoiceField(label="Территория", required=False)
    year = forms.TypedChoiceField(label="Год документа", required=False, coerce=int, empty_value=None)
    source = forms.ChoiceField(label="Кем издан", required=False)
    audience = forms.ChoiceField(label="Кому виден", required=False, choices=[ANY, *DocumentAudience.choices])
    order = forms.ChoiceField(
        label="Порядок",
        required=False,
        choices=[
            ("", "сначала новые"),
            ("old", "сначала старые"),
            ("title", "по названию"),
            ("added", "недавно добавленные"),
        ],
    )

    def __init__(
        self,
        data: Any,
        *,
        offered: Offered,
        keeps: bool,
        associations: Sequence[Association] = (),
        shows_audience: bool = True,
    ) -> None:
        super().__init__(data)
        kept = [(UNPUBLISHED, "не опубликованные"), (ARCHIVED, "в архиве")] if keeps else []
        territories: dict[str, Territory] = {one.territory.code: one.territory for one in associations}
        self._territories = territories
        for name, choices in (
            (
                "status",
                [("", "действующие"), ("draft", "проекты"), ("repealed", "утратившие силу"), (ALL, "все"), *kept],
            ),
            ("year", [ANY, *((str(year), str(year)) for year in offered.years)]),
            ("source", [ANY, (OWN, "само объединение"), *((one, one) for one in offered.sources)]),
            ("association", [ANY, *((str(one.pk), one.short_name) for one in associations)]),
            ("territory", [ANY, *((code, one.name) for code, one in territories.items())]),
        ):
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        unneeded = [
            "association" if len(associations) < 2 else "",
            "territory" if len(territories) < 2 else "",
            "year" if not offered.years else "",
            "source" if not offered.sources else "",
            "" if shows_audience else "audience",
        ]
        for name in filter(None, unneeded):
            del self.fields[name]

    @property
    def filters(self) -> DocumentFilters:
        """What the reads take."""
        self.is_valid()
        chosen = self.cleaned_data
        territory = self._territories.get(chosen.get("territory", ""))
        return DocumentFilters(
            words=chosen.get("q", ""),
            kind=chosen.get("kind", ""),
            status=chosen.get("status") or DocumentStatus.IN_FORCE,
            year=chosen.get("year"),
            audience=chosen.get("audience", ""),
            source=chosen.get("source", ""),
            association_id=chosen.get("association"),
            territory_path=territory.path if territory else "",
            order=chosen.get("order", ""),
        )


class DocumentForm(forms.Form):
    """The card."""

    title = forms.CharField(
        label="Название",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Как в самом документе: «О проведении недели школьной книги».",
    )
    kind = forms.ChoiceField(label="Вид", choices=DocumentKind.choices)
    number = forms.CharField(label="Номер", max_length=60, required=False)
    dated_on = forms.DateField(label="Дата документа", required=False, widget=DayInput)
    source = forms.CharField(
        label="Кем издан",
        max_length=200,
        required=False,
        help_text="Пусто, если издало само объединение. Например: «Министерство просвещения».",
    )
    source_url = forms.URLField(
        label="Где опубликован",
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text="Ссылка на официальную публикацию, если она есть.",
    )
    summary = forms.CharField(
        label="О чём документ",
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Одна-две фразы своими словами: по ним документ найдут и поймут.",
    )
    audience = forms.ChoiceField(
        label="Кому виден", choices=DocumentAudience.choices, initial=DocumentAudience.MEMBERS, widget=forms.RadioSelect
    )
    expected_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @property
    def document_fields(self) -> DocumentFields:
        """What the services take."""
        chosen = self.cleaned_data
        return DocumentFields(
            title=chosen["title"],
            kind=chosen["kind"],
            number=chosen["number"],
            dated_on=chosen["dated_on"],
            source=chosen["source"],
            source_url=chosen["source_url"],
            summary=chosen["summary"],
            audience=chosen["audience"],
        )

    @staticmethod
    def initial_of(document: Document, proposed: Proposed | None = None) -> dict[str, Any]:
        """The card as it is stored, with what the paper says where the card says nothing."""
        fields = DocumentFields.of(document)
        return {
            "title": (proposed.title if proposed else "") or fields.title,
            "kind": fields.kind,
            "number": fields.number or (proposed.number if proposed else ""),
            "dated_on": fields.dated_on or (proposed.dated_on if proposed else None),
            "source": fields.source,
            "source_url": fields.source_url,
            "summary": fields.summary,
            "audience": fields.audience,
            "expected_version": document.version,
        }


class StandingForm(forms.Form):
    """Whether it is to be followed."""

    status = forms.ChoiceField(
        label="Состояние", choices=DocumentStatus.choices, initial=DocumentStatus.IN_FORCE, widget=forms.RadioSelect
    )
    in_force_on = forms.DateField(label="Действует с", required=False, widget=DayInput)
    repealed_on = forms.DateField(
        label="Утратил силу с", required=False, widget=DayInput, help_text="Только для утратившего силу."
    )
    expected_version = forms.IntegerField(widget=forms.HiddenInput)

    @property
    def standing(self) -> Standing:
        chosen = self.cleaned_data
        return Standing(chosen["status"], chosen["in_force_on"], chosen["repealed_on"])


class NewDocumentForm(DocumentForm):
    """A card with its first file."""

    file = forms.FileField(
        label="Файл", required=False, max_length=500, widget=forms.FileInput(attrs=_FILE_WIDGET), help_text=_DROP
    )
    status = forms.ChoiceField(
        label="Состояние",
        choices=[(DocumentStatus.IN_FORCE, "действует"), (DocumentStatus.DRAFT, "проект")],
        initial=DocumentStatus.IN_FORCE,
        widget=forms.RadioSelect,
    )
    in_force_on = forms.DateField(label="Действует с", required=False, widget=DayInput)
    publishes = forms.BooleanField(
        label="Сразу опубликовать",
        required=False,
        help_text="Без этой отметки документ увидите только вы и те, кто ведёт документы.",
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    field_order = ("file", "title", "kind", "number", "dated_on", "source")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["submission_key"].initial = uuid.uuid4
        self.fields["title"].required = False
        self.fields["title"].help_text = "Если оставить пустым, возьмём из имени файла."
        del self.fields["expected_version"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        file = cleaned.get("file")
        if not cleaned.get("title") and file is not None:
            cleaned["title"] = proposed_by_name(file.name).title
        return cleaned

    @property
    def standing(self) -> Standing:
        return Standing(self.cleaned_data["status"], self.cleaned_data["in_force_on"])


class VersionForm(forms.Form):
    """Another file in the document's place."""

    file = forms.FileField(
        label="Новый файл",
        max_length=500,
        allow_empty_file=True,
        widget=forms.FileInput(attrs=_FILE_WIDGET),
        help_text=_DROP,
    )
    what_changed = forms.CharField(
        label="Что изменено",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Например: «Продлён срок приёма заявок, добавлено приложение 2».",
    )
    after = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, is_first: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if is_first:
            del self.fields["what_changed"]
            self.fields["file"].label = "Файл"


class ReplaceForm(forms.Form):
    """Which documents it took the place of."""

    older = forms.ModelMultipleChoiceField(
        label="Какие документы заменены", queryset=Document.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    is_repealing = forms.BooleanField(label="Отметить их утратившими силу", required=False, initial=True)
    repealed_on = forms.DateField(
        label="С какого дня",
        required=False,
        widget=DayInput,
        help_text="Пусто – со дня, с которого действует новый документ.",
    )
    note = forms.CharField(label="Что изменилось", max_length=300, required=False)

    def __init__(self, *args: Any, offered: Iterable[Document], **options: Any) -> None:
        super().__init__(*args, **options)
        rows = list(offered)
        field: Any = self.fields["older"]
        field.queryset = Document.objects.filter(pk__in=[one.pk for one in rows])
        field.choices = [(one.pk, f"{one.title} ({one.requisites})") for one in rows]


class UndoReplacementForm(forms.Form):
    """Taking a replacement back."""

    is_restoring = forms.BooleanField(label="Вернуть прежнему документу силу", required=False, initial=True)


class SeveralFiles(forms.FileInput):
    """A field of files that takes several."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        files = [one for one in (data if isinstance(data, list) else [data]) if one is not None]
        if not files:
            raise forms.ValidationError(self.error_messages["required"])
        return files


class BatchForm(forms.Form):
    """Several files, each a card of its own."""

    papers = FilesField(
        label="Файлы",
        widget=SeveralFiles(attrs={**_FILE_WIDGET, "multiple": True}),
        help_text=f"Выберите сразу несколько или перетащите их сюда. Не больше {MOST_FILES} файлов, каждый до 50 МБ.",
    )
    source = forms.CharField(
        label="Кем изданы", max_length=200, required=False, help_text="Если у всех один источник. Пусто – объединением."
    )
    audience = forms.ChoiceField(
        label="Кому будут видны",
        choices=DocumentAudience.choices,
        initial=DocumentAudience.MEMBERS,
        widget=forms.RadioSelect,
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["submission_key"].initial = uuid.uuid4


class BulkForm(forms.Form):
    """One deed for those marked in the list."""

    deed = forms.ChoiceField(label="С отмеченными", choices=[(code, deed.label) for code, deed in DEEDS.items()])
