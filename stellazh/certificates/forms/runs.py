"""What comes in from the pages of a run."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django import forms

from stellazh.certificates.enums import RecipientGender
from stellazh.certificates.models import CertificateKind, CertificateTemplate, IssueRun, RunRow, Signatory
from stellazh.certificates.reads.values import DETAIL_FIELDS
from stellazh.certificates.recipient_lists import Recipient
from stellazh.certificates.services.runs import RowFields, RunFields, SettledName
from stellazh.certificates.services.runs.fields import LONGEST_LETTER, MOST_HOURS, MOST_SIGNERS
from stellazh.certificates.wording import FIELDS
from stellazh.office.tables.limits import TOO_LARGE, UPLOAD_LIMIT_BYTES
from stellazh.ui.widgets import DayInput

PASTE_LIMIT = 1_000_000
_DETAIL_NAMES = {f"detail_{place}": field for place, field in enumerate(DETAIL_FIELDS)}


class RunForm(forms.Form):
    """What the sheets of a run say. `expected_version` is there when a run is changed."""

    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    expected_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind = forms.TypedChoiceField(label="Что выдаём", coerce=int)
    title = forms.CharField(
        label="Название выдачи",
        max_length=300,
        help_text="Для вашего списка и журнала, например: «Участникам форума». На листе его нет.",
    )
    subject_title = forms.CharField(
        label="Мероприятие, конкурс или сборник", max_length=400, required=False, help_text="Как на листе, без кавычек."
    )
    dates_words = forms.CharField(
        label="Даты словами", max_length=200, required=False, help_text="Например: с 20 по 27 ноября 2026 г."
    )
    hours = forms.IntegerField(label="Сколько часов", min_value=1, max_value=MOST_HOURS, required=False)
    place = forms.CharField(label="Место", max_length=150, required=False, help_text="Например: г. Озёрск")
    basis = forms.CharField(
        label="За что",
        max_length=600,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text="Продолжение слова «за»: участие в форуме, помощь в подготовке… Попадёт и в журнал регистрации.",
    )
    issued_on = forms.DateField(label="Дата выдачи", widget=DayInput)
    template = forms.TypedChoiceField(
        label="Шаблон листа", coerce=int, empty_value=None, required=False, help_text="Посмотреть лист можно дальше."
    )
    signatories = forms.TypedMultipleChoiceField(
        label="Кто подписывает", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    with_signatures = forms.BooleanField(label="Поставить подписи картинками", required=False)
    with_seal = forms.BooleanField(label="Поставить печать картинкой", required=False)
    with_letters = forms.BooleanField(
        label="Послать каждому письмо с файлом", required=False, help_text="Кому есть куда написать."
    )
    letter = forms.CharField(
        label="Текст письма",
        max_length=LONGEST_LETTER,
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text="Можно оставить пустым: приветствие, номер документа и ссылка для проверки встанут сами. Поля пишут "
        "так же, как на листе: {{ мероприятие }}.",
    )

    def __init__(
        self,
        *args: Any,
        kinds: Sequence[CertificateKind],
        templates: Sequence[CertificateTemplate],
        signatories: Sequence[Signatory],
        pictures_note: str = "",
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        cast("forms.ChoiceField", self.fields["kind"]).choices = [(one.pk, one.name) for one in kinds]
        sheets = [("", "как у вида документа"), *((one.pk, one.name) for one in templates)]
        cast("forms.ChoiceField", self.fields["template"]).choices = sheets
        people = [(one.pk, f"{one.name}, {one.post}") for one in signatories]
        cast("forms.ChoiceField", self.fields["signatories"]).choices = people
        if not people:
            del self.fields["signatories"]
        else:
            self.fields["signatories"].help_text = f"Не больше {MOST_SIGNERS}."
        self.fields["with_signatures"].help_text = pictures_note
        self.fields["submission_key"].initial = uuid.uuid4

    def fields_of(self, subject_key: str = "", list_code: str = "") -> RunFields:
        """What was typed, for the service."""
        data = self.cleaned_data
        return RunFields(
            kind_id=data["kind"],
            template_id=data["template"],
            title=data["title"],
            subject_key=subject_key,
            list_code=list_code,
            subject_title=data["subject_title"],
            basis=data["basis"],
            dates_words=data["dates_words"],
            hours=data["hours"],
            place=data["place"],
            issued_on=cast("date", data["issued_on"]),
            signatory_ids=tuple(data.get("signatories") or ()),
            with_signatures=data["with_signatures"],
            with_seal=data["with_seal"],
            with_letters=data["with_letters"],
            letter=data["letter"],
        )


def initial_of(run: IssueRun, signatories: Sequence[Signatory]) -> dict[str, Any]:
    """The form of a run as it is stored."""
    names = {(signer.name, signer.post) for signer in run.signers.all()}
    stored = ("title", "subject_title", "dates_words", "hours", "place", "basis", "issued_on", "letter")
    return {
        **{name: getattr(run, name) for name in (*stored, "with_signatures", "with_seal", "with_letters")},
        "kind": run.kind_id,
        "template": run.template_id or "",
        "signatories": [one.pk for one in signatories if (one.name, one.post) in names],
        "expected_version": run.version,
    }


class NamesForm(forms.Form):
    """A list typed, pasted or brought in a file."""

    text = forms.CharField(
        label="Вписать или вставить имена",
        required=False,
        max_length=PASTE_LIMIT,
        strip=False,
        widget=forms.Textarea({"rows": 6}),
        help_text="Каждый человек с новой строки. После имени через запятую можно указать должность, школу и почту: "
        "Липина Мария Сергеевна, педагог-библиотекарь, МБОУ СОШ № 5",
    )
    file = forms.FileField(
        label="Или файл со списком",
        required=False,
        help_text="Excel (.xlsx), CSV или таблица в Word (.docx). Столбцы узнаются по заголовкам: ФИО, должность, "
        "школа, почта, баллы, работа, номинация.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.docx"}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        file = data.get("file")
        if file is not None and file.size > UPLOAD_LIMIT_BYTES:
            self.add_error("file", TOO_LARGE)
        elif not self.errors and file is None and not (data.get("text") or "").strip():
            self.add_error("text", "Впишите хотя бы одно имя или выберите файл.")
        return data


class PickForm(forms.Form):
    """People ticked in what was found."""

    people = forms.TypedMultipleChoiceField(coerce=int, required=False)

    def __init__(self, *args: Any, found: Sequence[Recipient], **options: Any) -> None:
        super().__init__(*args, **options)
        cast("forms.ChoiceField", self.fields["people"]).choices = [(one.person_id, one.name) for one in found]


class SearchForm(forms.Form):
    """What is looked for among people."""

    q = forms.CharField(label="Фамилия или имя", required=False, max_length=100)


class RowsFilterForm(forms.Form):
    """Which rows of a list are shown."""

    q = forms.CharField(label="Имя или школа", required=False, max_length=100)
    only = forms.ChoiceField(
        label="Показать",
        required=False,
        choices=[("", "всех"), ("asked", "только с вопросами"), ("out", "кому не выдаём")],
    )


class RowForm(forms.Form):
    """One row of a list."""

    expected_version = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(label="Фамилия, имя, отчество", max_length=250)
    gender = forms.ChoiceField(
        label="Род", required=False, choices=[("", "не указан"), *RecipientGender.choices],
        help_text="Нужен для слов «принял» и «приняла».",
    )  # fmt: skip
    dative = forms.CharField(label="Кому (дательный падеж)", max_length=260, required=False)
    genitive = forms.CharField(
        label="Кого (родительный падеж)",
        max_length=260,
        required=False,
        help_text="Если исправить только имя, падежи поставим заново сами.",
    )
    is_settled = forms.BooleanField(label="Падежи верны", required=False)
    post = forms.CharField(label="Должность", max_length=250, required=False)
    school = forms.CharField(label="Школа, как на листе", max_length=300, required=False)
    municipality = forms.CharField(label="Муниципалитет", max_length=200, required=False)
    email = forms.EmailField(label="Почта", required=False)

    def __init__(self, *args: Any, details: Sequence[str] = DETAIL_FIELDS, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in _DETAIL_NAMES.items():
            if field in details:
                self.fields[name] = forms.CharField(label=FIELDS[field].label, max_length=300, required=False)

    def row_fields(self, row: RunRow) -> RowFields:
        """What was typed; details without a field here stay."""
        data = self.cleaned_data
        typed = {field: data[name] for name, field in _DETAIL_NAMES.items() if name in data}
        return RowFields(
            **{name: data[name] for name in ("name", "gender", "dative", "genitive", "post", "school", "municipality")},
            email=data["email"],
            details={**row.details, **typed},
            is_settled=data["is_settled"],
        )


def initial_of_row(row: RunRow) -> dict[str, Any]:
    """The form of a row as it is stored."""
    names = ("name", "gender", "dative", "genitive", "post", "school", "municipality", "email")
    details = {name: row.details.get(field, "") for name, field in _DETAIL_NAMES.items()}
    return {name: getattr(row, name) for name in names} | details | {"expected_version": row.version}


class CasesForm(forms.Form):
    """The cases of doubtful names, many at once; only those ticked are settled."""

    def __init__(self, *args: Any, rows: Sequence[RunRow], **options: Any) -> None:
        super().__init__(*args, **options)
        self._rows = rows
        for row in rows:
            named = row.name
            self.fields[f"dative_{row.pk}"] = forms.CharField(
                label=f"Кому: {named}", max_length=260, initial=row.dative
            )
            self.fields[f"genitive_{row.pk}"] = forms.CharField(
                label=f"Кого: {named}", max_length=260, initial=row.genitive
            )
            self.fields[f"right_{row.pk}"] = forms.BooleanField(label="Верно", required=False)
            self.fields[f"version_{row.pk}"] = forms.IntegerField(widget=forms.HiddenInput, initial=row.version)

    @property
    def lines(self) -> list[tuple[RunRow, Any, Any, Any, Any]]:
        """Each row with its controls."""
        names = ("dative", "genitive", "right", "version")
        return [(row, *(self[f"{name}_{row.pk}"] for name in names)) for row in self._rows]  # type: ignore[misc]

    def settled(self, *, all_right: bool) -> dict[int, SettledName]:
        """What is confirmed: the rows ticked, or all of the page."""
        data = self.cleaned_data
        return {
            row.pk: SettledName(data[f"dative_{row.pk}"], data[f"genitive_{row.pk}"], data[f"version_{row.pk}"])
            for row in self._rows
            if all_right or data[f"right_{row.pk}"]
        }


class ReasonForm(forms.Form):
    """Why something is returned or withdrawn."""

    reason = forms.CharField(label="Причина", max_length=400, widget=forms.Textarea({"rows": 3}))


class WithdrawForm(ReasonForm):
    """Why all documents of a run are withdrawn, and whether their owners are told."""

    tell = forms.BooleanField(
        label="Написать каждому, у кого есть почта", required=False, initial=True,
        help_text="В письме будет причина. Посторонним её не показываем.",
    )  # fmt: skip


class VersionForm(forms.Form):
    """The version that whoever presses the button has seen."""

    expected_version = forms.IntegerField(widget=forms.HiddenInput)
