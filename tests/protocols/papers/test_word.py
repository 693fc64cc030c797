"""Protocols as Word files, read back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from stellazh.protocols.papers.lettering import quoted, sentence, typed
from stellazh.protocols.papers.word import protocol_docx
from stellazh.protocols.reads.content import ProtocolContent
from tests.protocols.papers.sample import (
    PRESENT,
    bare_content,
    crowded_content,
    decision,
    full_content,
    hostile_content,
    short_content,
)

HARD = "\u00a0"


def opened(content: ProtocolContent) -> Document:
    return docx.Document(BytesIO(protocol_docx(content)))


def texts(content: ProtocolContent) -> list[str]:
    return [paragraph.text.replace(HARD, " ") for paragraph in opened(content).paragraphs]


def test_full_protocol_is_typed_line_by_line() -> None:
    assert texts(full_content()) == [
        "Муниципальное методическое объединение школьных библиотекарей Сосногорского округа",
        "ПРОТОКОЛ",
        "заседания муниципального методического объединения школьных библиотекарей",
        "08.10.2024\t№ 2\tг. Сосногорск",
        "Тема: Библиотека и чтение: месячник школьных библиотек",
        "Время: 14:00–15:30 (очно-дистанционно)",
        "Председатель – Лесникова Н. Б., руководитель ММО",
        "Секретарь – Липина Е. С., педагог-библиотекарь МБОУ СОШ № 5",
        "Присутствовали: 8 человек, из них дистанционно — 2:",
        "Берестова Мария Павловна, педагог-библиотекарь МБОУ СОШ № 1 (дистанционно)",
        "Калинина Анна Игоревна, педагог-библиотекарь МБОУ СОШ № 2",
        "Лесникова Нина Борисовна, педагог-библиотекарь МБОУ СОШ № 3",
        "Липина Елена Сергеевна, педагог-библиотекарь МБОУ СОШ № 4",
        "Озерова Тамара Львовна, педагог-библиотекарь МБОУ СОШ № 5 (дистанционно)",
        "Рябинина Ольга Фёдоровна, педагог-библиотекарь МБОУ СОШ № 6",
        "Сосновская Ирина Викторовна, педагог-библиотекарь МБОУ СОШ № 7",
        "Тополева Галина Андреевна, педагог-библиотекарь МБОУ СОШ № 8",
        "Приглашённые: Вербина О. И., методист МКУ «Центр развития образования».",
        "Отсутствовали по уважительной причине: Кленова В. О., МБОУ СОШ № 9 (отпуск).",
        "Отсутствовали: Ольхова Д. Р., МБОУ СОШ № 10.",
        "Членов с правом голоса — 12, присутствуют 8. Кворум имеется.",
        "ПОВЕСТКА ДНЯ:",
        "О выполнении решений прошлого заседания.",
        "О подготовке к месячнику школьных библиотек. Докладчик: Липина Е. С.",
        "О плане на II полугодие.",
        "Разное.",
        "1. О выполнении решений прошлого заседания",
        (
            "П. 1.2 протокола от 12.09.2024 № 1: Сдать паспорта библиотек (срок: до 1 октября; отв.: все школьные "
            "библиотекари)."
        ),
        "Сдали семь школ из девяти.",
        "Итог: исполнено частично.",
        "2. О подготовке к месячнику школьных библиотек",
        "СЛУШАЛИ: Липина Е. С., педагог-библиотекарь МБОУ СОШ № 5 – рассказала о плане месячника:",
        "выставка «Осень в книге»;",
        "день открытых дверей.",
        "Просила поддержать акцию. Текст доклада прилагается.",
        "ВЫСТУПИЛИ: Озерова Т. Л. – предложила показать выставку «Осень в книге» во всех школах округа.",
        "Тополева Г. А. – поддержала предложение.",
        "РЕШИЛИ:",
        "2.1. Провести месячник во всех школах округа.",
        (
            "Срок: до 25 октября 2024 г. Ответственные: все школьные библиотекари. Признак исполнения: отчёт на сайте "
            "объединения."
        ),
        "2.2. Собрать отчёты школ и передать их методисту.",
        "Срок: до 1 ноября 2024 г. Ответственный: Липина Е. С.",
        "Голосовали: «за» — 7, «против» — 0, «воздержались» — 1.",
        "3. О плане на II полугодие",
        "СЛУШАЛИ: Лесникова Н. Б., руководитель ММО – текст доклада прилагается.",
        "РЕШИЛИ:",
        "3.1. Информацию принять к сведению.",
        "Голосовали: единогласно.",
        "4. Разное",
        "Вопрос перенесён на следующее заседание.",
        "Приложение:",
        "План месячника.",
        "Председатель\t_______________\tН. Б. Лесникова",
        "Секретарь\t_______________\tЕ. С. Липина",
    ]


def test_short_protocol_is_typed_line_by_line() -> None:
    assert texts(short_content()) == [
        "ПРОЕКТ",
        "Городское методическое объединение библиотечных работников школ г. Заозёрска",
        "Протокол № 2",
        "Тема: Заседание рабочей группы по подготовке к Международному дню школьных библиотек",
        "Дата проведения: 08.10.2024",
        "Время проведения: 14:00 (дистанционно)",
        "Присутствовало: 13 человек.",
        "Участники: руководители РМО, ОМО, методист МЦ",
        "Ведущие: Лесникова Н. Б., методист; Калинина А. И., руководитель городского методического объединения",
        "Повестка дня:",
        "Сопровождение мероприятий ко Дню школьных библиотек.",
        "Партнёрство как ресурс библиотекаря.",
        "Прения.",
        "Выступления:",
        "Лесникова Н. Б., методист МЦ ",
        "Нина Борисовна остановилась на плане года. Все мероприятия направлены на чтение.",
        "Каждый район даёт одно открытое занятие: мастер-класс, семинар или публикацию.",
        "Калинина А. И. ",
        "Рассказала о месячнике «Сказки мира» и о конкурсах.",
        "Решено:",
        "1. Подготовить и провести городскую акцию ко Дню школьных библиотек.",
        "2. Принять участие в региональном этапе конкурсов.",
        "3. Составить памятку по входу в электронную библиотеку.",
        "Ведущий\t_______________\tН. Б. Лесникова",
        "Ведущий\t_______________\tА. И. Калинина",
    ]


def test_what_is_not_known_is_not_typed() -> None:
    assert texts(bare_content()) == [
        "ПРОЕКТ",
        "Муниципальное методическое объединение школьных библиотекарей Сосногорского округа",
        "ПРОТОКОЛ",
        "08.10.2024\t№ ____\t",
        "Тема: Библиотека и чтение: месячник школьных библиотек",
        "Формат: очно-дистанционно",
    ]


def test_people_counted_are_listed_at_the_end_with_room_to_sign() -> None:
    document = opened(crowded_content())

    (table,) = document.tables
    assert [cell.text for cell in table.rows[0].cells] == [
        "№", "Фамилия, имя, отчество", "Должность", "Школа, организация", "Участие", "Подпись",
    ]  # fmt: skip
    assert len(table.rows) == 41
    assert [cell.text.replace(HARD, " ") for cell in table.rows[1].cells] == [
        "1", "Берестова Мария Павловна", "педагог-библиотекарь", "МБОУ СОШ № 0", "очно", "",
    ]  # fmt: skip
    assert table.rows[5].cells[4].text == "дистанционно"
    found = [paragraph.text.replace(HARD, " ") for paragraph in document.paragraphs]
    assert "Присутствовали: 40 человек, из них дистанционно — 4 (список прилагается)." in found
    assert found[-2:] == ["Приложение 1 к протоколу от 08.10.2024 № 2", "Список присутствующих"]
    assert document.paragraphs[-2].paragraph_format.page_break_before


def test_names_alone_stand_in_a_row() -> None:
    people = tuple(replace(one, post="", organisation="", is_remote=False) for one in PRESENT[:3])

    found = texts(replace(full_content(), present=people, present_count=3, remote_count=0))

    place = found.index("Присутствовали: 3 человека:")
    assert found[place + 1] == "Берестова М. П., Калинина А. И., Лесникова Н. Б."


def test_headings_are_headings_and_signatures_never_stand_alone() -> None:
    document = opened(full_content())

    named = [(one.style.name, one.text) for one in document.paragraphs if "eading" in one.style.name]
    assert named == [
        ("Heading 1", "ПРОТОКОЛ"),
        ("Item Heading", "1. О выполнении решений прошлого заседания"),
        ("Item Heading", "2. О подготовке к месячнику школьных библиотек"),
        ("Item Heading", "3. О плане на II полугодие"),
        ("Item Heading", "4. Разное"),
    ]
    before, chair, secretary = document.paragraphs[-3:]
    assert [one.paragraph_format.keep_with_next for one in (before, chair, secretary)] == [True, True, None]


def test_page_has_the_margins_of_office_papers() -> None:
    section = opened(full_content()).sections[0]

    margins = (section.left_margin, section.right_margin, section.top_margin, section.bottom_margin)
    assert [round(one.cm, 1) for one in margins] == [3.0, 1.5, 2.0, 2.0]


def test_draft_says_so_on_every_page() -> None:
    document = opened(short_content())

    assert document.sections[0].header.paragraphs[0].text.endswith("\tПРОЕКТ")
    assert document.core_properties.content_status == "Проект"
    assert opened(full_content()).sections[0].header.paragraphs[0].text == "\t"


def test_file_says_what_it_is() -> None:
    core = docx.Document(BytesIO(protocol_docx(full_content(), made_on=date(2024, 10, 20)))).core_properties

    assert (core.title.replace(HARD, " "), core.author) == ("Протокол № 2 от 08.10.2024", "ММО Сосногорского округа")
    assert core.created.date() == date(2024, 10, 20)


def test_same_protocol_gives_the_same_bytes() -> None:
    assert protocol_docx(full_content()) == protocol_docx(full_content())


def test_decision_of_several_lines_keeps_its_list() -> None:
    content = replace(
        full_content(), items=(), loose_decisions=(decision("1", "Купить:\n- книги;\n- полки."), decision("2", "- раз"))
    )

    found = texts(content)

    place = found.index("РЕШИЛИ:")
    assert found[place + 1 : place + 6] == ["1. Купить:", "книги;", "полки.", "2.", "раз"]


def test_hostile_text_stays_text() -> None:
    found = texts(hostile_content())

    assert found[0] == "Слово </w:t><w:br/>&amp; {{ номер }} #set text(red) $x$ \\ код 📚 שלום \ud7ff"
    assert "ВЫСТУПИЛИ: " + "б" * 30_000 in found
    assert sum("{{ номер }}" in text for text in found) > 8


@pytest.mark.parametrize(
    ("raw", "set_"),
    [
        ('выставка "Осень"', "выставка «Осень»"),
        ('ООО "Центр "Луч""', "ООО «Центр „Луч“»"),
        ('«Чтение: "Осень" и мы»', "«Чтение: „Осень“ и мы»"),
        ('5" экран', '5" экран'),
        ("", ""),
    ],
)
def test_quotes_are_set_as_in_books(raw: str, set_: str) -> None:
    assert quoted(raw) == set_


def test_names_numbers_and_places_do_not_break() -> None:
    assert typed("г. Луга, № 5, Липина Е. С., п. 1.2, 1 октября 2024 г. – да") == (
        "г.\u00a0Луга, №\u00a05, Липина\u00a0Е.\u00a0С., п.\u00a01.2, 1\u00a0октября 2024\u00a0г.\u00a0– да"
    )
    assert [sentence(text) for text in ("Да", "Да.", "Да!", "")] == ["Да.", "Да.", "Да!", ""]


def test_lists_carry_their_own_numbers() -> None:
    document = opened(full_content())

    listed = [one for one in document.paragraphs if one._p.pPr is not None and one._p.pPr.numPr is not None]
    ids = [one._p.pPr.numPr.numId.val for one in listed]
    numbering = document.part.numbering_part.element
    kinds = [one.get(qn("w:val")) for one in numbering.iter(qn("w:numFmt"))]
    assert len(set(ids)) == 4
    assert kinds == ["decimal", "decimal", "bullet", "decimal"]
