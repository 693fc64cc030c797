"""Figures in prose: marks, the right forms, pieces."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from stellazh.events.enums import EventLevel
from stellazh.reports.figures import (
    Figure,
    codes_in,
    figures,
    fill_figures,
    mark_for,
    marks_in,
    plain_text,
    unknown_marks,
)
from stellazh.reports.figures.event_words import GENITIVES, OF_FORMS, adjective, of_level

ON = date(2024, 6, 24)


def figure(code: str, value: int | None, **values: Any) -> Figure:
    rule = figures[code]
    known = {"label": rule.label, "genitive": rule.genitive, "decimals": rule.decimals}
    return Figure(code, value, rule.forms, ON, **{**known, **values})


COUNTED = {
    one.code: one
    for one in (
        figure("events.held", 11),
        figure("attendances.total", 327),
        figure("municipalities.covered", 21),
        figure("structure.people", 9),
        figure("feedback.mark", 47),
        figure("plan.total", None),
        figure("events.level.regional", 1),
        Figure("event.people:4", 96, ("участник", "участника", "участников"), ON),
    )
}
CHAT = Figure("chat", 93, ("специалист", "специалиста", "специалистов"), ON, "Чат", is_by_hand=True, source="ВКонтакте")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Проведено {{ мероприятия }}.", "Проведено 11 мероприятий."),
        ("{{число:участия}} человек", "327 человек"),
        ("из {{ из: муниципалитеты }}", "из 21 муниципалитета"),
        ("{{ муниципалитеты }}", "21 муниципалитет"),
        ("{{ Мероприятия }} на {{ на: мероприятия }}", "11 мероприятий на 24.06.2024"),
        ("{{ средняя оценка }}, {{ из: средняя оценка }}", "4,7 балла, 4,7 балла"),
        ("{{ пункты плана }}", "нет данных"),
        ("{{ из: региональные мероприятия }}", "1 регионального мероприятия"),
        ("{{ участники мероприятия 4 «Веб-форум «Чтение: путь»» }}", "96 участников"),
        ("{{ число: участники мероприятия № 4 }}", "96"),
        ("{{&nbsp;участники мероприятия 4 &laquo;Форум&raquo;}}", "96 участников"),
        ("{{ events.held }}", "11 мероприятий"),
        ("{{ участники чата }} и {{ число: участники чата }}", "93 специалиста и 93"),
        ("{{ неведомое }} { мероприятия }", "{{ неведомое }} { мероприятия }"),
        ("{{ участники мероприятия 5 }}", "{{ участники мероприятия 5 }}"),
        ("", ""),
    ],
)
def test_mark_is_written(text: str, expected: str) -> None:
    assert plain_text(fill_figures(text, COUNTED, {"Участники чата": CHAT})) == expected


def test_pieces_keep_words_apart_from_figures() -> None:
    pieces = fill_figures("Было {{ мероприятия }}, {{ чат }}; {{ и }}", COUNTED, {"чат": CHAT})

    assert [(piece.text, piece.code, piece.has_list, piece.is_unknown) for piece in pieces] == [
        ("Было ", "", False, False),
        ("11 мероприятий", "events.held", True, False),
        (", ", "", False, False),
        ("93 специалиста", "chat", False, False),
        ("; ", "", False, False),
        ("{{ и }}", "", False, True),
    ]


def test_live_figure_goes_before_one_entered_by_hand_unless_nothing_is_known() -> None:
    typed = Figure("x", 5, ("", "", ""), ON, is_by_hand=True)

    pieces = fill_figures(
        "{{ мероприятия }}, {{ пункты плана }}", COUNTED, {"мероприятия": typed, "Пункты плана": typed}
    )

    assert plain_text(pieces) == "11 мероприятий, 5"


def test_marks_say_what_is_meant() -> None:
    text = "{{ из: муниципалитеты }} {{ чат }} {{ неведомое }} {{ неведомое }} {{ участники мероприятия 5 }}"

    assert [(mark.way, mark.name, mark.code) for mark in marks_in(text)][:2] == [
        ("из", "муниципалитеты", "municipalities.covered"),
        ("", "чат", ""),
    ]
    assert codes_in(text) == {"municipalities.covered", "event.people:5"}
    assert unknown_marks(text, {"Чат": CHAT}) == ("{{ неведомое }}",)
    assert unknown_marks(text, {"Чат": CHAT}, COUNTED) == ("{{ неведомое }}", "{{ участники мероприятия 5 }}")


def test_every_rule_is_found_by_the_mark_the_picker_gives() -> None:
    for rule in figures:
        assert codes_in(mark_for(rule.name)) == {rule.code}
        assert codes_in(mark_for(rule.name, "из")) == {rule.code}


@pytest.mark.parametrize(
    ("value", "decimals", "number"),
    [(0, 0, "0"), (12345, 0, "12\u00a0345"), (40, 1, "4,0"), (5, 1, "0,5"), (-4, 1, "-0,4"), (None, 1, "нет данных")],
)
def test_number_is_written_in_russian(value: int | None, decimals: int, number: str) -> None:
    assert Figure("x", value, ("", "", ""), ON, decimals=decimals).number == number


def test_adjectives_of_counted_events() -> None:
    name, forms, genitive = of_level(EventLevel.NATIONAL)

    assert name == "всероссийские мероприятия"
    assert forms == ("всероссийское мероприятие", "всероссийских мероприятия", "всероссийских мероприятий")
    assert genitive == ("всероссийского мероприятия", "всероссийских мероприятий")
    assert adjective("внепланов")[0] == "внеплановые мероприятия"
    assert GENITIVES.keys() <= OF_FORMS.keys()
