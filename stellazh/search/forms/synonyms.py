"""A line of words that mean the same."""

from __future__ import annotations

from django import forms

from stellazh.search.services.synonyms import LONGEST


class SynonymsForm(forms.Form):
    """One line, sides apart by «=»."""

    words = forms.CharField(
        label="Слова через знак «=»",
        max_length=LONGEST,
        help_text="Например: ФПУ = федеральный перечень учебников. Форма слова не важна.",
    )
