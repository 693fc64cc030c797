"""Forms of signing in, of accounts and of keys."""

from __future__ import annotations

from typing import Any

from django import forms


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


class ChangePasswordForm(NewPasswordForm):
    current = forms.CharField(
        label="Нынешний пароль", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    field_order = ["current", "password", "again"]


class NamesForm(forms.Form):
    family_name = forms.CharField(label="Фамилия", max_length=100)
    given_name = forms.CharField(label="Имя", max_length=100, required=False)
    patronymic = forms.CharField(label="Отчество", max_length=100, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


class TokenForm(forms.Form):
    label = forms.CharField(label="Для какой программы ключ", max_length=120)
