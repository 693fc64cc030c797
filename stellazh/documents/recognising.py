"""What a paper says of itself in its first lines: kind, number, day, name. A proposal for whoever keeps documents.

Only the head is looked at, and only what the paper says of itself: «На № 12 от 01.09.2024» of a letter names the letter
that it answers, «в соответствии с приказом от … № …» names another paper.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from stellazh.documents.enums import DocumentKind
from stellazh.russian.calendar_words import MONTHS_GENITIVE
from stellazh.russian.text_lines import one_line

HEAD_SIGNS: Final = 3_000
LONGEST_TITLE: Final = 400
LONGEST_NUMBER: Final = 60
_MOST_TITLE_LINES: Final = 6

_DAY: Final = (
    r"(?:(?P<d{0}>\d{{1,2}})\s?[./]\s?(?P<m{0}>\d{{1,2}})\s?[./]\s?(?P<y{0}>\d{{4}})"
    r"|[«\"“]?\s?(?P<e{0}>\d{{1,2}})\s?[»\"”]?\s+(?P<w{0}>" + "|".join(MONTHS_GENITIVE) + r")\s+(?P<z{0}>\d{{4}}))"
    r"(?:\s?(?:года|г\.?))?(?!\d)"
)
_NUMBER: Final = r"(?:№|N(?=\s?\d))\s?(?P<n{0}>\d[\w/.\-–]*(?:\s?-\s?[а-яё]{{1,3}}(?!\w))?)"
# The day and the number stand on one line, in neighbouring cells or on neighbouring lines.
_GAP: Final = r"[\s,;_|]{0,60}"
_REQUISITES: Final = re.compile(
    rf"(?:от\s+)?{_DAY.format(1)}{_GAP}{_NUMBER.format(1)}|{_NUMBER.format(2)}{_GAP}от\s+{_DAY.format(2)}",
    re.IGNORECASE,
)
_LONE_DAY: Final = re.compile(rf"(?m)^\s*(?:от\s+)?{_DAY.format(1)}\s*$", re.IGNORECASE)
_LONE_NUMBER: Final = re.compile(rf"(?m)^\s*(?:\w+\s+)?{_NUMBER.format(1)}\s*$", re.IGNORECASE)
# Words before requisites that make them another paper's.
_ANOTHERS: Final = re.compile(
    r"(?:(?:^|[\s(])на|соответстви\w*|основани\w*|исполнени\w*|руководствуясь|согласно|редакции|изменени\w*|силу|взамен)"
    r"(?:[^.!?]|\d\.){0,160}$",
    re.IGNORECASE,
)

_KINDS: Final = (
    (DocumentKind.LAW, r"федеральный\s+закон|закон\s+\w+\s+области|постановление|указ\b"),
    (DocumentKind.ORDER, r"приказ(?!у\b)(?:ываю)?|распоряжение"),
    (DocumentKind.REGULATION, r"положение"),
    (DocumentKind.GUIDELINES, r"методические\s+(?:рекомендации|указания|материалы)|рекомендации"),
    (DocumentKind.INSTRUCTION, r"инструкция|порядок|регламент|памятка"),
    (DocumentKind.PROGRAMME, r"программа"),
    (DocumentKind.STANDARD, r"(?:профессиональный\s+)?стандарт|профстандарт|федеральный\s+перечень|перечень"),
    (DocumentKind.REFERENCE, r"справка|обзор|аналитическая\s+записка"),
    (DocumentKind.FORM, r"форма|образец|бланк|заявка"),
    (DocumentKind.LETTER, r"письмо|информационное\s+письмо"),
)
_KIND_LINE: Final = tuple((kind, re.compile(rf"(?:{words})(?!\w)", re.IGNORECASE)) for kind, words in _KINDS)
_LETTER_SIGNS: Final = re.compile(r"уважаем(?:ые|ый|ая)\b|(?m:^\s*руководителям\b)|(?m:^\s*на\s+№)", re.IGNORECASE)
_APPROVAL: Final = re.compile(
    r"^\s*(?:утвержд|приложение|согласован|рассмотрен|принят|приказом|распоряжением|постановлением|от\b|№)",
    re.IGNORECASE,
)
_ABOUT: Final = re.compile(r"^\s*(?:О|Об|Обо)\s+\S")
# What scanners, cameras and hurried people call files.
_NAMELESS: Final = re.compile(
    r"(?:scan|скан|img|image|photo|фото|doc|document|документ|новый документ|безымянный|file|файл|pxl|dsc|screenshot|"
    r"копия|untitled|без имени|приказ|письмо|положение|[\W\d_])*",
    re.IGNORECASE,
)
_COPY: Final = re.compile(r"\s*(?:\(\d+\)|-\s*копия|копия|итог|финал|исправл\w*)\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Proposed:
    """What was recognised; empty where the paper does not say it."""

    title: str = ""
    kind: str = ""
    number: str = ""
    dated_on: date | None = None

    def __bool__(self) -> bool:
        return bool(self.title or self.kind or self.number or self.dated_on)


def proposed_by_name(filename: str) -> Proposed:
    """What a file's name says, with or without its ending: «Приказ от 26.08.2024 № 145 О конкурсе.pdf». Its title is
    never empty."""
    stem = _COPY.sub("", re.sub(r"\.[A-Za-z0-9]{1,5}$", "", filename.replace("_", " ")))
    number, day, rest = _requisites(stem)
    kind = _kind_of_line(stem)
    named = rest.strip(" ,.;–—-") if number or day else stem.strip()
    told = one_line(named)
    if kind and (number or day):
        told = re.sub(r"(?i)^(?:приказ|письмо|распоряжение|постановление)\s+", "", told)
    title = told if told and not _NAMELESS.fullmatch(told) else one_line(stem)
    return Proposed(_cut(title), kind, number, day)


def proposed_by_text(text: str, filename: str = "") -> Proposed:
    """What the paper's first lines say, completed by the name of its file."""
    head = text[:HEAD_SIGNS]
    number, day, _ = _requisites(head)
    lines = [one_line(line) for line in head.splitlines()]
    kind, title = _kind_and_title([line for line in lines if line])
    if not kind and _LETTER_SIGNS.search(head):
        kind = DocumentKind.LETTER
    if not number and not day:
        day, number = _alone(head)
    by_name = proposed_by_name(filename) if filename else Proposed()
    return Proposed(
        _cut(title) or by_name.title,
        kind or by_name.kind,
        number or by_name.number,
        day or by_name.dated_on,
    )


def _requisites(text: str) -> tuple[str, date | None, str]:
    """Number, day and the text without them, of the first that are the paper's own."""
    for found in _REQUISITES.finditer(text):
        before = text[: found.start()]
        if _ANOTHERS.search(before[-200:].replace("\n", " ")):
            continue
        which = "1" if found["n1"] else "2"
        day = _day(found, which)
        if day is not None:
            return _number(found[f"n{which}"]), day, text[: found.start()] + " " + text[found.end() :]
    return "", None, text


def _alone(head: str) -> tuple[date | None, str]:
    """A day and a number that stand on lines of their own, apart."""
    days = (_day(found, "1") for found in _LONE_DAY.finditer(head))
    found = _LONE_NUMBER.search(head)
    is_own = found is not None and not _ANOTHERS.search(head[: found.start("n1")][-20:])
    return next((day for day in days if day), None), _number(found["n1"]) if found is not None and is_own else ""


def _day(found: re.Match[str], which: str) -> date | None:
    try:
        if found[f"y{which}"]:
            return date(int(found[f"y{which}"]), int(found[f"m{which}"]), int(found[f"d{which}"]))
        month = MONTHS_GENITIVE.index(found[f"w{which}"].casefold()) + 1
        return date(int(found[f"z{which}"]), month, int(found[f"e{which}"]))
    except ValueError:
        return None


def _number(text: str) -> str:
    return re.sub(r"\s*-\s*", "-", text.rstrip(".,–-"))[:LONGEST_NUMBER]


def _kind_of_line(line: str) -> str:
    told = line.strip(' «»"“”.:')
    return next((str(kind) for kind, words in _KIND_LINE if words.match(told)), "")


def _kind_and_title(lines: list[str]) -> tuple[str, str]:
    """The kind stands on a line of its own above the name; the name goes on over several lines."""
    for place, line in enumerate(lines[:40]):
        if _APPROVAL.match(line):
            continue
        kind = _kind_of_line(line)
        if kind and len(line) <= 120:
            return kind, _title_after(kind, line, lines[place + 1 :])
        if _ABOUT.match(line):
            return "", _joined(lines[place:])
    return "", ""


def _title_after(kind: str, line: str, rest: list[str]) -> str:
    """An order is called by its «О …»; a regulation by its own word and what follows."""
    about = next((place for place, one in enumerate(rest[:12]) if _ABOUT.match(one)), None)
    if kind in (DocumentKind.ORDER, DocumentKind.LAW, DocumentKind.LETTER):
        return _joined(rest[about:]) if about is not None else ""
    own = line.capitalize() if line.isupper() else line
    follows = _joined(rest, is_going_on=True) if rest and _goes_on(rest[0]) else ""
    return f"{own} {follows[0].lower()}{follows[1:]}" if follows else own


def _goes_on(line: str) -> bool:
    first = line.split(" ", 1)[0].casefold()
    return first in ("о", "об", "обо", "по", "для", "на") or line[:1].islower() or line[:1] in '«"“'


def _joined(lines: list[str], *, is_going_on: bool = False) -> str:
    """The lines of a name: it ends where a sentence, a number of a point or a line of capitals begins."""
    taken: list[str] = []
    for line in lines[:_MOST_TITLE_LINES]:
        begins_anew = bool(taken) and (
            not (line[:1].islower() or line[:1] in '«"“(' or line[:1].isdigit())
            or re.match(r"\d+\.\s", line) is not None
        )
        if begins_anew or (taken and taken[-1].endswith((".", ":"))):
            break
        taken.append(line)
    told = " ".join(taken).rstrip(" .,:")
    return told.capitalize() if told.isupper() else told


def _cut(title: str) -> str:
    return title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1].rsplit(' ', 1)[0]}…"
