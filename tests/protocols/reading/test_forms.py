"""Our own protocols of every form, read as a careful person reads them; and the real one where it lies beside us."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest

from stellazh.office.intake import open_paper
from stellazh.protocols.reading import (
    AgendaRead,
    BodyForm,
    DecisionRead,
    NamedPerson,
    Part,
    ProtocolReading,
    ReadingKind,
    SpeechKind,
    VoteRead,
    read_protocol,
)
from tests.fixtures.protocols import papers

REAL_PAPERS = Path(__file__).resolve().parents[3].parent / "shared" / "inputs"


def _speeches(reading: ProtocolReading) -> list[tuple[int | None, SpeechKind, str, str]]:
    return [
        (speech.agenda_number, speech.kind, speech.speaker.name if speech.speaker else "", speech.text)
        for speech in reading.speeches
    ]


def test_short_form_is_read() -> None:
    reading = read_protocol(papers.short_form(), school_year_hint=2022)

    assert (reading.kind, reading.body_form, reading.number) == (ReadingKind.PROTOCOL, BodyForm.SHORT, "3")
    assert reading.heading == (
        "Заседание городского методического объединения",
        "школьных библиотекарей г. Кедровска",
    )
    assert reading.title == "Библиотека как место встреч."
    assert (reading.held_on, reading.starts_at, reading.format) == (date(2022, 12, 21), time(15, 30), "online")
    assert (reading.date_words, reading.time_words) == ("21.12. 2022г.", "15-30 (онлайн)")
    assert (reading.present_count, reading.present) == (11, ())
    assert reading.present_words == "руководители школьных объединений, методист ЦРО."
    assert [(leader.name, leader.post) for leader in reading.chairs] == [
        ("Ольхова В.И.", "методист"),
        ("Липина Н.Б.", "руководитель городского методического объединения школьных библиотекарей г. Кедровска"),
    ]
    assert reading.secretary is None
    assert reading.agenda == (
        AgendaRead(1, "Зимняя неделя книги."),
        AgendaRead(2, "Обмен учебниками между школами."),
        AgendaRead(3, "Разное."),
    )
    assert _speeches(reading) == [
        (
            None, SpeechKind.SPOKE, "Ольхова В.И.",
            "Вера Ивановна рассказала о неделе книги. Школы готовят выставки.\nЗаявки принимаются на сайте центра.",
        ),
        (
            None, SpeechKind.SPOKE, "Липина Н.Б.",
            "Липина Н.Б. напомнила коллегам о сверке учебников.\nВ конце встречи Н. П. Липина предложила общий чат.",
        ),
    ]  # fmt: skip
    assert reading.decisions == (
        DecisionRead(None, "1", "Провести неделю книги. Фотографии прислать методисту."),
        DecisionRead(None, "2", "Составить общий список лишних учебников."),
        DecisionRead(None, "3", "Завести общий чат."),
    )
    assert (reading.votes, reading.signers, reading.unread) == ((), (), ())
    assert reading.remarks == ("В ходе обсуждения вопросов встречи",)


def test_full_form_is_read() -> None:
    reading = read_protocol(papers.full_form(), school_year_hint=2023)

    assert (reading.body_form, reading.number, reading.held_on) == (BodyForm.FULL, "2", date(2023, 10, 13))
    assert (reading.meeting, reading.place) == ("заседания методического объединения", "г. Кедровск")
    assert [person.name for person in reading.chairs] == ["Ольхова В.И."]
    assert reading.secretary == NamedPerson("Липина Н.Б.", as_written="Липина Н.Б.")
    assert [(person.name, person.post, person.organisation) for person in reading.invited] == [
        ("Берестова А.А.", "директор", "МКУ «ЦРО»"),
        ("Озерова Т.Н.", "специалист", "управления образования"),
    ]
    assert reading.agenda == (
        AgendaRead(1, "О плане работы на год.", "Ольхова В.И., руководитель ММО"),
        AgendaRead(2, "О конкурсе чтецов", "Рябинина О.К., педагог-библиотекарь МБОУ СОШ № 3"),
    )
    assert _speeches(reading) == [
        (1, SpeechKind.HEARD, "Ольхова В.И.", "о плане работы на год (текст доклада прилагается)."),
        (1, SpeechKind.SPOKE, "Липина Н.Б.", "предложила добавить семинар"),
        (1, SpeechKind.SPOKE, "Рябинина О.К.", "поддержала предложение."),
        (2, SpeechKind.HEARD, "Кленова Т.С.", "об условиях конкурса чтецов."),
    ]
    assert reading.decisions == (
        DecisionRead(1, "1.1", "Утвердить план работы на год.", "Ольхова В.И.", "до 15 ноября"),
        DecisionRead(1, "1.2", "Разместить план на сайте", "Липина Н.Б.", "до 1 декабря"),
        DecisionRead(2, "2.1", "Провести школьный этап конкурса.", "педагоги-библиотекари", "февраль"),
    )
    assert reading.votes == (
        VoteRead(1, None, 4, 0, 0, False, "Голосовали: «за» – 4, «против» – 0, «воздержались» – нет"),
        VoteRead(2, "2.1", None, None, None, True, "Принято единогласно."),
    )
    assert [(person.name, person.post) for person in reading.signers] == [
        ("Ольхова В.И.", "Председатель"),
        ("Липина Н.Б.", "Секретарь"),
    ]
    assert reading.attachments == ("Приложение 1. Список присутствующих",)
    assert (reading.doubts, reading.unread) == ((), ())


def test_list_of_people_at_the_end_is_the_list_of_those_present() -> None:
    reading = read_protocol(papers.full_form())

    assert reading.present_count == 4
    assert [(person.name, person.post, person.organisation) for person in reading.present] == [
        ("Ольхова Вера Ивановна", "педагог-библиотекарь", "МБОУ СОШ № 1"),
        ("Липина Н.Б.", "библиотекарь", "МБОУ СОШ № 2"),
        ("Рябинина О.К.", "педагог-библиотекарь", "МБОУ СОШ № 3"),
        ("Кленова Т.С.", "методист", "ЦРО"),
    ]


def test_lists_numbered_by_word_and_one_list_of_decisions_are_read() -> None:
    reading = read_protocol(papers.numbered_by_word(), school_year_hint=2023)

    assert (reading.number, reading.held_on, reading.starts_at) == ("5", date(2024, 3, 14), time(10, 0))
    assert reading.meeting == "заседания РМО школьных библиотекарей"
    assert reading.place == "МБОУ СОШ № 7, читальный зал"
    assert [(person.name, person.post) for person in reading.chairs] == [
        ("Сосновская Н.В.", "Председатель РМО школьных библиотекарей")
    ]
    assert [(person.name, person.post, person.organisation) for person in reading.present] == [
        ("Сосновская Н.В.", "педагог-библиотекарь", "МБОУ СОШ № 7"),
        ("Тополева И.П.", "библиотекарь", "МБОУ СОШ № 8"),
        ("Вербина Мария Олеговна", "", "МБОУ «Лицей № 2»"),
    ]
    assert reading.absent == (NamedPerson("Лесникова Е.Д.", as_written="Лесникова Е.Д. (болезнь)"),)
    assert reading.agenda == (AgendaRead(1, "Итоги акции «Подари книгу»"), AgendaRead(2, "Сверка фонда"))
    assert _speeches(reading) == [
        (1, SpeechKind.HEARD, "Сосновская Н.В.", "с информацией об итогах акции. Она отметила работу всех школ."),
        (2, SpeechKind.HEARD, "Тополева И.П.", "о сверке фонда."),
    ]
    assert reading.decisions == (
        DecisionRead(None, "1", "Отметить школы № 7 и № 8."),
        DecisionRead(None, "2", "Закончить сверку.", "", "20 мая 2024 г."),
    )
    assert [(person.name, person.post) for person in reading.signers] == [("Сосновская Н.В.", "Руководитель РМО")]
    assert (reading.doubts, reading.unread) == ((), ())


def test_flat_lines_are_read() -> None:
    reading = read_protocol(papers.flat_lines(), school_year_hint=2024)

    assert (reading.number, reading.held_on, reading.place) == ("4", date(2025, 2, 12), "г. Кедровск")
    assert [person.name for person in reading.present] == ["Ольхова В.И.", "Липина Н.Б.", "Рябинина О.К."]
    assert reading.agenda == (AgendaRead(1, "О чтении летом."), AgendaRead(2, "О фонде учебников."))
    assert [(number, kind, name) for number, kind, name, _ in _speeches(reading)] == [
        (1, SpeechKind.SPOKE, "Ольхова В.И."),
        (2, SpeechKind.HEARD, "Липина Н.Б."),
    ]
    assert reading.decisions == (
        DecisionRead(1, "", "составить списки книг."),
        DecisionRead(2, "", "сделать заявку до 1 апреля."),
    )
    assert [person.name for person in reading.signers] == ["Липина Н.Б."]
    assert (reading.doubts, reading.unread) == ((), ())


def test_roman_numbers_and_votes_on_lines_of_their_own_are_read() -> None:
    reading = read_protocol(papers.roman_turns(), school_year_hint=2024)

    assert (reading.number, reading.meeting, reading.format) == ("3", "заседания ММО библиотекарей", "online")
    assert (reading.present_count, reading.present) == (12, ())
    assert [person.name for person in reading.chairs] == ["Ольхова В.И."]
    assert reading.agenda == (
        AgendaRead(1, "О чтении", "Ольхова В.И."),
        AgendaRead(2, "О фонде"),
        AgendaRead(3, "Разное"),
    )
    assert _speeches(reading) == [
        (1, SpeechKind.HEARD, "Ольхова В.И.", "Ольхова В.И., руководитель ММО, рассказала о чтении."),
        (1, SpeechKind.SPOKE, "Липина Н.Б.", "«Нужен конкурс»."),
        (1, SpeechKind.SPOKE, "Рябинина О.К.", "поддержала."),
        (2, SpeechKind.HEARD, "Кленова Т.С.", "о фонде"),
        (3, SpeechKind.HEARD, "Рябинина О.К.", "Рябинина О.К. напомнила об отчётах."),
    ]
    assert reading.votes == (
        VoteRead(1, None, 12, 0, 0, False, "ГОЛОСОВАЛИ: «за» - 12 «против» - нет «воздержались» - нет"),
    )
    assert reading.decisions == (
        DecisionRead(1, "1.1", "Провести конкурс."),
        DecisionRead(1, "1.2", "Назначить жюри."),
        DecisionRead(2, "2.1", "Провести сверку в срок до 1 декабря"),
    )
    assert [(person.name, person.post) for person in reading.signers] == [("Ольхова В.И.", "Председатель")]
    assert (reading.unread, reading.remarks) == ((), ("Цель: обсудить чтение",))
    assert reading.present_words == "Всего членов объединения: 20"
    assert reading.doubts == ()


def test_head_in_a_table_of_two_columns_is_read() -> None:
    reading = read_protocol(papers.label_table(), school_year_hint=2024)

    assert (reading.held_on, reading.starts_at, reading.ends_at) == (date(2024, 9, 5), time(14, 0), time(15, 30))
    assert (reading.place, reading.present_count) == ("г. Кедровск, ЦРО", 9)
    assert [(person.name, person.post) for person in reading.chairs] == [("Калинина Л.М.", "методист")]
    assert reading.agenda == (AgendaRead(1, "О новом учебном годе."), AgendaRead(2, "О конкурсах."))
    assert reading.decisions == (
        DecisionRead(None, "1", "Принять план."),
        DecisionRead(None, "2", "Послать заявки.", "", "до 1 октября"),
    )
    assert (reading.doubts, reading.unread) == ((), ())


def test_decisions_numbered_by_word_in_a_table_are_read() -> None:
    reading = read_protocol(papers.numbered_cell_document())

    assert reading.decisions == (DecisionRead(None, "1", "Проверить фонд."), DecisionRead(None, "2", "Составить акт."))


def test_each_line_tells_where_it_went() -> None:
    reading = read_protocol(papers.flat_lines())

    assert [line.part for line in reading.lines] == [
        Part.NUMBER, Part.HELD_ON, Part.PRESENT, Part.AGENDA, Part.SPEECHES, Part.DECISIONS, Part.SPEECHES,
        Part.DECISIONS, Part.SIGNERS,
    ]  # fmt: skip


@pytest.mark.parametrize("path", sorted(REAL_PAPERS.glob("protocol.docx")), ids=lambda path: path.name)
def test_real_protocol_is_read_as_a_careful_person_reads_it(path: Path) -> None:
    reading = read_protocol(open_paper(path, path.name), school_year_hint=2021)

    assert (reading.number, reading.present_count, reading.held_on) == ("2", 13, date(2021, 10, 13))
    assert (reading.starts_at, reading.format, reading.body_form) == (time(14, 0), "online", BodyForm.SHORT)
    assert [question.number for question in reading.agenda] == [1, 2, 3]
    assert [decision.number for decision in reading.decisions] == ["1", "2", "3"]
    assert len({speech.speaker.name for speech in reading.speeches if speech.speaker}) == len(reading.speeches) == 2
    assert [bool(leader.post) for leader in reading.chairs] == [True, True]
    assert [doubt.sentence.startswith("Похоже, это один человек") for doubt in reading.doubts] == [True]
    assert reading.unread == ()
