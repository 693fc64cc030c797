"""Options as people type them."""

from __future__ import annotations

import pytest

from stellazh.questionnaires.forms.option_lines import read_options
from stellazh.questionnaires.services import OptionFields


@pytest.mark.parametrize(
    ("line", "label", "capacity"),
    [
        ("Мастерская переплёта", "Мастерская переплёта", None),
        ("Мастерская переплёта — 12 мест", "Мастерская переплёта", 12),
        ("Мастерская переплёта - 12", "Мастерская переплёта", 12),
        ("Мастерская переплёта (12 мест)", "Мастерская переплёта", 12),
        ("Мастерская переплёта; 12", "Мастерская переплёта", 12),
        ("Мастерская переплёта: 1 место", "Мастерская переплёта", 1),
        ("Мастерская переплёта\t12 чел.", "Мастерская переплёта", 12),
        ("- Каталог", "Каталог", None),
        ("•  Каталог   и  фонд", "Каталог и фонд", None),
        ("Книги 5 - 9", "Книги 5 - 9", None),
        ("Группа 5 — 9 мест", "Группа 5", 9),
        ("с 10:00 до 12:00", "с 10:00 до 12:00", None),
        ("IT-клуб", "IT-клуб", None),
        ("Каталог — 0", "Каталог", 0),
    ],
)
def test_read_options_understands_places_however_written(line, label, capacity):
    assert read_options(line) == (OptionFields(label, capacity),)


def test_read_options_passes_over_empty_lines_and_takes_the_same_once():
    found = read_options("Каталог\n\n  \nкаталог — 5\r\nПереплёт")

    assert found == (OptionFields("Каталог"), OptionFields("Переплёт"))
