"""People as protocols name them: lists in a line, a speaker at the head of a sentence, names in another case."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from stellazh.protocols.reading.model import NamedPerson
from stellazh.protocols.reading.wording import has_words
from stellazh.russian.persons import PersonMention, find_mentions
from stellazh.russian.persons.morphology import is_likely
from stellazh.russian.persons.phrases import POST, organisation_at, post_at

_NUMBER: Final = re.compile(r"^\s*(?:\d{1,3}\s*[.)]\s*|[-–—•]\s*)")
_OF_PLACE: Final = re.compile(r"(?:\bим\.|\bимени)\s*$")
# Posts in any case, as after «слушали»: «методиста ЦРО», «руководителя ММО».
_POST_IN_CASE: Final = re.compile(
    r"^(?:(?:старш|ведущ|главн|школьн)\w{2,3}\s+)?(?:методист|руководител|заместител|зам\.|заведующ|зав\.|директор|председател|"
    r"секретар|педагог|библиотекар|библиограф|учител|специалист|координатор|начальник|преподавател|воспитател|член|"
    r"представител|куратор)\w*",
    re.IGNORECASE,
)
_PIECE_END: Final = re.compile(r"[,;:()\n]|\s[-–—]\s|[–—]|(?<![гпсд])\.(?=\s+[А-ЯЁ]|\s*$)|\s/|/")
_WORD: Final = re.compile(r"[А-ЯЁа-яё]+(?:-[А-ЯЁа-яё]+)*")
_QUOTED: Final = re.compile(r"«[^«»]*(?:«[^«»]*»[^«»]*)*»|\"[^\"]*\"")
_OPENING: Final = re.compile(r"[\s,]*(?:[-–—]\s*)?(?P<bracket>\()?\s*")
_JUNK: Final = re.compile(r"_{2,}|/|\bм\.\s?п\.|\(?\s*подпись\s*\)?", re.IGNORECASE)
_EDGES: Final = " \t\n,;.:–—-()/_"
_LEAD_LIMIT: Final = 110
_BARE_NAME: Final = re.compile(r"^[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?\s+[А-ЯЁ][а-яё]+(?![\w])")
# Surnames after «слушали» back in the first case; only endings that leave no choice.
_CASES: Final = (
    (re.compile(r"([оеё]в|[иы]н)у$"), r"\1а"),
    (re.compile(r"([сц]к)ую$"), r"\1ая"),
    (re.compile(r"([сц]к)(?:ого|ому)$"), r"\1ий"),
)  # fmt: skip
_OBLIQUE: Final = re.compile(
    r"(?P<stem>.*(?:[оеё]в|[иы]н))(?:у|ой|ым|ою)$|(?P<adjective>.*[сц]к)(?:ую|ой|ого|ому|им|ою)$"
)


@dataclass(frozen=True, slots=True)
class Leading:
    """A person who opens a sentence, and where the words about the person end.

    `is_led` says that other words than a post stand before the name.
    """

    person: NamedPerson
    end: int
    is_led: bool


def names_in(text: str) -> list[PersonMention]:
    """Everybody named, without libraries and streets «имени …»."""
    return [mention for mention in find_mentions(text) if not _OF_PLACE.search(text[: mention.start])]


def names_post(text: str) -> bool:
    """True when a phrase begins with a post, in any case: «методист», «руководителя ММО»."""
    return bool(POST.match(text) or _POST_IN_CASE.match(text))


def read_people(text: str) -> tuple[NamedPerson, ...]:
    """The people of one line or cell, each with the words that stand between this name and the next.

    Every word of the line is in `as_written` of one of them. Nobody is read where nobody is named.
    """
    mentions = names_in(text)
    if not mentions:
        return ()
    cuts = [0, *_cuts(text, mentions), len(text)]
    return tuple(
        _person(mention, text[start:end], mention.start - start)
        for mention, start, end in zip(mentions, cuts, cuts[1:], strict=False)
    )


def read_list_row(text: str) -> tuple[NamedPerson, ...]:
    """As `read_people`; a row of a list may also name somebody without a patronymic: «Ольхова Вера, СОШ № 3»."""
    if found := read_people(text):
        return found
    row = _NUMBER.sub("", text)
    bare = _BARE_NAME.match(row)
    if bare is None:
        return ()
    post, organisation = _post_and_organisation(row[bare.end() :])
    return (NamedPerson(bare[0], post, organisation, text),)


def read_attendee(name: str, post: str, organisation: str, words: str) -> NamedPerson:
    """A row of a table of people; what its name column holds is a name even when it does not look like one."""
    mentions = names_in(name)
    if len(mentions) != 1:
        return NamedPerson(name, post, organisation, words)
    read = _person(mentions[0], name, mentions[0].start)
    return NamedPerson(read.name, post or read.post, organisation or read.organisation, words)


def leading_person(text: str, *, may_follow: bool = False) -> Leading | None:
    """The person at the head of a text: «Ольхова В.И., методист ЦРО, рассказала …»; the post may stand before.

    With `may_follow` a few other words may come first: «слово предоставлено методисту Ольховой В.И.».
    """
    mentions = names_in(text[: _LEAD_LIMIT * 2])
    if not mentions:
        return None
    mention = mentions[0]
    before = _NUMBER.sub("", text[: mention.start]).strip()
    is_post = names_post(before) and not re.search(r"[.!?;]\s", before)
    if before and not is_post and not (may_follow and len(before) < _LEAD_LIMIT and not re.search(r"[.!?;]\s", before)):
        return None
    posts, organisations, end = _said_of(text, mention.end)
    if is_post and (found := _post_and_organisation(before)):
        posts, organisations = [found[0], *posts], [found[1], *organisations]
    person = NamedPerson(
        _full(mention),
        ", ".join(post for post in posts if post),
        ", ".join(place for place in organisations if place),
        text[0 if is_post or not before else mention.start : end].strip(" ,–—-:"),
    )
    return Leading(person, end, is_led=bool(before) and not is_post)


def is_only_a_person(text: str) -> bool:
    """True for a line that is a name with its post and nothing more."""
    found = leading_person(text)
    return found is not None and not has_words(text[found.end :])


def in_first_case(person: NamedPerson, known: Iterable[NamedPerson]) -> NamedPerson:
    """«Ольхову В.И.» as «Ольхова В.И.»: by somebody known with these initials, else where the ending leaves no choice.

    The words of the paper stay in `as_written`.
    """
    surname, _, initials = person.name.partition(" ")
    matching = _OBLIQUE.match(surname)
    if matching is None:
        return person
    stem = matching["stem"] or matching["adjective"]
    for other in known:
        theirs, _, letters = other.name.partition(" ")
        if letters == initials and theirs.startswith(stem) and theirs != surname and len(theirs) - len(stem) <= 2:
            return replace(person, name=other.name)
    for pattern, ending in _CASES:
        if pattern.search(surname):
            return replace(person, name=f"{pattern.sub(ending, surname)} {initials}".strip())
    return person


def _cuts(text: str, mentions: list[PersonMention]) -> Iterator[int]:
    """Where each person's words give way to the next one's."""
    before = _NUMBER.sub("", text[: mentions[0].start])
    posts_come_first = names_post(before.strip())
    for mention, following in itertools.pairwise(mentions):
        between = text[mention.end : following.start]
        if posts_come_first and (found := re.search(r"[,;\n]|\sи\s", between)):
            yield mention.end + found.end()
        elif number := re.search(r"(?<!\S)\d{1,3}\s*[.)]\s*$", between):
            yield mention.end + number.start()
        else:
            yield following.start


def _person(mention: PersonMention, segment: str, place: int) -> NamedPerson:
    length = mention.end - mention.start
    before, after = _NUMBER.sub("", segment[:place]), segment[place + length :]
    post, organisation = _post_and_organisation(f"{before.strip()}, {after}" if before.strip() else after)
    return NamedPerson(_full(mention), post, organisation, segment.strip(" ,;\n"))


def _full(mention: PersonMention) -> str:
    """«Ольхова Вера Ивановна» where the paper gives it all, else «Ольхова В.И.»."""
    words = mention.as_written.split()
    if "." in mention.as_written or len(words) != 3 or any(len(word) < 3 for word in words):
        return mention.name
    if words[0].casefold() == mention.surname.casefold():
        return " ".join(words)
    return " ".join((words[2], *words[:2])) if words[2].casefold() == mention.surname.casefold() else " ".join(words)


def _post_and_organisation(words: str) -> tuple[str, str]:
    posts: list[str] = []
    organisations: list[str] = []
    last = posts
    for piece in _pieces(_JUNK.sub(" ", words)):
        if organisation_at(piece, 0, may_open_sentence=True) is not None:
            organisations.append(piece)
            last = organisations
        elif (found := post_at(piece, 0)) is not None and found.organisation and found.end >= len(piece) - 1:
            posts.append(found.post)
            organisations.append(found.organisation)
            last = organisations
        elif names_post(piece):
            posts.append(piece)
            last = posts
        else:
            # «д. Кедровка» after a school belongs to the school; any other words belong to the post.
            last.append(piece)
    return ", ".join(posts), ", ".join(organisations)


def _pieces(words: str) -> Iterator[str]:
    start = 0
    covered = [(found.start(), found.end()) for found in _QUOTED.finditer(words)]
    for found in re.finditer(r"[,;()\n]|\s[-–—]+\s|^\s*[-–—]\s*", words):
        if any(left <= found.start() < right for left, right in covered):
            continue
        if piece := words[start : found.start()].strip(_EDGES):
            yield piece
        start = found.end()
    if piece := words[start:].strip(_EDGES):
        yield piece


def _said_of(text: str, place: int) -> tuple[list[str], list[str], int]:
    """Posts and schools said right after a name; and where they end."""
    posts: list[str] = []
    organisations: list[str] = []
    while True:
        opening = _OPENING.match(text, place)
        start = opening.end() if opening else place
        piece_end = _end_of_piece(text, start)
        piece = text[start:piece_end]
        if not piece or (not names_post(piece) and organisation_at(piece, 0) is None):
            return posts, organisations, place
        post, organisation = _post_and_organisation(piece)
        posts.append(post)
        organisations.append(organisation)
        place = piece_end
        if opening and opening["bracket"] and text[place : place + 1] == ")":
            place += 1


def _end_of_piece(text: str, start: int) -> int:
    """The end of a phrase about somebody: at a sign of punctuation outside quotes, or before a verb."""
    covered = [(found.start(), found.end()) for found in _QUOTED.finditer(text, start, start + 300)]
    end = min(len(text), start + 300)
    for found in _PIECE_END.finditer(text, start, end):
        if not any(left <= found.start() < right for left, right in covered):
            end = found.start()
            break
    for word in _WORD.finditer(text, start, end):
        if word.start() > start and _is_deed(word[0]):
            return word.start()
    return end


def _is_deed(word: str) -> bool:
    """Verbs, and the small words after which a subject is told: «о», «с», «на тему»."""
    if word in ("о", "об", "с", "со", "которая", "который", "она", "он", "тему"):
        return True
    return word[0].islower() and any(is_likely(word, kind) for kind in ("VERB", "GRND", "PRTS", "INFN"))
