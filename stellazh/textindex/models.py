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
