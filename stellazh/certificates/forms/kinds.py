"""What is typed of a kind of documents."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms

from stellazh.certificates.enums import DocumentGenre, NumberPeriod
from stellazh.certificates.models import CertificateKind, CertificateTemplate
from stellazh.certificates.patterns import LONGEST_PATTERN
from stellazh.certificates.services.kinds import LONGEST_NAME, KindFields
from stellazh.numbering.services import GREATEST_NUMBER


class KindForm(forms.Form):
    """A new kind or one that is changed; `first_number` is that of the present series."""

    genre = forms.ChoiceField(label="Что это", choices=DocumentGenre.choices)
    name = forms.CharField(
        label="Название вида", max_length=LONGEST_NAME, help_text="Так он называется в списках и в журнале."
    )
    title = forms.CharField(
        label="Заголовок на листе", max_length=LONGEST_NAME, help_text="Например: Сертификат участника."
    )
    pattern = forms.CharField(
        label="Как пишется номер",
        max_length=LONGEST_PATTERN,
        help_text="В конце допишите букву вида, чтобы номера разных видов не путались.",
    )
    period = forms.ChoiceField(label="Нумерация начинается заново", choices=NumberPeriod.choices)
    first_number = forms.IntegerField(
        label="Первый номер этого года",
        min_value=1,
        max_value=GREATEST_NUMBER,
        help_text="Больше единицы, если часть номеров уже в бумажном журнале. В следующем году ряд начнётся с единицы.",
    )
    template = forms.TypedChoiceField(label="Шаблон", required=False, coerce=int, empty_value=None)
    needs_approval = forms.BooleanField(
        label="Выдачу утверждает второй человек",
        required=False,
        help_text="Подготовленный список сначала посмотрит и утвердит руководитель или заместитель.",
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    expected_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        templates: Iterable[CertificateTemplate],
        kind: CertificateKind | None = None,
        begun_with: int | None = None,
        **options: Any,
    ) -> None:
        """`begun_with` is the first number of a series whose numbers are out, which does not change any more."""
        super().__init__(*args, **options)
        self.fields["submission_key"].initial = uuid.uuid4
        choices = [(str(one.pk), one.name) for one in templates]
        self.fields["template"].choices = [("", "готовый, по виду документа"), *choices]  # type: ignore[attr-defined]
        if begun_with is not None:
            self.fields["first_number"].disabled = True
            self.fields["first_number"].help_text = "Номера этого года уже выданы."
        if kind is not None and begun_with is not None:
            self.fields["period"].disabled = self.fields["genre"].disabled = True
            self.fields["period"].help_text = "Документы этого вида уже выданы: порядок нумерации не меняется."

    @property
    def typed(self) -> KindFields:
        """The fields as the service takes them."""
        chosen = self.cleaned_data
        return KindFields(
            genre=chosen["genre"],
            name=chosen["name"],
            title=chosen["title"],
            pattern=chosen["pattern"],
            period=chosen["period"],
            first_number=chosen["first_number"],
            needs_approval=chosen["needs_approval"],
            template_id=chosen["template"],
        )
