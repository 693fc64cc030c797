"""What a form may ask for, and what was found in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from stellazh.common.errors import DomainError

_COLON = re.compile(" ?: ?")
_NOTHING = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


def fold_name(name: str) -> str:
    """A field's name as it is compared: case, ё, hard and doubled blanks, blanks about a colon, invisible signs do not
    matter.
    """
    words = " ".join(_NOTHING.sub("", name).split()).casefold().replace("ё", "е")
    return _COLON.sub(": ", words)


@dataclass(frozen=True, slots=True)
class FormVocabulary:
    """The fields that a form may use, each with what it is («номер» → «Номер протокола»).

    A name may have a word and a colon before it: «число: мероприятия».
    `rows` are lists: «решения» → {«текст»: …, «срок»: …}, written in a form as `{{ решения.текст }}`.
    """

    fields: Mapping[str, str]
    rows: Mapping[str, Mapping[str, str]]

    @property
    def names(self) -> tuple[str, ...]:
        """Every name as it is written in a form: «номер», «решения.текст»."""
        return (*self.fields, *(f"{name}.{column}" for name, columns in self.rows.items() for column in columns))


@dataclass(frozen=True, slots=True)
class FormReport:
    """Sentences for whoever brought the form: what has to be mended, and what is worth knowing.

    `used` are the names of the vocabulary that stand in the form: «номер», «решения.текст».
    """

    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    used: frozenset[str] = frozenset()

    @property
    def is_fit(self) -> bool:
        """Whether papers can be made by this form."""
        return not self.errors


class FormUnfit(DomainError):
    """The form cannot be filled; `report` says why, sentence by sentence."""

    def __init__(self, report: FormReport) -> None:
        super().__init__(" ".join(report.errors))
        self.report = report
