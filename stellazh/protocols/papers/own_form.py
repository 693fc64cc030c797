"""An association's own Word form: the fields it may use, and filling it with what a protocol or an extract says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from stellazh.office.word_forms import FormVocabulary, fill_form
from stellazh.protocols.enums import FormKind
from stellazh.protocols.papers import parts
from stellazh.protocols.papers.extract import ExtractContent, original_signers, verifier
from stellazh.protocols.papers.full_form import agenda_lines, course_lines
from stellazh.protocols.papers.lettering import typed
from stellazh.protocols.papers.plain_lines import plain_lines
from stellazh.protocols.papers.short_form import short_course_lines
from stellazh.protocols.reads.content_model import DecisionLine, PersonLine, ProtocolContent
from stellazh.protocols.reads.content_words import signature_name
from stellazh.russian.calendar_words import long_date, short_date

_COMMON: Final = {
    "номер": "Номер протокола: 2",
    "дата": "Дата заседания цифрами: 08.10.2024",
    "дата прописью": "Дата заседания словами: 8 октября 2024 г.",
    "тема": "Тема",
    "объединение": "Полное название объединения",
    "заседание": "Протокол чего: заседания методического объединения",
    "место": "Место составления: г. Сосногорск",
    "председатель": "Председатель с должностью",
    "секретарь": "Секретарь с должностью",
    "ведущие": "Ведущие с должностями, через точку с запятой",
    "присутствовало": "Сколько человек и сколько из них дистанционно",
}
_DECISION: Final = {
    "номер": "Номер решения: 2.1",
    "вопрос": "Вопрос повестки, к которому решение относится",
    "текст": "Текст решения",
    "срок": "Срок, как записан",
    "ответственные": "Кто отвечает",
    "признак": "Что покажет, что сделано",
    "слушали": "Кого слушали по этому вопросу",
    "голосование": "Как голосовали за это решение, если голосовали отдельно",
}
VOCABULARIES: Final[Mapping[FormKind, FormVocabulary]] = {
    FormKind.PROTOCOL: FormVocabulary(
        fields=_COMMON
        | {
            "проект": "«ПРОЕКТ», пока протокол не подписан; в подписанном – ничего",
            "время": "Время: 14:00–15:30",
            "формат": "Очно, дистанционно или очно-дистанционно",
            "присутствующие": "Список присутствующих, по одному в строке",
            "участники": "Участники словами: руководители РМО, методист",
            "приглашённые": "Приглашённые, через точку с запятой",
            "отсутствующие": "Отсутствовавшие с причинами, через точку с запятой",
            "кворум": "Сколько членов с правом голоса и есть ли кворум",
            "повестка": "Повестка дня, по вопросу в строке, с номерами",
            "ход": "Весь ход заседания: слушали, выступили, решили, голосовали",
            "выступления": "Только выступления",
            "голосование": "Все голосования, по одному в строке",
            "приложения": "Приложения, по одному в строке",
            "подпись председателя": "Н. Б. Лесникова",
            "подпись секретаря": "Е. С. Липина",
        },
        rows={
            "вопросы": {"номер": "Номер вопроса", "вопрос": "Вопрос", "докладчик": "Докладчик"},
            "решения": _DECISION,
            "список": {
                "номер": "По порядку",
                "фио": "Фамилия, имя, отчество",
                "должность": "Должность",
                "школа": "Школа, организация",
                "участие": "Очно или дистанционно",
            },
        },
    ),
    FormKind.EXTRACT: FormVocabulary(
        fields=_COMMON
        | {
            "кому": "Для кого выписка: школа или человек",
            "подписали": "Кто подписал подлинник",
            "верно": "Кто заверяет: Секретарь",
            "подпись": "Имя того, кто заверяет: Е. С. Липина",
        },
        rows={"решения": _DECISION},
    ),
}


@dataclass(frozen=True, slots=True)
class FormFilling:
    """What goes into a form."""

    values: Mapping[str, str]
    rows: Mapping[str, Sequence[Mapping[str, str]]]


def own_protocol_docx(form: bytes, content: ProtocolContent) -> bytes:
    """The protocol by the association's own form.

    Raises:
        FormUnfit: the form cannot be filled; nothing is made.
    """
    filling = protocol_filling(content)
    return fill_form(form, filling.values, filling.rows, VOCABULARIES[FormKind.PROTOCOL])


def own_extract_docx(form: bytes, extract: ExtractContent) -> bytes:
    """The extract by the association's own form.

    Raises:
        FormUnfit: the form cannot be filled; nothing is made.
    """
    filling = extract_filling(extract)
    return fill_form(form, filling.values, filling.rows, VOCABULARIES[FormKind.EXTRACT])


def protocol_filling(content: ProtocolContent) -> FormFilling:
    """A value for every field of the vocabulary; what is not known is empty."""
    people = (*content.excused, *content.absent)
    course = short_course_lines(content) if content.is_short else course_lines(content)
    asked = [*(item.vote for item in content.items), *(one.vote for one in content.all_decisions), content.loose_vote]
    votes = [vote for vote in asked if vote is not None]
    speeches = [block for speech in content.all_speeches for block in parts.speech_in_row(speech)]
    agenda = [block for block in agenda_lines(content.items, "") if not _is_caption(block)]
    values = _common(content) | {
        "проект": "" if content.is_signed else parts.DRAFT_MARK,
        "время": content.hours,
        "формат": content.format_words,
        "присутствующие": "\n".join(typed(one.words) for one in content.present),
        "участники": typed(content.present_words),
        "приглашённые": typed(parts.away_words(content.invited)),
        "отсутствующие": typed(parts.away_words(people)),
        "кворум": typed(content.quorum_words),
        "повестка": plain_lines(agenda),
        "ход": plain_lines(course),
        "выступления": plain_lines(speeches),
        "голосование": "\n".join(typed(vote.words) for vote in votes),
        "приложения": "\n".join(map(typed, content.attachments)),
        "подпись председателя": _signed_by(content.chairs or content.leaders),
        "подпись секретаря": _signed_by(content.secretaries),
    }
    rows = {
        "вопросы": [
            {"номер": f"{item.number}", "вопрос": typed(item.title), "докладчик": typed(item.reporters)}
            for item in content.items
        ],
        "решения": _decisions(content),
        "список": [
            {
                "номер": f"{place}",
                "фио": typed(one.name),
                "должность": typed(one.post),
                "школа": typed(one.organisation),
                "участие": "дистанционно" if one.is_remote else "очно",
            }
            for place, one in enumerate(content.present, start=1)
        ],
    }
    return FormFilling(values, rows)


def extract_filling(extract: ExtractContent) -> FormFilling:
    """As `protocol_filling`, of an extract."""
    content = extract.content
    part, name = verifier(content)
    values = _common(content) | {
        "кому": typed(extract.whom),
        "подписали": typed(original_signers(content)),
        "верно": typed(part),
        "подпись": typed(name),
    }
    return FormFilling(values, {"решения": _decisions(content)})


def _common(content: ProtocolContent) -> dict[str, str]:
    told = parts.people_words(content.present_count, content.remote_count) if content.present_count is not None else ""
    return {
        "номер": content.number_words,
        "дата": short_date(content.held_on),
        "дата прописью": typed(long_date(content.held_on)),
        "тема": typed(content.title),
        "объединение": typed(content.association),
        "заседание": typed(content.meeting_words),
        "место": typed(content.place),
        "председатель": _with_posts(content.chairs),
        "секретарь": _with_posts(content.secretaries),
        "ведущие": _with_posts(content.leaders),
        "присутствовало": typed(told),
    }


def _decisions(content: ProtocolContent) -> list[dict[str, str]]:
    placed: list[tuple[str, str, DecisionLine]] = []
    for item in content.items:
        heard = "; ".join(one.speaker for one in item.heard if one.speaker)
        placed += [(item.title, heard, decision) for decision in item.decisions]
    placed += [("", "", decision) for decision in content.loose_decisions]
    return [
        {
            "номер": decision.number,
            "вопрос": typed(question),
            "слушали": typed(heard),
            "текст": plain_lines(parts.text_lines(decision.blocks)),
            "срок": typed(decision.term),
            "ответственные": typed(decision.owners_words),
            "признак": typed(decision.sign_of_done),
            "голосование": typed(decision.vote.words) if decision.vote else "",
        }
        for question, heard, decision in placed
    ]


def _is_caption(block: object) -> bool:
    return getattr(block, "kind", "") == "caption"


def _with_posts(people: Sequence[PersonLine]) -> str:
    return typed("; ".join(map(parts.short_line, people)))


def _signed_by(people: Sequence[PersonLine]) -> str:
    return typed(", ".join(signature_name(one.name) for one in people))
