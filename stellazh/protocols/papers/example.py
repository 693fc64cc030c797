"""A form to begin with, and an invented protocol by which any form can be looked at before it is put in use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from stellazh.associations.models import Association
from stellazh.protocols.enums import (
    AddresseeKind,
    AgendaKind,
    AgendaOutcome,
    BodyForm,
    FormKind,
    PresentShown,
    SpeechKind,
    VoteMode,
)
from stellazh.protocols.papers.extract import ExtractContent
from stellazh.protocols.papers.own_form import own_extract_docx, own_protocol_docx
from stellazh.protocols.papers.sheet import Block, Line, LineKind, NameTable, Requisites, Sheet, SignatureLine
from stellazh.protocols.papers.word import sheet_docx
from stellazh.protocols.reads.content_model import (
    DecisionLine,
    ItemContent,
    OwnerLine,
    PersonLine,
    ProtocolContent,
    Signer,
    SpeechLine,
    VoteLine,
)

_MADE_ON = date(2024, 9, 1)
_DECISION_WIDTHS = (1.4, 7.1, 3.0, 5.0)


def example_form(kind: FormKind) -> bytes:
    """A correct form of ours as .docx, to be changed in Word. The same bytes every time."""
    blocks = _protocol_form() if kind == FormKind.PROTOCOL else _extract_form()
    title = "Форма протокола" if kind == FormKind.PROTOCOL else "Форма выписки из протокола"
    return sheet_docx(Sheet(title=title, author="", subject=title, blocks=tuple(blocks)), made_on=_MADE_ON)


def sample_paper(kind: FormKind, form: bytes, association: Association) -> bytes:
    """The form filled with an invented protocol of that association.

    Raises:
        FormUnfit: it cannot be filled.
    """
    content = sample_content(association)
    if kind == FormKind.PROTOCOL:
        return own_protocol_docx(form, content)
    items = tuple(item for item in content.items if item.decisions)
    return own_extract_docx(form, ExtractContent(replace(content, items=items), "МБОУ СОШ № 5"))


def sample_content(association: Association) -> ProtocolContent:
    """An invented protocol with something in every field."""
    people = tuple(
        PersonLine(name, "педагог-библиотекарь", f"МБОУ СОШ № {place}", is_remote=place == 2)
        for place, name in enumerate(
            ("Берестова Мария Павловна", "Калинина Анна Игоревна", "Липина Елена Сергеевна"), start=4
        )
    )
    chair = PersonLine("Лесникова Нина Борисовна", "руководитель объединения")
    secretary = PersonLine("Липина Елена Сергеевна", "педагог-библиотекарь", "МБОУ СОШ № 5")
    return ProtocolContent(
        association=association.name,
        association_short=association.short_name,
        meeting_words="заседания методического объединения школьных библиотекарей",
        title="Пример: месячник школьных библиотек",
        held_on=date(2024, 10, 8),
        hours="14:00–15:30",
        format_code="mixed",
        format_words="очно-дистанционно",
        place="г. Сосногорск",
        body_form=BodyForm.FULL,
        number=2,
        is_signed=True,
        school_year=2024,
        chairs=(chair,),
        leaders=(PersonLine("Калинина Анна Игоревна", "методист"),),
        secretaries=(secretary,),
        present_shown=PresentShown.LIST,
        present=people,
        present_count=3,
        remote_count=1,
        present_words="школьные библиотекари округа",
        invited=(PersonLine("Вербина Ольга Ильинична", "методист"),),
        excused=(PersonLine("Кленова Вера Олеговна", "", "МБОУ СОШ № 9", reason="отпуск"),),
        absent=(),
        quorum_words="Членов с правом голоса — 5, присутствуют 3. Кворум имеется.",
        items=tuple(_sample_items()),
        loose_speeches=(),
        loose_decisions=(),
        loose_vote=None,
        loose_carried=(),
        attachments=("План месячника",),
        signers=(Signer("Председатель", "Н. Б. Лесникова"), Signer("Секретарь", "Е. С. Липина")),
    )


def _sample_items() -> Iterator[ItemContent]:
    unanimous = VoteLine(VoteMode.UNANIMOUS, words="Голосовали: единогласно.")
    owner = OwnerLine(AddresseeKind.PERSON, "Липина Е. С.")
    group = OwnerLine(AddresseeKind.GROUP, "все школьные библиотекари")
    yield ItemContent(
        1, AgendaKind.TOPIC, "О подготовке к месячнику школьных библиотек", "Липина Е. С.", AgendaOutcome.DISCUSSED,
        speeches=(
            SpeechLine(SpeechKind.HEARD, "Липина Е. С.", "педагог-библиотекарь", "рассказала о плане.", True),
            SpeechLine(SpeechKind.SPOKE, "Берестова М. П.", "", "предложила общую выставку.", is_attached=False),
        ),
        decisions=(
            DecisionLine("1.1", "Провести месячник во всех школах.", False, (group,), "до 25 октября 2024 г.", "отчёт"),
            DecisionLine("1.2", "Собрать отчёты школ.", False, (owner,), "до 1 ноября 2024 г.", "", unanimous),
        ),
        vote=VoteLine(VoteMode.COUNTS, 3, 0, 0, words="Голосовали: «за» — 3, «против» — 0, «воздержались» — 0."),
    )  # fmt: skip
    yield ItemContent(2, AgendaKind.OTHER, "Разное", "", AgendaOutcome.POSTPONED)


def _protocol_form() -> Iterator[Block]:
    yield Line(LineKind.RIGHT, "{{ проект }}")
    yield Line(LineKind.CENTRED, "{{ объединение }}")
    yield Line(LineKind.TITLE, "ПРОТОКОЛ № {{ номер }}")
    yield Line(LineKind.CENTRED, "{{ заседание }}")
    yield Requisites("{{ дата }}", "", "{{ место }}")
    for label, field in (
        ("Тема", "тема"), ("Время", "время"), ("Формат", "формат"), ("Председатель", "председатель"),
        ("Ведущие", "ведущие"), ("Секретарь", "секретарь"), ("Присутствовало", "присутствовало"),
    ):  # fmt: skip
        yield Line(LineKind.FACT, f"{{{{ {field} }}}}", label=f"{label}:")
    yield Line(LineKind.FACT, "{{ присутствующие }}")
    for label, field in (
        ("Участники", "участники"), ("Приглашённые", "приглашённые"), ("Отсутствовали", "отсутствующие"),
        ("Кворум", "кворум"),
    ):  # fmt: skip
        yield Line(LineKind.FACT, f"{{{{ {field} }}}}", label=f"{label}:")
    yield Line(LineKind.CAPTION, "ПОВЕСТКА ДНЯ:", with_next=True)
    yield Line(LineKind.FACT, "{{ повестка }}")
    yield Line(LineKind.CAPTION, "ВЫСТУПЛЕНИЯ:", with_next=True)
    yield Line(LineKind.BODY, "{{ выступления }}")
    yield Line(LineKind.CAPTION, "РЕШИЛИ:", with_next=True)
    yield _decision_table()
    yield Line(LineKind.BODY, "{{ голосование }}")
    yield Line(LineKind.FACT, "{{ приложения }}", label="Приложения:")
    yield SignatureLine("Председатель", "{{ подпись председателя }}")
    yield SignatureLine("Секретарь", "{{ подпись секретаря }}")


def _extract_form() -> Iterator[Block]:
    yield Line(LineKind.CENTRED, "{{ объединение }}")
    yield Line(LineKind.TITLE, "ВЫПИСКА ИЗ ПРОТОКОЛА № {{ номер }}")
    yield Line(LineKind.CENTRED, "{{ заседание }}")
    yield Requisites("{{ дата }}", "", "{{ место }}")
    for label, field in (
        ("Тема", "тема"), ("Председатель", "председатель"), ("Секретарь", "секретарь"),
        ("Присутствовало", "присутствовало"), ("Выписка дана", "кому"),
    ):  # fmt: skip
        yield Line(LineKind.FACT, f"{{{{ {field} }}}}", label=f"{label}:")
    yield Line(LineKind.CAPTION, "РЕШИЛИ:", with_next=True)
    yield _decision_table()
    yield Line(LineKind.FACT, "{{ подписали }}", label="Подлинник подписали:")
    yield Line(LineKind.FACT, "Верно")
    yield SignatureLine("{{ верно }}", "{{ подпись }}")


def _decision_table() -> NameTable:
    return NameTable(
        "Решения",
        ("№", "Решение", "Срок", "Ответственные"),
        _DECISION_WIDTHS,
        [("{{ решения.номер }}", "{{ решения.текст }}", "{{ решения.срок }}", "{{ решения.ответственные }}")],
        broken=frozenset({1, 3}),
    )
