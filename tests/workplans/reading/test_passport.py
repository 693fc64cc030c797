"""The texts around the table: approvals, title, themes, goal, tasks, signer."""

from __future__ import annotations

import pytest

from stellazh.office.intake import open_paper
from stellazh.workplans.reading import Grif, GrifKind, Passport, read_plan
from stellazh.workplans.reading.passport import as_list, association_of, label_of
from tests.fixtures.plans.papers import word

TABLE = [["№", "Мероприятие", "Срок", "Ответственный"], ["1", "Семинар", "май", "Ольхова В.И."]]


def _passport(*parts: object) -> Passport:
    return read_plan(open_paper(word(*parts), "план.docx"), 2024).passport  # type: ignore[arg-type]


def test_passport_above_the_table_is_read_from_paragraphs() -> None:
    passport = _passport(
        "РАССМОТРЕНО\nна заседании ММО\nпротокол № 1 от 30.08.2024",
        "УТВЕРЖДАЮ\nДиректор МКУ «ЦРО»\n________ Берестова А.А.\n«2» сентября 2024 г.",
        "ПЛАН РАБОТЫ",
        "муниципального методического объединения школьных библиотекарей Кедровского округа",
        "на 2024-2025 учебный год",
        "Единая муниципальная тема: Чтение как основа развития.",
        "Методическая тема ММО: Компетентность библиотекаря.",
        "Цель: содействие развитию библиотек.",
        "Задачи:",
        "1. Помогать коллегам;",
        "2. Обобщать опыт:",
        "- на семинарах;",
        "3. Привлекать к курсам.",
        "Направления деятельности",
        "- аналитическое;",
        "- методическое.",
        "Ожидаемые результаты: 1. Рост качества. 2. Рост числа читателей.",
        "Содержание работы",
        TABLE,
        "Руководитель ММО _________ Ольхова В.И.",
    )

    assert passport == Passport(
        title="ПЛАН РАБОТЫ муниципального методического объединения школьных библиотекарей Кедровского округа "
        "на 2024-2025 учебный год",
        association_name="муниципального методического объединения школьных библиотекарей Кедровского округа",
        unified_theme="Чтение как основа развития.",
        methodical_theme="Компетентность библиотекаря.",
        goal="содействие развитию библиотек.",
        tasks=("Помогать коллегам", "Обобщать опыт: - на семинарах", "Привлекать к курсам."),
        directions=("аналитическое", "методическое."),
        expected_results=("Рост качества.", "Рост числа читателей."),
        grifs=(
            Grif(GrifKind.CONSIDERED, "на заседании ММО\nпротокол № 1 от 30.08.2024", "30.08.2024", "1"),
            Grif(
                GrifKind.APPROVING,
                "Директор МКУ «ЦРО»\n________ Берестова А.А.\n«2» сентября 2024 г.",
                "«2» сентября 2024 г.",
                "",
            ),
        ),
        signer="Руководитель ММО Ольхова В.И.",
    )


def test_passport_in_a_table_is_read_with_its_row_cut_by_a_page() -> None:
    passport = _passport(
        [["СОГЛАСОВАНО\nметодист ЦРО\nЛипина Н.Б.", "УТВЕРЖДЕНО\nприказом № 45-од от 01.09.2024"]],
        "План работы РМО на 2024/2025 учебный год",
        [
            ["Методическая тема", "Профессиональный рост"],
            ["Цель", "Создание условий"],
            ["Задачи", "1. Изучить опыт через:\n- семинары; - выставки. 2. Продолжить сотрудничество, через:"],
            ["", "- обмен мнениями."],
        ],
        TABLE,
    )

    assert (passport.methodical_theme, passport.goal) == ("Профессиональный рост", "Создание условий")
    assert passport.tasks == (
        "Изучить опыт через: - семинары; - выставки.",
        "Продолжить сотрудничество, через: - обмен мнениями.",
    )
    assert [(grif.kind, grif.number, grif.date_raw) for grif in passport.grifs] == [
        (GrifKind.AGREED, "", ""),
        (GrifKind.APPROVED, "45-од", "01.09.2024"),
    ]


def test_approval_of_the_plan_among_the_activities_is_no_grif() -> None:
    assert _passport("План работы РМО", TABLE, "Утверждение плана состоится в августе.").grifs == ()


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("Цель: развитие", ("goal", "развитие")),
        ("Цели и задачи работы МО на 2024-2025 учебный год:", ("goal", "")),
        ("Тема – «Чтение»", ("methodical_theme", "«Чтение»")),
        ("Единая методическая тема", ("unified_theme", "")),
        ("Приоритетные направления деятельности:", ("directions", "")),
        ("Планируемые результаты", ("expected_results", "")),
        ("Тема заседания: «Фонд»", None),
        ("Целевая аудитория: библиотекари", None),
    ],
)
def test_label_opens_a_part_of_the_passport(line: str, label: tuple[str, str] | None) -> None:
    assert label_of(line) == label


@pytest.mark.parametrize(
    ("lines", "points"),
    [
        (["1. Один. 2. Два", "3. Три"], ("Один.", "Два", "Три")),
        (["- один;", "- два."], ("один", "два.")),
        (["Привлекать к программе до 2030. Рост"], ("Привлекать к программе до 2030. Рост",)),
        ([], ()),
    ],
)
def test_list_of_the_passport_is_parted_by_numbers_or_lines(lines: list[str], points: tuple[str, ...]) -> None:
    assert as_list(lines) == points


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("План работы ММО школьных библиотекарей на 2024/2025 уч. год", "ММО школьных библиотекарей"),
        ("План-график мероприятий РМО Кедровского района на 2024–2025 учебный год.", "РМО Кедровского района"),
        ("План работы на 2024-2025 учебный год", ""),
    ],
)
def test_association_is_named_in_the_title(title: str, name: str) -> None:
    assert association_of(title) == name
