"""Texts that can be searched, and the words they are made of. All of it can be made anew from what it is about."""

from __future__ import annotations

from typing import Self

from django.db import models

from stellazh.textindex.matching import HasWords, Question


class IndexedTextQuerySet(models.QuerySet["IndexedText"]):
    def answering(self, kind: str, question: Question) -> Self:
        """Texts of that kind in which every word asked for stands, in one of its forms: the index of words is asked."""
        return self.filter(
            HasWords(models.F("pk"), models.F("kind"), models.F("words"), of_kind=kind, question=question)
        )


class IndexedText(models.Model):
    """The words of one thing, apart by blanks: as written and in their other forms. `kind` is whose `key` it is.

    The index of words over it is the migration's: FTS5 with triggers on SQLite, GIN on PostgreSQL.
    """

    kind = models.CharField("вид", max_length=20)
    key = models.BigIntegerField("номер")
    words = models.TextField("слова")

    objects = IndexedTextQuerySet.as_manager()

    class Meta:
        verbose_name = "текст для поиска"
        verbose_name_plural = "тексты для поиска"
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="indexed_text_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class WordForm(models.Model):
    """A known word under one of the spellings that lie near it: itself, and itself without a letter or two.

    Two words a slip of the finger apart share such a spelling, so one question of an index finds the neighbours.
    """

    kind = models.CharField("вид", max_length=20)
    form = models.CharField("написание", max_length=60)
    word = models.CharField("слово", max_length=60)

    class Meta:
        verbose_name = "написание слова"
        verbose_name_plural = "написания слов"
        constraints = [models.UniqueConstraint(fields=["kind", "form", "word"], name="word_form_once")]

    def __str__(self) -> str:
        return f"{self.form} → {self.word}"


class IndexedEntry(models.Model):
    """The text of one thing as the search of everything keeps it: to be found by, to be ordered by, to be quoted from.

    The index of words and of their places belongs to the migration `0004` and is written by `entries/storage.py`: an
    FTS5 table beside this one on SQLite, a column of the type tsvector on PostgreSQL. The long text stands last, so
    that rows are read up to it without it.
    """

    kind = models.CharField("вид", max_length=32)
    key = models.BigIntegerField("номер")
    on = models.DateField("день", null=True, blank=True)
    year = models.SmallIntegerField("учебный год", null=True, blank=True)
    place = models.CharField("путь объединения", max_length=255, blank=True)
    territory_id = models.BigIntegerField("территория", null=True, blank=True)
    checksum = models.CharField("отпечаток", max_length=64)
    title = models.TextField("название")
    title_words = models.TextField("слова названия", blank=True)
    text = models.TextField("текст", blank=True)

    class Meta:
        verbose_name = "запись поиска"
        verbose_name_plural = "записи поиска"
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="indexed_entry_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class StaleEntry(models.Model):
    """A mark that the text of a thing may have changed, written by triggers on the tables it is made of.

    Only ever added and taken away: nothing is unique, so nobody who writes waits for anybody.
    """

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField("вид", max_length=32)
    key = models.BigIntegerField("номер")

    class Meta:
        verbose_name = "отметка об изменении"
        verbose_name_plural = "отметки об изменениях"

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class SynonymSet(models.Model):
    """Words and phrases that mean the same in search: «ФПУ = федеральный перечень учебников = перечень учебников»."""

    words = models.CharField("слова через знак «=»", max_length=500, unique=True)
    is_active = models.BooleanField("действует", default=True)

    class Meta:
        verbose_name = "набор синонимов"
        verbose_name_plural = "наборы синонимов"

    def __str__(self) -> str:
        return self.words
