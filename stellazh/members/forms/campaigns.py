"""Forms of campaigns: their text and term, the list of answers, answers themselves."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms

from stellazh.common.numerals import whole_number
from stellazh.members.enums import AnswerState
from stellazh.members.models import Campaign, CampaignAnswer
from stellazh.members.reads.campaigns import NOTED, PeopleFilter, PlaceRow
from stellazh.members.services.campaign_answers import LONGEST_NOTE
from stellazh.members.services.campaigns import CampaignFields
from stellazh.ui.widgets import DayInput

USUAL_LETTER = """Здравствуйте, {имя}!

{объединение} раз в год уточняет данные о школьных библиотекарях. Пожалуйста, откройте свою карточку и проверьте её. Если всё верно, достаточно одной кнопки. Если что-то изменилось, исправьте прямо там.

Ваша личная ссылка:
{ссылка}

Ответить можно до {срок}. Пароль не нужен. Не пересылайте ссылку: она открывает только вашу карточку.

Если вы больше не работаете в школьной библиотеке, это тоже можно отметить по ссылке.

Спасибо!"""  # noqa: E501 (lines of a letter are wrapped when it is sent)


class CampaignForm(forms.Form):
    """The name, the term, whom to ask, the letter."""

    title = forms.CharField(label="Название", max_length=200, help_text="Оно станет темой письма.")
    closes_on = forms.DateField(
        label="Ответить до", widget=DayInput, help_text="За 7 и за 2 дня до срока всем, кто молчит, придёт напоминание."
    )
    includes_below = forms.BooleanField(
        label="Спросить и участников объединений ниже", required=False, help_text="Человека спросят один раз."
    )
    letter = forms.CharField(
        label="Письмо",
        widget=forms.Textarea(attrs={"rows": 16}),
        initial=USUAL_LETTER,
        help_text="Вместо {имя}, {объединение}, {срок} и {ссылка} каждому подставится своё.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, campaign: Campaign | None = None, may_ask_below: bool = False, **options: Any):
        if campaign is not None:
            options["initial"] = {
                "title": campaign.title,
                "closes_on": campaign.closes_on,
                "includes_below": campaign.includes_below,
                "letter": campaign.letter,
                "version": campaign.version,
            }
        super().__init__(*args, **options)
        self._campaign = campaign
        self.fields["submission_key"].initial = uuid.uuid4
        if not may_ask_below or (campaign is not None and campaign.is_open):
            del self.fields["includes_below"]

    def campaign_fields(self) -> CampaignFields:
        """What was typed; whom to ask stays as it is when that was not asked."""
        data = self.cleaned_data
        stored = self._campaign is not None and self._campaign.includes_below
        return CampaignFields(data["title"], data["letter"], data["closes_on"], data.get("includes_below", stored))


class TermForm(forms.Form):
    """A new last day."""

    closes_on = forms.DateField(label="Ответить до", widget=DayInput)


class PeopleFilterForm(forms.Form):
    """Who of those asked."""

    q = forms.CharField(label="Фамилия", required=False, max_length=100)
    state = forms.ChoiceField(
        label="Ответ",
        required=False,
        choices=[("", "все"), *AnswerState.choices, (NOTED, "просят исправить")],
    )
    territory = forms.TypedChoiceField(label="Территория", required=False, coerce=int, empty_value=None)
    association = forms.TypedChoiceField(label="Объединение", required=False, coerce=int, empty_value=None)
    address = forms.ChoiceField(
        label="Почта", required=False, choices=[("", "не важно"), ("yes", "есть"), ("no", "нет")]
    )
    phone = forms.ChoiceField(
        label="Телефон", required=False, choices=[("", "не важно"), ("yes", "есть"), ("no", "нет")]
    )

    def __init__(
        self, *args: Any, territories: Iterable[PlaceRow], associations: Iterable[PlaceRow], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        # At first those who have not answered; the choice shows it.
        if "state" not in self.data:
            self.data = {**dict(self.data.items()), "state": AnswerState.WAITING.value}
        for name, places in (("territory", territories), ("association", associations)):
            choices = [(str(place.key), place.label) for place in places]
            self.fields[name].choices = [("", "все"), *choices]  # type: ignore[attr-defined]
            if len(choices) < 2:
                del self.fields[name]

    def wanted(self) -> PeopleFilter:
        """What was asked for; those who have not answered when nothing sensible was."""
        if not self.is_valid():
            return PeopleFilter()
        data = self.cleaned_data
        return PeopleFilter(
            state=data.get("state", ""),
            territory_id=data.get("territory"),
            association_id=data.get("association"),
            address=data.get("address", ""),
            phone=data.get("phone", ""),
            query=data.get("q", ""),
        )


class _Keys(forms.TypedMultipleChoiceField):
    """Keys of rows; whoever has answered meanwhile is no mistake."""

    def valid_value(self, value: object) -> bool:
        return whole_number(str(value)) is not None


class RemindForm(forms.Form):
    """Whom to remind; nobody named is everybody."""

    answers = _Keys(required=False, coerce=int, widget=forms.MultipleHiddenInput)


class RecordForm(forms.Form):
    """What the person said by telephone."""

    state = forms.ChoiceField(label="Что сказал человек", widget=forms.RadioSelect)
    note = forms.CharField(label="Замечание", required=False, max_length=LONGEST_NOTE)

    def __init__(self, data: Any = None, *, answer: CampaignAnswer) -> None:
        initial = {} if answer.state == AnswerState.WAITING else {"state": answer.state, "note": answer.note}
        super().__init__(data, initial=initial)
        choices = [
            (AnswerState.CONFIRMED, "в карточке всё верно"),
            (AnswerState.CORRECTED, "было неверно, карточка исправлена со слов"),
            (AnswerState.GONE, "больше не работает"),
        ]
        if answer.state != AnswerState.WAITING:
            choices.append((AnswerState.WAITING, "записано по ошибке: ответа ещё нет"))
        self.fields["state"].choices = choices  # type: ignore[attr-defined]


class ConfirmForm(forms.Form):
    """«Всё верно», and what cannot be corrected here."""

    note = forms.CharField(
        label="Напишите, как правильно",
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Это исправит руководитель вашего объединения.",
    )


class GoneForm(forms.Form):
    """«Больше не работаю»."""

    note = forms.CharField(
        label="Хотите что-нибудь добавить?",
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Например, с какого дня или кто теперь работает вместо вас.",
    )
