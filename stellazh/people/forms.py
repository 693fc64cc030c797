"""Forms of signing in, of accounts and of keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from stellazh.people.enums import GrammaticalCase
from stellazh.people.reads import ShownForm


class SignInForm(forms.Form):
    email = forms.EmailField(
        label="Электронная почта", widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True})
    )
    password = forms.CharField(
        label="Пароль", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )


class AddressForm(forms.Form):
    email = forms.EmailField(
        label="Электронная почта",
        help_text="Адрес, с которым вы входите.",
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )


class NewAddressForm(forms.Form):
    email = forms.EmailField(
        label="Новый адрес электронной почты",
        max_length=200,
        help_text="Лучше личный: рабочий может пропасть вместе с работой.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class NewPasswordForm(forms.Form):
    password = forms.CharField(
        label="Новый пароль",
        strip=False,
        help_text="Не короче 10 знаков и не из одних цифр. Удобно взять три-четыре слова подряд.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="Новый пароль ещё раз", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("password") and data.get("again") and data["password"] != data["again"]:
            self.add_error("again", "Пароли не совпали: введите второй раз так же, как первый.")
        return data


class ResetPasswordForm(NewPasswordForm):
    """A new password for whoever signs in already, and what the old one could have let out."""

    with_keys = forms.BooleanField(label="Отозвать и ключи для программ, и подписки на календарь", required=False)


class ChangePasswordForm(ResetPasswordForm):
    current = forms.CharField(
        label="Нынешний пароль", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    field_order = ["current", "password", "again", "with_keys"]


class NamesForm(forms.Form):
    family_name = forms.CharField(label="Фамилия", max_length=100)
    given_name = forms.CharField(label="Имя", max_length=100, required=False)
    patronymic = forms.CharField(label="Отчество", max_length=100, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


class NameCasesForm(forms.Form):
    """A field for each case shown, filled with what papers would say now; what somebody wrote may be emptied."""

    questions: ClassVar[dict[str, str]] = {
        GrammaticalCase.DATIVE: "Вручается кому? (дательный падеж)",
        GrammaticalCase.GENITIVE: "Участие кого? (родительный падеж)",
    }

    def __init__(self, *arguments: Any, shown: Sequence[ShownForm], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.shown = shown
        for one in shown:
            self.fields[one.case.value] = forms.CharField(
                label=self.questions[one.case],
                max_length=400,
                required=not one.is_settled,
                initial=one.declined.text,
                help_text="Записано вручную. Сотрите, и сайт просклоняет сам." if one.is_settled else "",
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )

    @property
    def texts(self) -> dict[str, str]:
        """What is to be written: what was changed, and what the rules were not certain of and she let stand."""
        typed = {one.case.value: str(self.cleaned_data[one.case.value]).strip() for one in self.shown}
        return {
            one.case.value: typed[one.case.value]
            for one in self.shown
            if typed[one.case.value] != one.declined.text or not one.declined.is_certain
        }


class TokenForm(forms.Form):
    label = forms.CharField(label="Для какой программы ключ", max_length=120)


def _code_input() -> forms.TextInput:
    return forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True})


class FirstCodeForm(forms.Form):
    code = forms.CharField(label="Код из приложения", max_length=20, widget=_code_input())


class CodeForm(forms.Form):
    code = forms.CharField(
        label="Код",
        max_length=20,
        help_text="Шесть цифр из приложения или один из запасных кодов.",
        widget=_code_input(),
    )
    trust = forms.BooleanField(label="Не спрашивать код в этом браузере 30 дней", required=False)


class ConfirmByCodeForm(forms.Form):
    code = forms.CharField(
        label="Код",
        max_length=20,
        help_text="Шесть цифр из приложения или один из запасных кодов.",
        widget=_code_input(),
    )


class ConfirmByPasswordForm(forms.Form):
    password = forms.CharField(
        label="Пароль",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )


class PasskeyNameForm(forms.Form):
    name = forms.CharField(
        label="Как назвать ключ",
        max_length=60,
        help_text="Чтобы узнать его потом: «Рабочий компьютер», «Мой телефон».",
    )


class ConsentForm(forms.Form):
    """The edition that was read, so that nobody agrees to words replaced meanwhile."""

    text = forms.IntegerField(widget=forms.HiddenInput)


class PublishNameForm(ConsentForm):
    agrees = forms.BooleanField(label="Разрешаю показывать всем мои фамилию, имя и отчество")


class ErasureForm(forms.Form):
    """The word typed, and the password where there is one: not a page one gets through by habit."""

    word = forms.CharField(label="Напишите слово «удалить»", widget=forms.TextInput(attrs={"autocomplete": "off"}))
    password = forms.CharField(
        label="Ваш пароль", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )

    def __init__(self, *arguments: Any, has_password: bool, **named: Any) -> None:
        super().__init__(*arguments, **named)
        if not has_password:
            del self.fields["password"]

    def clean_word(self) -> str:
        word: str = self.cleaned_data["word"].strip().casefold()
        if word != "удалить":
            raise forms.ValidationError("Напишите «удалить» – тогда станет ясно, что вы не ошиблись страницей.")
        return word


class ConsentTextForm(forms.Form):
    title = forms.CharField(label="Заголовок", max_length=200)
    text = forms.CharField(
        label="Текст",
        widget=forms.Textarea(attrs={"rows": 24}),
        help_text="Пустая строка начинает новый абзац. Опубликованную редакцию изменить нельзя: выйдет следующая.",
    )


class FindPersonForm(forms.Form):
    name = forms.CharField(label="Фамилия", max_length=100, required=False)
