"""All forms of a word stand in their places alike, and a word that names a kind puts its things first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from stellazh.russian.collation import fold
from stellazh.textindex.entries import find, put_entries
from stellazh.textindex.entries.synonyms import Synonyms
from stellazh.textindex.entries.words import place_form
from stellazh.textindex.models import IndexedText
from stellazh.textindex.searchable import SearchableKind, SearchEntry, searchables
from tests.textindex.entries.scene import keys, within
from tests.textindex.entries.things import searchable


@pytest.mark.parametrize(
    ("forms", "kept"),
    [
        ("материал материалы материалов материалами", "материал"),
        ("список списком списка списков", "список"),
        ("выписка выпиской выписок", "выписка"),
        ("учебник учебников учебникам", "учебник"),
        ("критерий критериев критерии", "критерий"),
        ("итоговый итоговая итоговых итоговой итогового", "итогов"),
        ("Ольхова Ольховой Ольхову Ольховых", "ольхов"),
        ("Сосновская Сосновской Сосновскую", "сосновский"),
        ("городской городская городских", "городский"),
        ("Озёрский озёрского озерском", "озерский"),
        ("остров островов острова", "остров"),
        ("Петров Петрова Петрову", "петров"),
    ],
)
def test_all_forms_of_a_word_stand_under_one(forms: str, kept: str) -> None:
    assert {place_form(fold(form)) for form in forms.split()} == {kept}


@pytest.mark.django_db
def test_abbreviation_finds_its_words_in_other_cases(registered: dict[str, SearchableKind]) -> None:
    searchables.add(searchable("event"))
    IndexedText.objects.create(pk=1, kind="event", key=1, words="")
    put_entries("event", [SearchEntry(1, "Сверка с федеральным списком экстремистских материалов")])
    known = Synonyms.of(["ФСЭМ = федеральный список экстремистских материалов"])

    assert [hit.key for hit in find("фсэм", within("event"), synonyms=known).hits] == [1]


@pytest.mark.django_db
def test_word_that_names_a_kind_puts_its_things_first(registered: dict[str, SearchableKind]) -> None:
    for number, kind in enumerate((searchable("event"), replace(searchable("person"), label="протокол, выписка")), 1):
        searchables.add(kind)
        IndexedText.objects.create(pk=number, kind=kind.code, key=number, words="")
    put_entries("event", [SearchEntry(1, "Протокол опыта", on=date(2025, 9, 1))])
    put_entries("person", [SearchEntry(2, "Протокол опыта", on=date(2021, 9, 1))])

    by_their_day = keys(find("опыт", within("event", "person")))
    by_their_kind = keys(find("протоколы опыта", within("event", "person")))

    assert (by_their_day, by_their_kind) == (["event 1", "person 2"], ["person 2", "event 1"])
