"""What comes into the services of documents: plain values, checked for what the database would otherwise refuse."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models

from stellazh.documents.enums import DocumentAudience, DocumentKind, DocumentStatus
from stellazh.documents.models import Document
from stellazh.documents.services.refusals import TextTooLong, TitleMissing, UnknownValue, UnsafeAddress, WrongDays
from stellazh.office.plain_text import printable_lines
from stellazh.russian.calendar_words import short_date
from stellazh.russian.text_lines import one_line

FIRST_DAY: Final = date(1900, 1, 1)
LAST_DAY: Final = date(2100, 12, 31)
LONGEST_SUMMARY: Final = 5_000
_is_address = URLValidator(schemes=["http", "https"], message="")


@dataclass(frozen=True, slots=True)
class DocumentFields:
    """The card as it is edited. `kind` and `audience` are codes of this app; `source` is empty for the association
    itself."""

    title: str
    kind: str = DocumentKind.ORDER
    number: str = ""
    dated_on: date | None = None
    source: str = ""
    source_url: str = ""
    summary: str = ""
    audience: str = DocumentAudience.MEMBERS

    @classmethod
    def of(cls, document: Document) -> DocumentFields:
        """The fields as they are stored."""
        return cls(**{name: getattr(document, name) for name in FIELD_NAMES})

    def texts(self) -> dict[str, str]:
        """By Russian names, as the audit and a conflict show them."""
        return {label_of(name): _text(getattr(self, name), _CHOICES.get(name)) for name in FIELD_NAMES}


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a document is to be followed, since when and until when."""

    status: str = DocumentStatus.IN_FORCE
    in_force_on: date | None = None
    repealed_on: date | None = None

    @classmethod
    def of(cls, document: Document) -> Standing:
        """As it is stored."""
        return cls(document.status, document.in_force_on, document.repealed_on)

    def texts(self) -> dict[str, str]:
        """By Russian names."""
        return {
            label_of("status"): _text(self.status, DocumentStatus),
            label_of("in_force_on"): _text(self.in_force_on, None),
            label_of("repealed_on"): _text(self.repealed_on, None),
        }


FIELD_NAMES: Final = tuple(field.name for field in fields(DocumentFields))
_CHOICES: Final[Mapping[str, type[models.TextChoices]]] = {"kind": DocumentKind, "audience": DocumentAudience}
_LINES: Final = ("title", "number", "source", "source_url")


def checked_fields(asked: DocumentFields) -> DocumentFields:
    """The fields as they are stored: texts in one line, the summary in several.

    Raises:
        TitleMissing, TextTooLong, UnknownValue, UnsafeAddress, WrongDays.
    """
    texts: dict[str, Any] = {name: one_line(getattr(asked, name)) for name in _LINES}
    if not texts["title"]:
        raise TitleMissing("Напишите, как называется документ.")
    checked_lines(Document, texts)
    texts["summary"] = printable_lines(asked.summary)
    if len(texts["summary"]) > LONGEST_SUMMARY:
        told = len(texts["summary"])
        raise TextTooLong(f"«{label_of('summary')}»: не больше {LONGEST_SUMMARY} знаков, а набрано {told}.")
    for name, choices in _CHOICES.items():
        if getattr(asked, name) not in choices.values:
            raise UnknownValue(f"«{label_of(name)}»: выберите значение из списка.")
    _require_address(texts["source_url"])
    _require_day("dated_on", asked.dated_on)
    return replace(asked, **texts)


def checked_standing(asked: Standing) -> Standing:
    """The standing as it is stored: a document that is not repealed has no day of it.

    Raises:
        UnknownValue, WrongDays.
    """
    if asked.status not in DocumentStatus.values:
        raise UnknownValue(f"«{label_of('status')}»: выберите значение из списка.")
    _require_day("in_force_on", asked.in_force_on)
    if asked.status != DocumentStatus.REPEALED:
        return replace(asked, repealed_on=None)
    _require_day("repealed_on", asked.repealed_on)
    if asked.in_force_on and asked.repealed_on and asked.repealed_on < asked.in_force_on:
        raise WrongDays("Документ утратил силу раньше, чем начал действовать: проверьте дни.")
    return asked


def checked_lines(model: type[models.Model], texts: Mapping[str, str]) -> None:
    """Pass when every text fits into its column.

    Raises:
        TextTooLong: one does not; the message names the field in Russian.
    """
    for name, text in texts.items():
        column = model._meta.get_field(name)  # noqa: SLF001
        longest = getattr(column, "max_length", None)
        if longest is not None and len(text) > longest:
            label = str(getattr(column, "verbose_name", name))
            raise TextTooLong(f"«{label}»: не больше {longest} знаков, а набрано {len(text)}.")


def label_of(name: str) -> str:
    """The Russian name of a column of a document."""
    return str(Document._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # noqa: SLF001


def _require_address(url: str) -> None:
    if not url:
        return
    try:
        _is_address(url)
    except ValidationError as wrong:
        raise UnsafeAddress("Ссылка начинается с https:// и не содержит пробелов: скопируйте её целиком.") from wrong


def _require_day(name: str, day: date | None) -> None:
    if day is not None and not FIRST_DAY <= day <= LAST_DAY:
        raise WrongDays(f"«{label_of(name)}»: проверьте год.")


def _text(value: object, choices: type[models.TextChoices] | None) -> str:
    if isinstance(value, date):
        return short_date(value)
    if choices is not None and value in choices.values:
        return str(choices(str(value)).label)
    return str(value or "")
