"""Numbered points: questions of the agenda and decisions, also several in one line, with their owners and terms."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from stellazh.protocols.reading.people import is_only_a_person, names_in

_NUMBERED: Final = re.compile(
    r"^(?P<number>\d{1,2}(?:\.\d{1,2}){1,2}|\d{1,2}(?=\s*[.)]))(?!\d)\s*[.)]*\s*(?=[^\d\s.,)])"
)
_INSIDE: Final = re.compile(r"(?<=[\s.;:])(?P<number>\d{1,2}(?:\.\d{1,2}){1,2}|\d{1,2}(?=[.)]))[.)]*\s+(?=[А-ЯЁ«\"])")
_BULLET: Final = re.compile(r"^[-–—•·*]\s*(?=\S)")
_DUTY: Final = re.compile(
    r"(?<![а-яё])(?:"
    r"(?P<term>(?<!в )сроки?(?:\s+(?:исполнения|выполнения|проведения|реализации))?"
    r"(?:\s*[:–—-]+\s*|\s+(?=(?:до|не\s+позднее|в\s+течение|постоянно)(?![а-яё]))))"
    r"|(?P<owner>отв\.\s*[:–—-]*\s*|(?:отв|ответственн\w+(?:\s+за\s+(?:исполнение|выполнение))?(?:\s+лиц[оа])?|исполнител[ьи])"
    r"\s*(?::|[–—-]+\s)\s*))",
    re.IGNORECASE,
)
_REPORTER: Final = re.compile(
    r"\(?\s*(?<![а-яё])(?:(?:со)?(?:докладчик(?:и|а)?|докл\.|выступающ\w+|спикеры?|отв\.|ответственн\w+)\s*[:–—-]+\s*"
    r"|(?:со)?(?:докладчики?|докл\.|отв\.)\s*(?=(?-i:[А-ЯЁ])))",
    re.IGNORECASE,
)
_IN_BRACKETS: Final = re.compile(r"\s*\((?P<who>[^()]*(?:\([^()]*\)[^()]*)?)\)[\s.;]*$")
_AFTER_DASH: Final = re.compile(
    r"(?:[.»\"]|\s)\s*[-–—]\s+(?P<dashed>[^–—]+)$|[.»]\s+(?P<after>[А-ЯЁ][^.]{2,}\..{0,80})$"
)
_NEXT_SENTENCE: Final = re.compile(r"\.\s+(?=[А-ЯЁ][а-яё]{3,}\s+[а-яё«])")
_EDGES: Final = " \t\n;,"


@dataclass(frozen=True, slots=True)
class Point:
    """A point with its number as typed, "" for a bullet or none."""

    number: str
    text: str
    is_bullet: bool = False


def read_point(line: str) -> Point:
    """The number or bullet before a line, and the line without it. «13.10. 2021» is a date, not a number."""
    if found := _NUMBERED.match(line):
        return Point(found["number"], line[found.end() :])
    if found := _BULLET.match(line):
        return Point("", line[found.end() :], is_bullet=True)
    return Point("", line)


def part_points(text: str) -> tuple[Point, ...]:
    """The points of one line: «1. Одно. 2. Другое.» are two as long as their numbers follow each other."""
    first = read_point(text)
    if not first.number:
        return (first,)
    points: list[Point] = []
    number, start = first.number, len(text) - len(first.text)
    for found in _INSIDE.finditer(text, start):
        if found["number"] == _following(number):
            points.append(Point(number, text[start : found.start()].strip()))
            number, start = found["number"], found.end()
    return (*points, Point(number, text[start:].strip()))


def part_duties(text: str) -> tuple[str, str, str]:
    """A decision without its labels, the words after «Отв.» and the words after «Срок»."""
    owners: list[str] = []
    terms: list[str] = []
    kept: list[str] = []
    place, into = 0, kept
    for found in _DUTY.finditer(text):
        into.append(text[place : found.start()])
        place, into = found.end(), terms if found["term"] else owners
    into.append(text[place:])
    for number, term in enumerate(terms):
        # «Срок: до 15 ноября. Материалы разместить на сайте.» goes on with the decision itself.
        if sentence := _NEXT_SENTENCE.search(term):
            kept.append(f" {term[sentence.end() :]}")
            terms[number] = term[: sentence.start()]
    said = "".join(kept).strip(_EDGES) if not (owners or terms) else _without_bracket("".join(kept))
    return said, _phrase(owners), re.sub(r"(?<! г)\.$", "", _phrase(terms))


def part_reporter(title: str) -> tuple[str, str]:
    """A question of the agenda and the words that name who reports on it."""
    if (found := _REPORTER.search(title)) and found.end() < len(title):
        if not found.start():
            return "", title[found.end() :].strip(_EDGES)
        return title[: found.start()].rstrip(" ,;(–—-"), _balanced(title[found.end() :].strip(_EDGES))
    if (found := _IN_BRACKETS.search(title)) and names_in(found["who"]) and found.start():
        return title[: found.start()].rstrip(), found["who"].strip()
    for found in _AFTER_DASH.finditer(title):
        group = "dashed" if found["dashed"] else "after"
        if is_only_a_person(found[group]):
            return title[: found.start(group)].rstrip(" –—-"), found[group].strip()
    return title, ""


def _following(number: str) -> str:
    *outer, last = number.split(".")
    return ".".join((*outer, str(int(last) + 1)))


def _without_bracket(text: str) -> str:
    stripped = text.strip().rstrip(_EDGES)
    return stripped[:-1].rstrip(_EDGES) if stripped.endswith("(") else stripped


def _phrase(pieces: list[str]) -> str:
    return "; ".join(words for piece in pieces if (words := _balanced(piece.strip(_EDGES).rstrip("("))))


def _balanced(words: str) -> str:
    """«до 15 ноября)» without the bracket whose opening half stands elsewhere."""
    trimmed = words.strip()
    while trimmed.rstrip(" .").endswith(")") and trimmed.count(")") > trimmed.count("("):
        trimmed = trimmed.rstrip(" .")[:-1].rstrip(_EDGES)
    return trimmed.strip(_EDGES)
