"""The texts of consents that an installation begins with. A published edition is a row; these are only its first words.

They name nobody: the operator of personal data and the site come from the settings. Whoever runs an installation reads
them with a lawyer and publishes an edition of her own when they do not fit.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string

from stellazh.people.enums import ConsentPurpose

_TITLES = {
    ConsentPurpose.PROCESSING: "Согласие на обработку персональных данных",
    ConsentPurpose.DISTRIBUTION: "Согласие на распространение персональных данных",
}


@dataclass(frozen=True, slots=True)
class DefaultText:
    """The first edition of one purpose."""

    title: str
    text: str


def operator_in_words() -> str:
    """Who answers for personal data here, as the setting says; without it, words that name nobody."""
    named = str(settings.DATA_OPERATOR).strip()
    return named or f"организация, которая ведёт сайт «{settings.SITE_NAME}»"


def default_text(purpose: str) -> DefaultText:
    """The first edition of that purpose, with the names of today's settings."""
    names = {"operator": operator_in_words(), "site": settings.SITE_NAME, "url": settings.SITE_URL}
    text = render_to_string(f"people/texts/{ConsentPurpose(purpose).value}.txt", names)
    return DefaultText(_TITLES[ConsentPurpose(purpose)], text.strip())
