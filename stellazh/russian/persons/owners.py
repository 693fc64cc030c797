"""Who answers for an activity: people, groups and organisations out of a cell or out of running text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import Final

from stellazh.russian.persons.mentions import PersonMention, find_mentions
from stellazh.russian.persons.phrases import POST, Phrase, group_at, organisation_at, post_at

_LABEL: Final = re.compile(
    r"^\s*(?:ответственн\w+|отв\.?|исполнител[ьи]|организатор\w*|докладчик\w*|выступающ\w+)\s*(?:лиц[оа]\s*)?[:.–—-]\s*",
    re.IGNORECASE,
)
_DASHED: Final = re.compile(r"\s*[-–—(,]?\s*[-–—(]\s*")
_APPOSITION: Final = re.compile(r"\s*,\s*")
_BESIDE: Final = re.compile(r"[ \t]*")
_BELOW: Final = re.compile(r"[ \t]*\n\s*(?=[а-яё])")
_SEPARATOR: Final = re.compile(r"[\s,;.:/&]+|\s*[-–—•·*]+\s*|(?:и|а также|совместно с)\s")
# A dash may touch the word before it («района- школьные библиотекари»), but «педагоги- библиотекари» is one word.
_LEADING_DASH: Final = re.compile(r"(?:^|\s)[-–—]\s*|(?<=[\w»\")])(?<!педагоги)(?<!педагог)(?<!учителя)[-–—]\s+")
_TRAILING: Final = re.compile(r"[\s,;.:–—-]+$")
_SCHOOL: Final = re.compile(r"(?:М[БАК]?ОУ|СОШ|ООШ|гимнази|лице|школ)", re.IGNORECASE)
_REMARK: Final = re.compile(r"\s*\((?:по согласованию|[^()]{0,40}согласован[^()]{0,20})\)", re.IGNORECASE)
_OTHERS: Final = re.compile(r"^(?:и\s+)?(?:др\.?|другие)$", re.IGNORECASE)
_NUMBERED: Final = re.compile(r"(?m)^\s*\d{1,2}[.)]\s*(?=[А-ЯЁ])")
_PIECE: Final = re.compile(r"[^,;\n«»(]+|«[^«»]*(?:«[^«»]*»[^«»]*)*»|\([^()]*\)|[«»(]")


class OwnerKind(StrEnum):
    """A person; a group («ГТО ШБ», «школьные библиотекари»); an organisation; any other words of the cell."""

    PERSON = "person"
    GROUP = "group"
    ORGANISATION = "organisation"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Owner:
    """Who answers for an item. `name` is «Фамилия И.О.» for a person, otherwise the words as written."""

    name: str
    kind: OwnerKind
    as_written: str
    post: str = ""
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class OwnerRun:
    """Owners who stand together at `text[start:end]`; the posts of people belong to the run."""

    start: int
    end: int
    owners: tuple[Owner, ...]

    @property
    def has_person(self) -> bool:
        return any(owner.kind is OwnerKind.PERSON for owner in self.owners)


def read_owners(text: str) -> tuple[Owner, ...]:
    """Everybody named in a cell «Ответственные», in order, each once. What is no person is a group, an organisation or
    just words; nothing is lost but stray punctuation. A name is a person here even when it looks like a writer's.
    """
    cleaned = _NUMBERED.sub("", _REMARK.sub("", _LABEL.sub("", text)))
    mentions = [mention for mention in find_mentions(cleaned) if not _is_name_of_place(cleaned, mention)]
    run = _Run(cleaned, {mention.start: mention for mention in mentions}, is_cell=True)
    place = 0
    while place < len(cleaned):
        reached = run.take(place)
        place = reached if reached > place else run.take_words(place)
    return run.owners()


@lru_cache(maxsize=4_096)
def find_owner_runs(text: str) -> tuple[OwnerRun, ...]:
    """The owners inside running text: people who act, with their posts, and groups next to them or after a dash.

    The title of an activity is what is left around the runs.
    """
    mentions = {mention.start: mention for mention in find_mentions(text) if mention.is_acting}
    runs: list[OwnerRun] = []
    place = 0
    for start in _possible_starts(text, mentions):
        if start < place:
            continue
        run = _Run(text, mentions, is_cell=False)
        end = run.take(start)
        if end > start and _is_finished(text, start, end, run):
            runs.append(OwnerRun(start, end, run.owners()))
            place = end
    return tuple(runs)


def _is_name_of_place(text: str, mention: PersonMention) -> bool:
    """«библиотека им. А.С. Пушкина» is not a person even in the owners' column."""
    return bool(re.search(r"(?:\bим\.|\bимени)\s*$", text[: mention.start]))


def _possible_starts(text: str, mentions: dict[int, PersonMention]) -> list[int]:
    """Places where owners may begin: each acting person, also with a post before, and what follows a dash."""
    starts = set(mentions) | {0}
    starts |= {found.end() for found in _LEADING_DASH.finditer(text) if not _is_quoted(text, found.start())}
    starts |= {found.end() for found in re.finditer(r"(?:(?<![А-ЯЁ])[.!?]|[»)])\s+(?=[А-ЯЁа-яё])", text)}
    starts |= {found.end() for found in re.finditer(r"(?:отв\w*|исполнител[ьи])\s*[.:–—-]+\s*", text, re.IGNORECASE)}
    return sorted(starts)


def _is_quoted(text: str, place: int) -> bool:
    before = text[:place]
    return before.count("«") > before.count("»")


def _is_finished(text: str, start: int, end: int, run: _Run) -> bool:
    """Groups count only where the text makes them stand apart; a person needs no such proof."""
    if run.has_person:
        return True
    before = text[:start].rstrip()
    rest = text[end:].lstrip(" ,;")
    is_closed = not rest.strip(".,;: ") or rest[:1].isupper() or rest[:1] in "-–—•«." or bool(_AFTERWORD.match(rest))
    if not before:
        return is_closed and not rest.strip(".,;: )")
    if before[-1] in "-–—:":
        return is_closed
    # After a full stop only whole words of their own: «…на сайте. Школьные библиотекари».
    return before[-1] in ".!?" and not rest.strip(".,;: ")


_AFTERWORD: Final = re.compile(r"\(?(?:онлайн|офлайн|очно|заочно|дистанционно)", re.IGNORECASE)


class _Run:
    """Takes owners one after another from a place in the text, as long as they follow each other."""

    def __init__(self, text: str, mentions: dict[int, PersonMention], *, is_cell: bool) -> None:
        self._text = text
        self._mentions = mentions
        self._is_cell = is_cell
        self._owners: list[Owner] = []
        self._without_post: list[int] = []
        self.has_person = False

    def owners(self) -> tuple[Owner, ...]:
        """The owners taken so far, the same name once."""
        unique: dict[str, Owner] = {}
        for owner in self._owners:
            unique.setdefault(owner.name.casefold(), owner)
        return tuple(unique.values())

    def take(self, start: int) -> int:
        """Take what follows, separators between owners included; return the place after the last owner."""
        place = end = start
        while True:
            reached = self._take_one(place)
            if reached <= place:
                return end
            end = reached
            place = self._skip(reached)
            if place >= len(self._text):
                return len(self._text) if self._is_cell else end

    def take_words(self, start: int) -> int:
        """Take words that are no owner known to us, up to the next comma or person."""
        stop = min([place for place in self._mentions if place > start] + [len(self._text)])
        end = start
        for piece in _PIECE.finditer(self._text, start, stop):
            if piece.start() != end:
                break
            end = piece.end()
        words = _TRAILING.sub("", self._text[start:end]).strip(" ,;.:–—-()\n")
        words = re.sub(r"\s+", " ", words)
        if words and not words.isdecimal() and not _OTHERS.match(words):
            for part in re.split(r"\s+(?=и\s)", words) if POST.match(words) else [words]:
                self._owners.append(Owner(part, OwnerKind.TEXT, part))
        following = self._skip(end)
        return following if following > start else max(end, start + 1)

    def _skip(self, place: int) -> int:
        while found := _SEPARATOR.match(self._text, place):
            if not self._is_cell and re.search(r"[-–—•*]", found[0]) and place not in self._mentions:
                # In running text a dash opens either a post, taken already, or the next activity.
                break
            place = found.end()
        return place

    def _take_one(self, start: int) -> int:
        mention = self._mentions.get(start)
        if mention is not None:
            return self._take_person(mention, post=Phrase(start))
        lead = post_at(self._text, start)
        if lead is not None and lead.post and (behind := self._person_behind(lead)):
            if lead.is_plural and self._is_cell and re.match(r"\s*[,;\n]", self._text[lead.end :]):
                return self._take_group(start)
            return self._take_person(behind, post=lead)
        return self._take_group(start)

    def _person_behind(self, lead: Phrase) -> PersonMention | None:
        """The person right after a post: «методист Липина Н.Б.», «зав. библиотекой – Липина Н.Б.»."""
        place = lead.end
        while place < len(self._text) and self._text[place] in " \t:–—-\n":
            place += 1
        return self._mentions.get(place)

    def _take_person(self, mention: PersonMention, *, post: Phrase) -> int:
        self.has_person = True
        self._owners.append(
            Owner(mention.name, OwnerKind.PERSON, mention.as_written, _tidy(post.post), _tidy(post.organisation))
        )
        index = len(self._owners) - 1
        after = self._post_after(mention.end)
        if after is None:
            if not post.post:
                self._without_post.append(index)
            return mention.end
        # «Ольхова В.И. Липина Н.Б. – библиотекари МБОУ СОШ №5»: the plural is said of all of them.
        concerned = [*self._without_post, index] if after.is_plural else [index]
        self._without_post = []
        for place in concerned:
            owner = self._owners[place]
            self._owners[place] = replace(
                owner,
                post=owner.post or _tidy(after.post),
                organisation=owner.organisation or _tidy(after.organisation),
            )
        return after.end

    def _post_after(self, place: int) -> Phrase | None:
        """The post or the school said of the person who ends at `place`: after a dash, in brackets, beside, below."""
        text = self._text
        dashed = _DASHED.match(text, place)
        if dashed is not None and (found := post_at(text, dashed.end())) and not self._belongs_to_next(found):
            return self._closing(dashed[0], found)
        beside = _BESIDE.match(text, place)
        start = beside.end() if beside else place
        if (end := organisation_at(text, start)) is not None:
            # «Ольхова В.И. МБОУ СОШ №5»: the school stands beside the person.
            return Phrase(end, organisation=text[start:end])
        return self._post_below(place) or self._apposed(place)

    def _post_below(self, place: int) -> Phrase | None:
        """A single post with its school on the line under the name; «методист» alone there is somebody else."""
        below = _BELOW.match(self._text, place)
        found = post_at(self._text, below.end()) if below is not None else None
        if found is None or not found.post or not found.organisation or found.is_plural:
            return None
        return None if self._belongs_to_next(found) else found

    def _apposed(self, place: int) -> Phrase | None:
        """«Ольхова В.И., методист МКУ «ЦРО»»: a single post, or a school, after a comma on the same line."""
        comma = _APPOSITION.match(self._text, place)
        if comma is None or "\n" in comma[0]:
            return None
        found = post_at(self._text, comma.end())
        if found is None or found.is_plural or not (found.post or _SCHOOL.match(self._text, comma.end())):
            return None
        return None if self._belongs_to_next(found) else found

    def _belongs_to_next(self, found: Phrase) -> bool:
        behind = self._person_behind(found) if found.post else None
        return behind is not None and "\n" not in self._text[found.end : behind.start]

    def _closing(self, opening: str, found: Phrase) -> Phrase:
        if "(" in opening and self._text[found.end : found.end + 1] == ")":
            return replace(found, end=found.end + 1)
        return found

    def _take_group(self, start: int) -> int:
        text = self._text
        end = organisation_at(text, start, may_open_sentence=self._is_cell)
        kind = OwnerKind.ORGANISATION
        found = group_at(text, start)
        if found is not None and (end is None or found.end >= end):
            end, kind = found.end, OwnerKind.GROUP
        if end is None:
            return start
        words = re.sub(r"\s+", " ", _TRAILING.sub("", text[start:end]).strip())
        if self._is_cell and not re.match(r"[\s.]*(?:$|[,;\n/]|и\s|[-–—(]|[А-ЯЁ])", text[end:]):
            return start
        self._owners.append(Owner(words, kind, words))
        return end


def _tidy(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip(" ,;.–—-")
