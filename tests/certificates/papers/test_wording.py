"""Fields of texts: found, filled, left out, chosen by gender; days, hours and points in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stellazh.certificates.wording import (
    FIELDS,
    GENDER,
    dates_words,
    fields_in,
    fill,
    hours_genitive,
    hours_words,
    longest_sample_values,
    points_words,
    sample_values,
    shortest_sample_values,
    unknown_fields,
    wording_faults,
)


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("Вручается {{ фио в дательном }}", ("фио в дательном",)),
        ("{{ФИО}}, {{  Дата   Выдачи }}, {{ фио }}", ("фио", "дата выдачи")),
        ("{{ даты\u00a0мероприятия }}", ("даты мероприятия",)),
        ("{ фио } {{ чудо }} {{ принял|приняла }}", ()),
        ("", ()),
    ],
)
def test_fields_in_forgives_case_and_blanks(text: str, fields: tuple[str, ...]) -> None:
    assert fields_in(text) == fields


def test_unknown_fields_are_told_as_they_were_written() -> None:
    assert unknown_fields("{{ чудо }} {{ фио }} {{ Школла }} {{ он|она }} {{ чудо }}") == ("чудо", "Школла")


def test_wording_faults_say_what_was_meant() -> None:
    assert wording_faults("{{ Школла }}") == (
        "В тексте встречено поле «{{ Школла }}», такого поля нет. Похоже на «школа».",
    )
    assert "не закрыты" in wording_faults("{{ фио")[0]
    assert "двойн" in wording_faults("{ фио }")[0] or "одинарных" in wording_faults("{ фио }")[0]
    assert wording_faults("{{ принял|приняла }} участие, {{ фио }}") == ()


@pytest.mark.parametrize(
    ("text", "values", "filled"),
    [
        ("вручается {{ фио в дательном }}", {"фио в дательном": "Липиной Марии"}, "вручается Липиной Марии"),
        ("{{ должность }}, {{ школа }}, {{ муниципалитет }}", {"школа": "Школа"}, "Школа"),
        ("{{ должность }}, {{ школа }}, {{ муниципалитет }}.", {"должность": "методист"}, "методист."),
        ("{{ должность }}, {{ школа }}, {{ место }}", {"должность": "методист", "место": "Озёрск"}, "методист, Озёрск"),
        ("{{ фио }} ({{ школа }})", {"фио": "Липина"}, "Липина"),
        ("{{ фио }}: «{{ работа }}»", {"фио": "Липина"}, "Липина"),
        ("{{ фио }}\nНоминация: {{ номинация }}\n{{ место }}", {"фио": "Липина", "место": "Озёрск"}, "Липина\nОзёрск"),
        ("Номинация: «{{ номинация }}»", {}, ""),
        ("Без полей", {}, "Без полей"),
        ("№ {{ номер }}", {"номер": "№ 7/2026"}, "№\u00a07/2026"),
        ("«{{ мероприятие }}»", {"мероприятие": "Форум «Чтение»"}, "«Форум «Чтение»"),
        ("{{ фио }}", {"ФИО": "{{ номер }}", "номер": "7"}, "{{ номер }}"),
        ("{{ чудо }} и {{ фио }}", {"фио": "Липина"}, "и Липина"),
        ("{{ фио }}", {"фио": "Ли\x00пи\u202eна"}, "Липина"),
    ],
)
def test_fill_takes_the_neighbours_of_an_absent_value_along(text: str, values: dict[str, str], filled: str) -> None:
    assert fill(text, values) == filled


@pytest.mark.parametrize(
    ("gender", "filled"),
    [
        ("f", "приняла, награждена"),
        ("m", "принял, награждён"),
        ("", "принял(а), награждён/награждена"),
    ],
)
def test_fill_chooses_by_gender(gender: str, filled: str) -> None:
    assert fill("{{ принял|приняла }}, {{ награждён|награждена }}", {GENDER: gender}) == filled


@given(st.text(max_size=300), st.dictionaries(st.sampled_from(sorted(FIELDS)), st.text(max_size=40)))
def test_fill_takes_any_text_and_values(text: str, values: dict[str, str]) -> None:
    filled = fill(text, values)

    assert "\x00" not in filled
    assert "\n\n" not in filled


@given(st.lists(st.sampled_from([*(f"{{{{ {name} }}}}" for name in FIELDS), ", ", "«", "»", " ", "\n", "за", "("])))
def test_fill_leaves_no_mark_behind(parts: list[str]) -> None:
    assert "{{" not in fill("".join(parts), shortest_sample_values())


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2026, 11, 16), None, "16 ноября 2026 г."),
        (date(2026, 11, 16), date(2026, 11, 16), "16 ноября 2026 г."),
        (date(2026, 11, 20), date(2026, 11, 27), "с 20 по 27 ноября 2026 г."),
        (date(2026, 9, 1), date(2026, 9, 30), "с 1 по 30 сентября 2026 г."),
        (date(2026, 9, 30), date(2026, 10, 2), "с 30 сентября по 2 октября 2026 г."),
        (date(2026, 12, 30), date(2027, 1, 2), "с 30 декабря 2026 г. по 2 января 2027 г."),
        (None, date(2026, 5, 1), "1 мая 2026 г."),
        (None, None, ""),
    ],
)
def test_dates_words(start: date | None, end: date | None, words: str) -> None:
    assert dates_words(start, end) == words


@pytest.mark.parametrize(
    ("hours", "counted", "genitive"),
    [
        (1, "1 час", "1 часа"),
        (2, "2 часа", "2 часов"),
        (8, "8 часов", "8 часов"),
        (21, "21 час", "21 часа"),
        (144, "144 часа", "144 часов"),
        (Decimal("1.50"), "1,5 часа", "1,5 часа"),
        (Decimal("3.0"), "3 часа", "3 часов"),
        (0, "", ""),
    ],
)
def test_hours_agree(hours: int | Decimal, counted: str, genitive: str) -> None:
    assert (hours_words(hours), hours_genitive(hours)) == (counted, genitive)


def test_points_agree() -> None:
    assert [points_words(1), points_words(22, 100), points_words(87, 100)] == [
        "1 балл", "22 балла из 100", "87 баллов из 100",
    ]  # fmt: skip


def test_samples_fill_every_field() -> None:
    every = " | ".join(f"{{{{ {name} }}}}" for name in FIELDS)

    assert set(sample_values()) == {*FIELDS, GENDER} == set(longest_sample_values())
    assert fill(every, sample_values()).count("|") == len(FIELDS) - 1
    assert all(field.label and field.example for field in FIELDS.values())
