"""What the database itself refuses."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from stellazh.textindex.models import IndexedEntry, IndexedText, SynonymSet, WordForm

pytestmark = pytest.mark.django_db


def test_a_thing_has_one_text() -> None:
    IndexedText.objects.create(kind="people", key=1, words="ольхова")
    IndexedText.objects.create(kind="schools", key=1, words="школа")

    with pytest.raises(IntegrityError, match=r"(?i)indexed_text_once|unique"), transaction.atomic():
        IndexedText.objects.create(kind="people", key=1, words="липина")


def test_a_spelling_of_a_word_stands_once() -> None:
    WordForm.objects.create(kind="people", form="ольхов", word="ольхова")
    WordForm.objects.create(kind="people", form="ольхов", word="ольхово")

    with pytest.raises(IntegrityError, match=r"(?i)word_form_once|unique"), transaction.atomic():
        WordForm.objects.create(kind="people", form="ольхов", word="ольхова")


def test_a_thing_has_one_entry() -> None:
    IndexedEntry.objects.create(kind="event", key=1, title="Вебинар", checksum="")
    IndexedEntry.objects.create(kind="person", key=1, title="Ольхова Вера", checksum="")

    with pytest.raises(IntegrityError, match=r"(?i)indexed_entry_once|unique"), transaction.atomic():
        IndexedEntry.objects.create(kind="event", key=1, title="Семинар", checksum="")


def test_a_line_of_synonyms_stands_once() -> None:
    SynonymSet.objects.create(words="ВШК = вечер")

    with pytest.raises(IntegrityError, match=r"(?i)words|unique"), transaction.atomic():
        SynonymSet.objects.create(words="ВШК = вечер")
