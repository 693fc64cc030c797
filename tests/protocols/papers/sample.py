"""Protocols as contents, without a database: a full one, a short one in the shape of real ones, a hostile one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from stellazh.protocols.enums import (
    AddresseeClass,
    AddresseeKind,
    AgendaKind,
    AgendaOutcome,
    BodyForm,
    CarryResult,
    PresentShown,
    SpeechKind,
    UnfoldTo,
    VoteMode,
)
from stellazh.protocols.reads.content import (
    CarriedLine,
    DecisionLine,
    ItemContent,
    OwnerLine,
    PersonLine,
    ProtocolContent,
    Signer,
    SpeechLine,
    VoteLine,
)

NAMES = (
    "Берестова Мария Павловна",
    "Калинина Анна Игоревна",
    "Лесникова Нина Борисовна",
    "Липина Елена Сергеевна",
    "Озерова Тамара Львовна",
    "Рябинина Ольга Фёдоровна",
    "Сосновская Ирина Викторовна",
    "Тополева Галина Андреевна",
)
LONG_NAME = "Краснопольская-Верхнеозёрская Александра-Виктория Константиновна"
LONG_SCHOOL = "МАОУ «Средняя общеобразовательная школа с углублённым изучением отдельных предметов № 117»"
PRESENT = tuple(
    PersonLine(name, "педагог-библиотекарь", f"МБОУ СОШ № {place}", is_remote=place in (1, 5), person_id=place)
    for place, name in enumerate(NAMES, start=1)
)
LIBRARIANS = OwnerLine(AddresseeKind.CLASS, "все школьные библиотекари", AddresseeClass.LIBRARIANS, UnfoldTo.SCHOOL)
LIPINA = OwnerLine(AddresseeKind.PERSON, "Липина Е. С.", person_id=4)


def speech(name: str, text: str, *, kind: SpeechKind = SpeechKind.SPOKE, **fields: object) -> SpeechLine:
    post = str(fields.get("post", ""))
    return SpeechLine(kind, name, post, text, bool(fields.get("is_attached")))


def decision(
    number: str, text: str, *owners: OwnerLine, term: str = "", sign: str = "", **fields: object
) -> DecisionLine:
    vote = fields.get("vote")
    return DecisionLine(
        number, text, bool(fields.get("is_for_information")), owners, term, sign,
        vote if isinstance(vote, VoteLine) else None, id=int(str(fields.get("id", 0))),
    )  # fmt: skip


def full_content() -> ProtocolContent:
    """A signed protocol of four questions: earlier decisions, two with decisions, one postponed."""
    carried = CarriedLine(
        "1.2", "Сдать паспорта библиотек", "протокола от 12.09.2024 № 1", "все школьные библиотекари", "до 1 октября",
        "Сдали семь школ из девяти.", CarryResult.PARTLY,
    )  # fmt: skip
    topic = ItemContent(
        2, AgendaKind.TOPIC, "О подготовке к месячнику школьных библиотек", "Липина Е. С.", AgendaOutcome.DISCUSSED,
        speeches=(
            speech(
                "Липина Е. С.",
                "рассказала о плане месячника:\n- выставка «Осень в книге»;\n- день открытых дверей.\n"
                "Просила поддержать акцию.",
                kind=SpeechKind.HEARD, post="педагог-библиотекарь МБОУ СОШ № 5", is_attached=True,
            ),
            speech("Озерова Т. Л.", 'предложила показать выставку "Осень в книге" во всех школах округа.'),
            speech("Тополева Г. А.", "поддержала предложение."),
        ),
        decisions=(
            decision("2.1", "Провести месячник во всех школах округа.", LIBRARIANS, term="до 25 октября 2024 г.",
                     sign="отчёт на сайте объединения", id=21),
            decision("2.2", "Собрать отчёты школ и передать их методисту", LIPINA, term="до 1 ноября 2024 г.", id=22),
        ),
        vote=VoteLine(VoteMode.COUNTS, 7, 0, 1, words="Голосовали: «за» — 7, «против» — 0, «воздержались» — 1."),
    )  # fmt: skip
    plan = ItemContent(
        3, AgendaKind.TOPIC, "О плане на II полугодие", "", AgendaOutcome.DISCUSSED,
        speeches=(speech("Лесникова Н. Б.", "", kind=SpeechKind.HEARD, post="руководитель ММО", is_attached=True),),
        decisions=(decision("3.1", "Информацию принять к сведению.", is_for_information=True, id=31),),
        vote=VoteLine(VoteMode.UNANIMOUS, words="Голосовали: единогласно."),
    )  # fmt: skip
    return ProtocolContent(
        association="Муниципальное методическое объединение школьных библиотекарей Сосногорского округа",
        association_short="ММО Сосногорского округа",
        meeting_words="заседания муниципального методического объединения школьных библиотекарей",
        title="Библиотека и чтение: месячник школьных библиотек",
        held_on=date(2024, 10, 8),
        hours="14:00–15:30",
        format_code="mixed",
        format_words="очно-дистанционно",
        place="г. Сосногорск",
        body_form=BodyForm.FULL,
        number=2,
        is_signed=True,
        school_year=2024,
        chairs=(PersonLine(NAMES[2], "руководитель ММО"),),
        leaders=(),
        secretaries=(PersonLine(NAMES[3], "педагог-библиотекарь", "МБОУ СОШ № 5"),),
        present_shown=PresentShown.LIST,
        present=PRESENT,
        present_count=8,
        remote_count=2,
        present_words="",
        invited=(PersonLine("Вербина Ольга Ильинична", "методист", "МКУ «Центр развития образования»"),),
        excused=(PersonLine("Кленова Вера Олеговна", "", "МБОУ СОШ № 9", reason="отпуск"),),
        absent=(PersonLine("Ольхова Дарья Романовна", "", "МБОУ СОШ № 10"),),
        quorum_words="Членов с правом голоса — 12, присутствуют 8. Кворум имеется.",
        items=(
            ItemContent(
                1, AgendaKind.FOLLOW_UP, "О выполнении решений прошлого заседания", "", AgendaOutcome.DISCUSSED,
                carried=(carried,),
            ),
            topic,
            plan,
            ItemContent(4, AgendaKind.OTHER, "Разное", "", AgendaOutcome.POSTPONED),
        ),
        loose_speeches=(),
        loose_decisions=(),
        loose_vote=None,
        loose_carried=(),
        attachments=("План месячника",),
        signers=(Signer("Председатель", "Н. Б. Лесникова"), Signer("Секретарь", "Е. С. Липина")),
        id=7,
    )  # fmt: skip


def short_content() -> ProtocolContent:
    """A draft in the shape that city associations use: leaders, no secretary, no votes, thirteen people by number."""
    items = tuple(
        ItemContent(place, AgendaKind.TOPIC, title, "", AgendaOutcome.OPEN)
        for place, title in enumerate(
            ("Сопровождение мероприятий ко Дню школьных библиотек", "Партнёрство как ресурс библиотекаря", "Прения"), 1
        )
    )
    return replace(
        full_content(),
        association="Городское методическое объединение библиотечных работников школ г. Заозёрска",
        association_short="ГМО г. Заозёрска",
        meeting_words="",
        title="Заседание рабочей группы по подготовке к Международному дню школьных библиотек",
        hours="14:00",
        format_code="online",
        format_words="дистанционно",
        place="",
        body_form=BodyForm.SHORT,
        number=None,
        is_signed=False,
        proposed_number=2,
        chairs=(),
        leaders=(
            PersonLine("Лесникова Н. Б.", "методист"),
            PersonLine("Калинина А. И.", "руководитель городского методического объединения"),
        ),
        secretaries=(),
        present_shown=PresentShown.COUNT,
        present=(),
        present_count=13,
        remote_count=0,
        present_words="руководители РМО, ОМО, методист МЦ",
        invited=(),
        excused=(),
        absent=(),
        quorum_words="",
        items=items,
        loose_speeches=(
            speech(
                "Лесникова Н. Б.",
                "Нина Борисовна остановилась на плане года. Все мероприятия направлены на чтение.\n"
                "Каждый район даёт одно открытое занятие: мастер-класс, семинар или публикацию.",
                post="методист МЦ",
            ),
            speech("Калинина А. И.", 'Рассказала о месячнике "Сказки мира" и о конкурсах.'),
        ),
        loose_decisions=(
            decision("1", "Подготовить и провести городскую акцию ко Дню школьных библиотек."),
            decision("2", "Принять участие в региональном этапе конкурсов."),
            decision("3", "Составить памятку по входу в электронную библиотеку."),
        ),
        attachments=(),
        signers=(Signer("Ведущий", "Н. Б. Лесникова"), Signer("Ведущий", "А. И. Калинина")),
    )


def crowded_content(count: int = 40) -> ProtocolContent:
    """Many people with long names, counted in the heading and listed at the end; long texts and twenty questions."""
    people = tuple(
        PersonLine(LONG_NAME, "заведующая школьным информационно-библиотечным центром", LONG_SCHOOL, is_remote=True)
        if place % 9 == 4
        else PersonLine(NAMES[place % 8], "педагог-библиотекарь", f"МБОУ СОШ № {place}")
        for place in range(count)
    )
    said = "Доложила о том, как библиотеки школ округа готовятся к месячнику и чего им не хватает. " * 9
    items = tuple(
        ItemContent(
            place, AgendaKind.TOPIC, f"О работе библиотек округа с фондом учебников и пособий, часть {place}",
            LONG_NAME, AgendaOutcome.DISCUSSED,
            speeches=(
                speech(LONG_NAME, said, kind=SpeechKind.HEARD, post=LONG_SCHOOL),
                speech("Озерова Т. Л.", "1. раз;\n2. два;\n3. три."),
            ),
            decisions=(decision(f"{place}.1", said[:170], LIBRARIANS, LIPINA, term="в течение года"),),
            vote=VoteLine(VoteMode.UNANIMOUS, words="Голосовали: единогласно."),
        )
        for place in range(1, 21)
    )  # fmt: skip
    return replace(
        full_content(),
        place="р. п. Верхнее Заозёрье-на-Сосновке",
        present_shown=PresentShown.COUNT,
        present=people,
        present_count=count,
        remote_count=sum(one.is_remote for one in people),
        items=items,
        attachments=("Список присутствующих", "План месячника"),
    )


def bare_content() -> ProtocolContent:
    """A draft of which next to nothing is known: nobody present, no decisions, no number."""
    return replace(
        full_content(), number=None, is_signed=False, meeting_words="", hours="", place="", chairs=(), secretaries=(),
        present=(), present_count=None, remote_count=0, invited=(), excused=(), absent=(), quorum_words="", items=(),
        attachments=(), signers=(),
    )  # fmt: skip


HOSTILE = "Слово\x00\x0b</w:t><w:br/>&amp; {{ номер }} #set text(red) $x$ \\ ﻿\u202eкод\u202c 📚 שלום \ud7ff"


def hostile_content() -> ProtocolContent:
    """What nobody types by herself, in every place of the paper."""
    said = "слово " * 5000
    item = ItemContent(
        1, AgendaKind.TOPIC, HOSTILE, HOSTILE, AgendaOutcome.DISCUSSED,
        speeches=(
            speech(HOSTILE, said, post=HOSTILE, kind=SpeechKind.HEARD),
            speech("", "б" * 30_000),
            speech("", f"- {HOSTILE}\n1. {HOSTILE}\n\n\n"),
        ),
        decisions=(decision("1.1", HOSTILE, replace(LIPINA, name=HOSTILE), term=HOSTILE, sign=HOSTILE),),
        vote=VoteLine(VoteMode.ROLL, words=HOSTILE),
    )  # fmt: skip
    return replace(
        full_content(), association=HOSTILE, association_short=HOSTILE, meeting_words=HOSTILE, title=HOSTILE,
        place=HOSTILE, chairs=(PersonLine(HOSTILE, HOSTILE, HOSTILE),), present=(PersonLine(HOSTILE, HOSTILE),),
        present_count=1, items=(item,), attachments=(HOSTILE,), signers=(Signer(HOSTILE, HOSTILE),),
    )  # fmt: skip
