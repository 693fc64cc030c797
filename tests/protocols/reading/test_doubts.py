"""What does not add up is said and never corrected; what is no protocol is told apart."""

from __future__ import annotations

import pytest

from stellazh.office.documents import DocumentKind, DocumentPart, OfficeDocument
from stellazh.protocols.reading import Part, ProtocolReading, ReadingKind, read_protocol
from stellazh.protocols.reading.reader import IS_EXTRACT, IS_PLAN, IS_REPORT, NO_PROTOCOL, NO_TEXT, NO_TITLE
from tests.fixtures.plans.papers import Part as PaperPart
from tests.fixtures.protocols import papers

SOUND = (
    "Протокол № 1",
    "от 10.09.2024",
    "Присутствовали: 3 человека",
    "Повестка дня:",
    "1. О планах.",
    "Решили:",
    "1. Принять план.",
)


def _sentences(reading: ProtocolReading, where: Part) -> list[str]:
    return [doubt.sentence for doubt in reading.doubts if doubt.where is where]


def _with(*changes: tuple[str, str], more: tuple[PaperPart, ...] = ()) -> ProtocolReading:
    """The sound protocol with some of its lines changed and others added below."""
    lines = [dict(changes).get(line, line) for line in SOUND]
    return read_protocol(papers.paper(*lines, *more), school_year_hint=2024)


def test_sound_protocol_raises_no_doubt() -> None:
    assert _with().doubts == ()


def test_figures_that_do_not_add_up_are_doubted() -> None:
    reading = read_protocol(papers.wrong_figures(), school_year_hint=2023)

    assert (reading.number, reading.held_on, reading.present_count, len(reading.present)) == ("", None, 13, 3)
    assert _sentences(reading, Part.NUMBER) == ["Номер протокола не проставлен. Укажите его сами."]
    assert _sentences(reading, Part.HELD_ON) == [
        "Такого дня нет или он записан не полностью: «31.02.2024». Укажите день сами."
    ]
    assert _sentences(reading, Part.PRESENT) == [
        "Сказано, что присутствовало 13 человек, а в списке 3. Проверьте список.",
        "Имя «Ольхова В.И.» стоит в списке присутствующих не один раз. Проверьте список.",
    ]
    assert _sentences(reading, Part.ABSENT) == [
        "Имя «Липина Н.Б.» стоит и среди присутствующих, и среди отсутствующих."
    ]
    assert sorted(_sentences(reading, Part.AGENDA)) == [
        "В тексте есть вопрос 4, а в повестке их 3. Проверьте.",
        "Вопросы повестки пронумерованы не подряд: 1, 1, 3.",
        "По вопросу 2 повестки в тексте ничего не найдено. Проверьте.",
        "По вопросу 3 повестки в тексте ничего не найдено. Проверьте.",
    ]
    assert _sentences(reading, Part.DECISIONS) == [
        "Решения пронумерованы не подряд: 1.1, 1.3.",
        "Срок решения 1.1 «30 февраля» прочесть нельзя. Такого дня в календаре нет.",
    ]
    words = "Голосовали: за – 14, против – 1, воздержались – 0. Единогласно."
    assert _sentences(reading, Part.VOTES) == [
        f"Голосов 15, а присутствовало 13 человек: «{words}». Проверьте.",
        f"Сказано «единогласно», но есть голоса против или воздержавшиеся: «{words}».",
    ]


@pytest.mark.parametrize(
    ("line", "instead", "where", "sentence"),
    [
        ("Протокол № 1", "Протокол", Part.NUMBER, "Номер протокола не найден. Укажите его сами."),
        ("от 10.09.2024", "", Part.HELD_ON, "День заседания не найден. Укажите его сами."),
        (
            "от 10.09.2024", "от 10.09.2023", Part.HELD_ON,
            "День заседания 10.09.2023 не входит в 2024/2025 учебный год. Проверьте его.",
        ),
        (
            "от 10.09.2024", "Дата: десятое сентября", Part.HELD_ON,
            "День заседания не прочитан: «десятое сентября». Укажите его сами.",
        ),
        (
            "от 10.09.2024", "Дата: 10 сентября", Part.HELD_ON,
            "Такого дня нет или он записан не полностью: «10 сентября». Укажите день сами.",
        ),
        (
            "Протокол № 1", "Протокол № 1 от 11.09.2024", Part.HELD_ON,
            "В протоколе два разных дня: 11.09.2024 и 10.09.2024. Оставлен первый, проверьте.",
        ),
        (
            "от 10.09.2024", "10.09.2024\nВремя: 25-70", Part.TIME,
            "Такого времени нет: «25-70». Укажите время сами.",
        ),
        ("1. Принять план.", "", Part.DECISIONS, "Решения не найдены. Проверьте, есть ли они в файле."),
        (
            "1. Принять план.", "1. Принять план. Срок: до 1 сентября 2024 г.", Part.DECISIONS,
            "Срок решения 1 «до 1 сентября 2024 г.» истекает раньше дня заседания. Проверьте его.",
        ),
    ],
)  # fmt: skip
def test_fault_is_said_in_a_sentence(line: str, instead: str, where: Part, sentence: str) -> None:
    reading = _with((line, instead))

    assert _sentences(reading, where) == [sentence]


def test_missing_agenda_is_doubted() -> None:
    reading = _with(("Повестка дня:", ""), ("1. О планах.", ""))

    assert _sentences(reading, Part.AGENDA) == ["Повестка дня не найдена. Проверьте, есть ли она в файле."]


def test_same_person_under_other_initials_is_pointed_out_and_not_merged() -> None:
    reading = read_protocol(papers.short_form(), school_year_hint=2022)

    assert [doubt.sentence for doubt in reading.doubts] == [
        "Похоже, это один человек: «Липина Н.Б.» и «Липина Н.П.» (разные инициалы). Проверьте, как правильно."
    ]
    assert [speech.speaker.name for speech in reading.speeches if speech.speaker] == ["Ольхова В.И.", "Липина Н.Б."]


def test_surname_in_another_case_is_no_second_person() -> None:
    reading = _with(("Решили:", "Слушали: Ольхову В.И. о планах. Ольхова В.И. отметила успехи.\nРешили:"))

    assert reading.doubts == ()


def test_namesakes_in_one_list_are_two_people() -> None:
    reading = _with(("Присутствовали: 3 человека", "Присутствовали: Ольхова В.И., Ольхова А.Т."))

    assert reading.doubts == ()


def test_one_letter_of_a_surname_is_pointed_out() -> None:
    reading = _with(("Присутствовали: 3 человека", "Присутствовали: Ольхова В.И., Ольхава В.И."))

    assert _sentences(reading, Part.PAPER) == [
        "Похоже, это один человек: «Ольхова В.И.» и «Ольхава В.И.» (разница в одну букву). Проверьте, как правильно."
    ]


def test_second_protocol_of_a_file_is_left_unread() -> None:
    reading = read_protocol(papers.two_protocols(), school_year_hint=2024)

    assert (reading.number, len(reading.decisions)) == ("1", 1)
    assert _sentences(reading, Part.PAPER) == [
        "В файле ещё один протокол № 2: прочитан первый, второй загрузите отдельным файлом."
    ]
    assert reading.unread[:2] == ("Протокол № 2", "от 10.10.2024")


def test_line_below_the_decisions_that_fits_nothing_is_unread() -> None:
    reading = _with(more=("Фотографии смотрите на сайте.",))

    assert reading.unread == ("Фотографии смотрите на сайте.",)
    assert [decision.text for decision in reading.decisions] == ["Принять план."]


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        (papers.work_plan(), IS_PLAN),
        (papers.paper("Отчёт о работе РМО за год", "Проведено пять семинаров."), IS_REPORT),
        (papers.paper("Сценарий праздника", "Звучит музыка."), NO_PROTOCOL),
        (papers.paper("Протокол", "Звучит музыка."), NO_PROTOCOL),
        (OfficeDocument(DocumentKind.TEXT, "", (DocumentPart("", ()),)), NO_TEXT),
    ],
)
def test_paper_that_is_no_protocol_is_told_apart(document: OfficeDocument, sentence: str) -> None:
    reading = read_protocol(document, school_year_hint=2024)

    assert reading.kind is ReadingKind.UNKNOWN
    assert [(doubt.where, doubt.sentence) for doubt in reading.doubts] == [(Part.PAPER, sentence)]
    assert reading.unread == tuple(line.text for line in reading.lines)
    assert (reading.decisions, reading.agenda, reading.present) == ((), (), ())


@pytest.mark.parametrize(("title", "sentence"), [("Выписка из протокола № 1", IS_EXTRACT), ("Встреча РМО", NO_TITLE)])
def test_extract_and_paper_without_its_title_are_read_with_a_doubt(title: str, sentence: str) -> None:
    reading = _with(("Протокол № 1", title))

    assert reading.kind is ReadingKind.PROTOCOL
    assert sentence in _sentences(reading, Part.PAPER)
    assert len(reading.decisions) == 1


def test_post_of_a_chair_stands_though_her_name_is_on_the_next_line() -> None:
    named = _with(("Присутствовали: 3 человека", "Председатель районного объединения библиотекарей –"))
    paper = papers.paper(*SOUND[:2], "Председатель районного объединения –", "Ольхова В.И.", *SOUND[3:])

    reading = read_protocol(paper, school_year_hint=2024)

    assert [(chair.name, chair.post) for chair in reading.chairs] == [
        ("Ольхова В.И.", "Председатель районного объединения")
    ]
    assert "Председатель районного объединения библиотекарей" in named.unread
