"""Whatever a cell holds, people are looked for in it without falling, and nobody is made up."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from stellazh.russian.persons import find_mentions, find_owner_runs, names_alike, read_owners

_PIECES = st.sampled_from(
    [
        "Ольхова", "В.И.", "В", ".", ",", " ", "\n", "–", "-", "—", "«", "»", "(", ")", "и", "им.",
        "МБОУ СОШ №5", "ГТО",
        "библиотекари", "зав.", "школьные", "методист", "Пушкина", "А.С.", "12", "отв.", "Организация", "в школе",
    ]
)  # fmt: skip
_WORDS = (
    st.lists(_PIECES, max_size=30).map(" ".join) | st.lists(_PIECES, max_size=30).map("".join) | st.text(max_size=80)
)


@settings(max_examples=150, deadline=None)
@given(_WORDS)
def test_mentions_stand_in_the_text_in_order_without_overlaps(text: str) -> None:
    mentions = find_mentions(text)

    assert [text[mention.start : mention.end] for mention in mentions] == [mention.as_written for mention in mentions]
    assert all(before.end <= after.start for before, after in pairwise(mentions))


@settings(max_examples=150, deadline=None)
@given(_WORDS)
def test_owner_runs_stand_in_the_text_and_name_somebody(text: str) -> None:
    runs = find_owner_runs(text)

    assert all(0 <= run.start < run.end <= len(text) and run.owners for run in runs)
    assert all(before.end <= after.start for before, after in pairwise(runs))


@settings(max_examples=150, deadline=None)
@given(_WORDS)
def test_owners_of_a_cell_have_names_and_stand_once(text: str) -> None:
    names = [owner.name.casefold() for owner in read_owners(text)]

    assert all(names)
    assert len(set(names)) == len(names)


@settings(max_examples=60, deadline=None)
@given(_WORDS, _WORDS)
def test_likeness_is_symmetric(first: str, second: str) -> None:
    assert names_alike(first, second) is names_alike(second, first)
