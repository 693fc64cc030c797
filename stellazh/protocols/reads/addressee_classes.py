"""Classes of addressees by the words of papers: «все школьные библиотекари», «руководителям РМО», «ОМСУ»."""

from __future__ import annotations

import re
from typing import Final

from stellazh.protocols.enums import AddresseeClass
from stellazh.russian.collation import fold

# What is offered while somebody types, one wording for each class.
CLASS_NAMES: Final[dict[AddresseeClass, str]] = {
    AddresseeClass.LIBRARIANS: "Все школьные библиотекари",
    AddresseeClass.LIBRARIES: "Все школьные библиотеки",
    AddresseeClass.HEADS: "Руководители методических объединений",
    AddresseeClass.AUTHORITIES: "Органы местного самоуправления",
    AddresseeClass.PARTNERS: "Социальные партнёры",
    AddresseeClass.CENTRE: "Методический центр (РИБЦ)",
}
_ALL: Final = r"(?:все |всем )?"
_UNIONS: Final = r"(?:р|м|г|о)?мо|(?:[а-я]+(?:ых|их) )?методических об[ъь]единений"
# Plural only: one librarian is somebody in particular. Nominative as in protocols, dative as in resolutions.
_WORDINGS: Final[tuple[tuple[AddresseeClass, str], ...]] = (
    (
        AddresseeClass.LIBRARIANS,
        (
            rf"{_ALL}(?:школьн(?:ые|ым) )?(?:педагог(?:и|ам)-)?библиотекар(?:и|ям)"
            r"(?: школ| образовательных (?:организаций|учреждений))?"
        ),
    ),
    (
        AddresseeClass.LIBRARIES,
        (
            rf"{_ALL}школьн(?:ые|ым) библиотек(?:и|ам)(?: и шибц)?|{_ALL}(?:шб|шибц|шб и шибц|шб, шибц)"
            r"|(?:все|всем) школ(?:ы|ам)|(?:все|всем) (?:образовательн(?:ые|ым) организаци(?:и|ям)|оо)"
        ),
    ),
    (AddresseeClass.HEADS, rf"{_ALL}руководител(?:и|ям) (?:(?:{_UNIONS})(?: \((?:р|м|г|о)?мо\))?|рмо и омо|рмо, омо)"),
    (
        AddresseeClass.AUTHORITIES,
        (
            rf"{_ALL}(?:омсу|муниципалитет(?:ы|ам)|орган(?:ы|ам) местного самоуправления(?:[, ].*)?"
            r"|(?:муниципальн(?:ые|ым) )?орган(?:ы|ам) управления образованием|отдел(?:ы|ам) образования)"
        ),
    ),
    (AddresseeClass.PARTNERS, rf"{_ALL}социальн(?:ые|ым) партнер(?:ы|ам)(?: .*)?"),
    (
        AddresseeClass.CENTRE,
        (
            r"рибц|методическ(?:ий|ому) центру?(?: \(рибц\))?"
            r"|региональн(?:ый|ому) информационно-библиотечн(?:ый|ому) центру?"
        ),
    ),
)
_PATTERNS: Final = tuple((code, re.compile(wording)) for code, wording in _WORDINGS)


def class_meant(words: str) -> AddresseeClass | None:
    """The class that these words name as a whole; None when they name none."""
    folded = fold(words).rstrip(".:;")
    return next((code for code, pattern in _PATTERNS if pattern.fullmatch(folded)), None)
