"""The search of everything a reader may find: candidates by the database, their order and their windows by us."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date

from django.db.models.functions import Substr

from stellazh.russian.lemmas import in_russian_layout
from stellazh.textindex.entries import synonyms as known_synonyms
from stellazh.textindex.entries.asking import Asked, parse
from stellazh.textindex.entries.candidates import CAP, candidates, met_by
from stellazh.textindex.entries.conditions import Meets
from stellazh.textindex.entries.fragments import fragment, marked
from stellazh.textindex.entries.matching_words import WordFinder
from stellazh.textindex.entries.mending import meant_by
from stellazh.textindex.entries.reader import Reader
from stellazh.textindex.entries.results import Filters, Found, Hit
from stellazh.textindex.entries.scoring import NEAR_SIGNS, WINDOW, Candidate, Scoring, nearness, order
from stellazh.textindex.entries.synonyms import Synonyms
from stellazh.textindex.matching import LONGEST_QUERY
from stellazh.textindex.models import IndexedEntry
from stellazh.textindex.searchable import searchables


def find(
    query: str,
    reader: Reader,
    *,
    kinds: Collection[str] | None = None,
    place: str | None = None,
    territory_ids: Collection[int] | None = None,
    years: Collection[int] | None = None,
    page: int = 1,
    limit: int = 20,
    synonyms: Synonyms | None = None,
) -> Found:
    """A page of what answers the query among what the reader may find.

    `kinds`, the beginning `place` of an association's path, `territory_ids` and the first `years` of school years
    narrow it. Any text may be asked; without words it finds nothing. When nothing answers, the nearest words are looked
    for, then as many of the words as can be met, and `Found.meant` says so. Four queries, six when nothing answered
    as it was asked; one more when the words meet many things, and for windows in texts of more than 20,000 signs.
    """
    known = known_synonyms.load() if synonyms is None else synonyms
    asked = parse(query, synonyms=known)
    narrowed = Filters(
        frozenset(kinds) if kinds is not None else None,
        place or "",
        frozenset(territory_ids) if territory_ids is not None else None,
        frozenset(years) if years is not None else None,
    )
    every_kind = Filters(None, narrowed.place, narrowed.territory_ids, narrowed.years)
    if not asked.clauses or not reader.kinds:
        return Found()
    meant, is_relaxed = "", False
    met = met_by(Meets.question(asked))
    found = candidates(asked, met, reader, every_kind)
    if not found:
        russian = in_russian_layout(query[:LONGEST_QUERY])
        instead = meant_by(parse(russian, synonyms=known) if russian else asked, reader, every_kind, known)
        if instead is None:
            return Found()
        asked, found, meant, is_relaxed = instead.asked, instead.found, instead.asked.shown, instead.is_relaxed
    capped = len(found) > CAP
    if capped and narrowed.kinds is not None and not meant:
        by_group = _by_group(_ranked(asked, found[:CAP]))
        found = candidates(asked, met, reader, narrowed)
        return _page(asked, found, narrowed, page, limit, meant, is_relaxed, by_group)
    return _page(asked, found, narrowed, page, limit, meant, is_relaxed, None)


def _page(
    asked: Asked,
    found: list[Candidate],
    narrowed: Filters,
    page: int,
    limit: int,
    meant: str,
    is_relaxed: bool,
    by_group: dict[str, int] | None,
) -> Found:
    is_more = len(found) > CAP
    ranked = _ranked(asked, found[:CAP])
    by_group = _by_group(ranked) if by_group is None else by_group
    if narrowed.kinds is not None:
        ranked = [one for one in ranked if one.kind in narrowed.kinds]
    finder = WordFinder(asked.clauses)
    first = max(0, page - 1) * limit
    ranked, texts = _by_nearness(ranked, finder, first, limit)
    hits = tuple(_hit(one, finder, texts.get(one.id, "")) for one in ranked[first : first + limit])
    return Found(hits, len(ranked), is_more, by_group, meant, is_relaxed)


def _ranked(asked: Asked, found: list[Candidate]) -> list[Candidate]:
    """In order; of the kinds of one group a thing stands once, by its best."""
    weights = {kind.code: kind.weight for kind in searchables}
    Scoring(asked, weights).rank(found)
    groups = _groups()
    seen: dict[tuple[str, int], Candidate] = {}
    for one in found:
        seen.setdefault((groups.get(one.kind, one.kind), one.key), one)
    return list(seen.values())


def _by_group(found: list[Candidate]) -> dict[str, int]:
    groups = _groups()
    return dict(Counter(groups.get(one.kind, one.kind) for one in found))


def _groups() -> dict[str, str]:
    return {kind.code: kind.group or kind.code for kind in searchables}


def _by_nearness(
    ranked: list[Candidate], finder: WordFinder, first: int, limit: int
) -> tuple[list[Candidate], dict[int, str]]:
    """Among the first fifty, words that stand near each other lead; and the texts that windows are cut from."""
    window = ranked[:WINDOW] if finder.count > 1 and first < WINDOW else []
    shown = {one.id for one in (*window, *ranked[first : first + limit])}
    rows = IndexedEntry.objects.filter(pk__in=sorted(shown)).annotate(beginning=Substr("text", 1, NEAR_SIGNS))
    texts = dict(rows.values_list("pk", "beginning")) if shown else {}
    for one in window:
        one.score = round(one.score + nearness(finder.places(texts.get(one.id, "")), finder.count), 4)
    ordered = [*sorted(window, key=order), *ranked[len(window) :]] if window else ranked
    far = [
        one.id
        for one in ordered[first : first + limit]
        if len(texts.get(one.id, "")) == NEAR_SIGNS and not finder.places(texts[one.id] + one.title)
    ]
    if far:
        texts.update(IndexedEntry.objects.filter(pk__in=far).values_list("pk", "text"))
    return ordered, texts


def _hit(one: Candidate, finder: WordFinder, text: str) -> Hit:
    title = marked(one.title, finder.places(one.title))
    on = date.fromisoformat(one.on) if one.on else None
    return Hit(one.kind, one.key, title, fragment(text, finder) if text else (), on, one.score)
