"""What is found, in which order, and that nothing of what a reader may not find is told. The same on both databases."""

from __future__ import annotations

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from stellazh.textindex.entries import Reader, Suggestion, drop_entries, find, put_entries, suggest
from stellazh.textindex.entries.synonyms import Synonyms, load
from stellazh.textindex.entries.words import MOST_PLACES, MOST_PLACES_OF_A_WORD
from stellazh.textindex.models import IndexedEntry, IndexedText, SynonymSet, WordForm
from stellazh.textindex.searchable import SearchEntry
from tests.textindex.entries.scene import asked, keys, within, words_of
from tests.textindex.entries.the_list import EXPECTED, KINDS


@pytest.fixture
def texts(db: None) -> None:
    """Whatever a test puts under the kind «event» may be found: rows 1 to 9."""
    IndexedText.objects.bulk_create(IndexedText(pk=n, kind="event", key=n, words="") for n in range(1, 10))


def found(query: str, **more: object) -> list[int]:
    return [hit.key for hit in find(query, within("event"), **more).hits]  # type: ignore[arg-type]


@pytest.mark.usefixtures("the_list")
def test_every_query_of_the_list_finds_the_same_on_both_databases() -> None:
    answers = {query: asked(query) for query in EXPECTED}

    assert len(EXPECTED) >= 40
    assert sum(map(len, KINDS.values())) + 4 >= 55
    assert {
        query: (keys(answer), answer.meant, answer.relaxed) for query, answer in answers.items()
    } == EXPECTED  # fmt: skip


@pytest.mark.usefixtures("the_list")
@pytest.mark.parametrize("query", list(EXPECTED))
def test_pages_follow_each_other(query: str) -> None:
    whole = asked(query)

    pages = [find(query, within(), page=number, limit=3) for number in range(1, 8)]

    assert [key for page in pages for key in keys(page)] == keys(whole)[:21]
    assert {(page.count, page.meant) for page in pages} == {(whole.count, whole.meant)}


@pytest.mark.usefixtures("the_list")
@pytest.mark.parametrize("query", [*EXPECTED, "тайный", "закрытое", "кладоискатели ольхова", "вебинар кладоискатель"])
def test_nothing_is_told_of_what_may_not_be_found(query: str) -> None:
    """The same answers, counts, fragments and guesses as when the hidden things do not exist at all."""
    answer, offered = asked(query), suggest(query, within())

    drop_entries("event", [901, 902, 903])
    drop_entries("person", [904])
    WordForm.objects.all().delete()
    IndexedEntry.objects.all().delete()
    for kind, entries in KINDS.items():
        put_entries(kind, entries)

    assert asked(query) == answer
    assert suggest(query, within()) == offered
    assert not {"тайный", "кладоискатели", "кладоискатель", "дубравина"} & set(words_of(answer).lower().split())


@pytest.mark.usefixtures("the_list")
def test_counts_are_by_group_and_of_what_may_be_found() -> None:
    answer = asked("ольхова")

    assert (answer.count, answer.is_more, dict(answer.by_group)) == (3, False, {"person": 1, "protocol": 2})
    assert dict(find("ольхова", within("protocol")).by_group) == {"protocol": 2}
    assert find("ольхова", Reader({})).count == 0


@pytest.mark.usefixtures("the_list")
def test_kinds_of_one_group_are_one_row() -> None:
    answer = asked("кленова")

    assert keys(answer) == ["speaker 104", "person 6"]
    assert dict(answer.by_group) == {"event": 1, "person": 1}
    assert keys(asked("липина перечень")) == ["event 101"]


@pytest.mark.usefixtures("the_list")
def test_filters_narrow() -> None:
    assert keys(asked("ольхова", kinds={"person"})) == ["person 1"]
    assert dict(asked("ольхова", kinds={"person"}).by_group) == {"person": 1, "protocol": 2}
    assert keys(asked("ольхова", years={2024})) == ["protocol 201"]
    assert keys(asked("ольхова", place="/1/0/")) == ["protocol 204", "protocol 201"]
    assert keys(asked("ольхова", territory_ids={1})) == ["person 1"]
    assert keys(asked("ольхова", territory_ids=set())) == []


@pytest.mark.usefixtures("the_list")
def test_search_costs_four_queries_and_six_when_it_guesses(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(4):
        asked("ольхова вера")
    with django_assert_num_queries(6):
        asked("семенар библеотекарей")
    with django_assert_num_queries(4):
        asked("абырвалгович")
    with django_assert_num_queries(2):
        suggest("ольх", within())
    with django_assert_num_queries(3):
        suggest("jkm[", within())


@pytest.mark.usefixtures("the_list")
def test_windows_and_titles_have_their_words_marked() -> None:
    first, second = asked("перечнем учебников").hits[:2]

    assert first.title_marked[1] == ("Федеральный перечень учебников", True) or (
        "перечень учебников", True) in first.title_marked  # fmt: skip
    assert "".join(text for text, _ in second.title_marked) == "Приказ об утверждении федерального перечня учебников"
    [quoted] = asked("подростки").hits
    assert quoted.fragment == (("Как читают ", False), ("подростки", True), (". Семейное чтение.", False))


@pytest.mark.usefixtures("texts")
def test_a_window_is_short_and_of_whole_words() -> None:
    text = "слово " * 300 + "библиотекарь собрал медведей. " + "слово " * 300 + "кот " + "слово " * 300
    put_entries("event", [SearchEntry(1, "Вечер", text)])

    [hit] = find("медведь кот", within("event")).hits

    shown = "".join(part for part, _ in hit.fragment)
    assert [part for part, is_marked in hit.fragment if is_marked] == ["медведей", "кот"]
    assert len(shown) < 450
    assert set(shown.replace("…", "").replace(".", "").split()) == {
        "слово",
        "библиотекарь",
        "собрал",
        "медведей",
        "кот",
    }


@pytest.mark.usefixtures("texts")
def test_phrases_stand_side_by_side_in_any_form() -> None:
    put_entries("event", [SearchEntry(1, "Один", "Беседа с детской писательницей Ольховой Верой")])
    put_entries("event", [SearchEntry(2, "Два", "Детская книга и писательница; Вера Ольхова")])

    assert found("«детская писательница»") == [1]
    assert found('"Ольхова Вера"') == [1]
    assert found("„вера ольхова“") == [2]
    assert sorted(found("детская писательница")) == [1, 2]
    assert found("беседа -«детская книга»") == [1]
    assert found('"детская писательница') == found("детская писательница")


@pytest.mark.usefixtures("texts")
def test_no_phrase_begins_in_a_title_and_ends_in_the_text() -> None:
    put_entries("event", [SearchEntry(1, "Детская", "книга")])

    assert found("«детская книга»") == []
    assert found("детская книга") == [1]


@pytest.mark.usefixtures("texts")
def test_long_texts_are_found_to_their_end_and_phrases_to_their_sixteen_thousandth_word() -> None:
    long = "да " * (MOST_PLACES - 2) + "синий кит " + "нет " * 500 + "белый медведь"
    put_entries("event", [SearchEntry(1, "Длинный", long), SearchEntry(2, "Огромный", "медведь " * 150_000 + "конец")])

    assert (found("«синий кит»"), found("«белый медведь»"), found("белый медведь")) == ([1], [], [1])
    assert (found("конец"), found("медведи")) == ([], [1, 2])


@pytest.mark.usefixtures("texts")
def test_a_word_that_stands_too_often_keeps_its_first_places() -> None:
    text = "ёж идёт " * (MOST_PLACES_OF_A_WORD + 10) + "ёж спит"
    put_entries("event", [SearchEntry(1, "Ежи", text)])

    assert (found("«ёж идёт»"), found("«ёж спит»"), found("ёж спит")) == ([1], [], [1])


@pytest.mark.usefixtures("texts")
def test_a_text_of_different_words_alone_is_kept() -> None:
    text = " ".join(f"ф{number:07}" for number in range(22_000))
    put_entries("event", [SearchEntry(1, "Номера", text)])

    assert found("ф0000100") == [1]
    assert found("номера") == [1]


@pytest.mark.usefixtures("the_list")
def test_synonyms_work_both_ways_and_only_while_they_are_active() -> None:
    IndexedText.objects.create(pk=999, kind="event", key=999, words="")
    put_entries("event", [SearchEntry(999, "ВШК", "Вечер шуток и каламбуров")])
    none = Synonyms.of([])
    assert keys(asked("вечера шуток и каламбуров", synonyms=none)) == ["event 999"]

    SynonymSet.objects.create(words="ВШК = вечер шуток и каламбуров = хохотальня")

    assert keys(asked("хохотальня")) == ["event 999"]
    assert keys(asked("хохотальня", synonyms=none)) == []
    SynonymSet.objects.filter(words__startswith="ВШК").update(is_active=False)
    assert keys(asked("хохотальня", synonyms=load())) == []


@pytest.mark.parametrize("line", ["", "=", "ФПУ", "ФПУ =", "= = =", "* = !", "а=" * 200])
def test_a_line_without_two_sides_means_nothing(line: str) -> None:
    assert Synonyms.of([line]).others == {}


@pytest.mark.usefixtures("the_list")
@pytest.mark.parametrize(
    "query",
    [
        "\" AND NEAR( * ' \0",
        "ольхова " * 2_000,
        "а" * 10_000,
        "😀 ольх😀ова 👩‍🏫",
        "!!! ??? *** ((( )))",
        '«» "" „“ -«» -"',
        "- -- −",
        "-ольхова",
        "NOT ольхова",
        "title : ольхова ^ol*",
        "'); DROP TABLE textindex_indexedentry; --",
        "\\ & | <-> :* !ольхова",
        "\ud800",
        "%_[]{}",
        "ა ა",
        "=ольхова",
        "\n\t\r",
        "0" * 300,
    ],
)
def test_any_text_may_be_asked(query: str) -> None:
    answer, offered = asked(query), suggest(query, within())

    assert answer.count <= sum(map(len, KINDS.values()))
    assert len(offered) <= 8


@pytest.mark.usefixtures("texts")
def test_any_text_may_be_kept() -> None:
    odd = "\0'\\\":*&|! \ud800 😀 <b>кита</b> " + "﷽" * 10 + " ﬁ ǅ İstanbul Ⅷ"

    put_entries("event", [SearchEntry(1, odd, odd), SearchEntry(2, "", ""), SearchEntry(3, "!!!", "…")])

    [hit] = find("киты", within("event")).hits
    assert (hit.key, ("кита", True) in hit.title_marked) == (1, True)


@pytest.mark.usefixtures("the_list")
def test_suggestions_are_titles_by_the_beginnings_of_words() -> None:
    assert suggest("сем шк", within()) == [
        Suggestion(
            "Семинар школьных библиотекарей", "event", 102,
            (("Семинар школьных", True), (" библиотекарей", False)),
        ),
        Suggestion(
            "Семинар «Школьная библиотека – точка притяжения»", "event", 110,
            (("Семинар", True), (" «", False), ("Школьная", True), (" библиотека – точка притяжения»", False)),
        ),
    ]  # fmt: skip
    assert [one.key for one in suggest("jkm[", within())] == [1]
    assert [one.key for one in suggest("вера ольх", within())] == [1]
    assert suggest("тайн", within()) == []
    assert suggest("о", within()) == []
    assert len(suggest("пр", within(), limit=4)) == 4


@pytest.mark.usefixtures("texts")
def test_what_has_not_changed_is_left_alone(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    entries = [SearchEntry(number, f"Вебинар {number}", "О чтении") for number in range(1, 10)]

    assert put_entries("event", entries) == 9
    with django_assert_num_queries(3):
        assert put_entries("event", entries) == 0
    assert put_entries("event", [SearchEntry(3, "Вебинар 3", "О письме")]) == 1
    assert (found("письмо"), sorted(found("чтение"))) == ([3], [1, 2, 4, 5, 6, 7, 8, 9])
    assert drop_entries("event", [3, 77]) == 1
    assert found("письмо") == []


@pytest.mark.usefixtures("texts")
def test_words_go_with_their_entry() -> None:
    put_entries("event", [SearchEntry(1, "Вебинар", "О чтении")])

    IndexedEntry.objects.all().delete()

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM textindex_entrywords")
            assert cursor.fetchone() == (0,)
    assert found("чтение") == []
