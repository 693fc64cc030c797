"""The words of Django's forms: whatever apps are installed, they stay Django's own."""

from __future__ import annotations

import gettext
from pathlib import Path
from typing import Any

import django
from django import forms
from django.apps import apps
from django.utils import translation
from django.utils.translation import trans_real

OWN = Path(django.__file__).parent / "conf/locale/ru/LC_MESSAGES/django.mo"


def words_of(path: Path) -> dict[Any, str]:
    """What a catalogue says, by what it translates; of plural forms each apart."""
    with path.open("rb") as file:
        catalogue: dict[Any, str] = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    return {key: words for key, words in catalogue.items() if key}


def test_no_app_changes_what_django_says() -> None:
    spoken: Any = trans_real.translation("ru")

    changed = {key: spoken._catalog[key] for key, words in words_of(OWN).items() if spoken._catalog[key] != words}

    assert changed == {}


def test_a_field_left_empty_is_told_in_the_usual_words() -> None:
    with translation.override("ru"):
        form = forms.Form({})
        form.fields["title"] = forms.CharField()

        assert form.errors == {"title": ["Обязательное поле."]}


def test_our_words_of_the_editor_are_none_of_djangos() -> None:
    ours = words_of(Path(apps.get_app_config("pages").path, "locale/ru/LC_MESSAGES/django.mo"))

    assert sorted(set(ours) & set(words_of(OWN))) == []
