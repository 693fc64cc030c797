"""What stands around the demonstration's events: programmes, materials, a recording, questions and feedback."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO

from stellazh.common.actor import Actor
from stellazh.events.enrolment_questions import ENROLMENT_USE
from stellazh.events.enums import Audience, SlotKind
from stellazh.events.models import Event
from stellazh.events.reads.places import NOWHERE, workplaces
from stellazh.events.services.feedback import give_feedback, open_feedback
from stellazh.events.services.materials import Brought, MaterialFields, add_material
from stellazh.events.services.programme import SlotFields, SpeakerFields, add_slot
from stellazh.events.services.recordings import RecordingFields, add_recording, mark_watched
from stellazh.office.word import styles
from stellazh.office.word.blocks import append, paragraph
from stellazh.office.word.document import Page, Properties, document_bytes, new_document
from stellazh.people.models import Person
from stellazh.questionnaires.enums import QuestionKind
from stellazh.questionnaires.models import Questionnaire
from stellazh.questionnaires.services import (
    OptionFields,
    QuestionFields,
    Value,
    Values,
    add_question,
    create_questionnaire,
)

FILM = "https://rutube.ru/video/5e11a2b3c4d5e6f708192a3b4c5d6e7f/"
LATE_VIEWERS = 5
FEEDBACKS = 18


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a programme: on which day from the first, from when to when; how many of the people speak."""

    title: str
    day: int
    begins: time
    ends: time
    kind: SlotKind = SlotKind.TALK
    speaker_count: int = 0
    place: str = ""
    is_in_section: bool = False


FORUM_PROGRAMME = (
    Line("Открытие: зачем возвращаются в библиотеку", 0, time(11), time(11, 40), speaker_count=1),
    Line("Секция «Пространство»", 1, time(10), time(12), SlotKind.SESSION),
    Line("Тихий угол и громкий угол в одной комнате", 1, time(10), time(10, 40), speaker_count=1, is_in_section=True),
    Line("Как мы переставили стеллажи без ремонта", 1, time(10, 50), time(11, 30), speaker_count=2, is_in_section=True),
    Line("Задание: план своей библиотеки на одном листе", 4, time(9), time(18), SlotKind.TASK),
    Line("Подведение итогов: что возьмём в работу", 7, time(14), time(15, 30), speaker_count=1),
)
BRANCH_PROGRAMME = (
    Line("Сбор, чай, выставка новинок", 0, time(14), time(14, 5), SlotKind.BREAK, place="Библиотека"),
    Line("Что читают семиклассники: ответы 214 учеников", 0, time(14, 5), time(14, 30), speaker_count=1),
    Line("Книжный клуб, в который приходят сами", 0, time(14, 30), time(15), speaker_count=2),
    Line("Мастерские по выбору", 0, time(15), time(15, 40), place="Библиотека и кабинет 12", speaker_count=1),
    Line("Разговор по кругу: один приём от каждого", 0, time(15, 40), time(16), SlotKind.TASK),
)
GUEST_SPEAKER = SpeakerFields("Рябинина Вера Ильинична", "психолог", "Центр «Диалог»", is_name_public=True)
GRADES = (5, 5, 4, 5, 4, 5, 3, 5, 4, 5, 5, 4, 2, 5, 4, 5, 3, 5)
TAKEN = (
    "Общую карту читателя с городской библиотекой.",
    "Договор о совместных мероприятиях: возьму образец.",
    "Книжный обмен раз в четверть.",
    "",
    "Экскурсию для пятиклассников в отдел редких книг.",
    "Список тем на год, который составили вместе.",
)
MISSED = ("Времени на вопросы.", "", "", "Примеров из сельских школ.", "", "Раздаточных материалов.")
NEXT = ("Подросток и чтение", "", "Краеведение", "Как считать посещения", "", "")


def lay_programme(event: Event, lines: Sequence[Line], people: Sequence[Person], *, by: Actor, at: datetime) -> None:
    """Put the lines into the event, their speakers by turns out of these people, one of the talks with a guest."""
    on = at.date()
    at_work = workplaces([person.pk for person in people], on=on)
    queue = list(people)
    section_id: int | None = None
    for line in lines:
        chosen, queue = queue[: line.speaker_count], queue[line.speaker_count :]
        speakers = [_speaker(person, at_work.get(person.pk, NOWHERE).organisation_name) for person in chosen]
        if line.speaker_count > 1:
            speakers[-1] = GUEST_SPEAKER
        slot = add_slot(
            event.pk,
            fields=SlotFields(
                title=line.title,
                kind=line.kind,
                starts_at=_moment(event, line.day, line.begins),
                ends_at=_moment(event, line.day, line.ends),
                place=line.place,
                section_id=section_id if line.is_in_section else None,
                speakers=tuple(speakers),
            ),
            by=by,
            at=at,
        )
        if line.kind == SlotKind.SESSION:
            section_id = slot.pk


def lay_materials(event: Event, *, by: Actor, at: datetime) -> None:
    """A memo as a Word file and a link to a list of books."""
    body = _memo(event.association.name, at.date())
    memo = Brought("Памятка - приёмы для семиклассников.docx", BytesIO(body))
    add_material(event.pk, fields=MaterialFields("Памятка: пять приёмов"), file=memo, by=by, at=at)
    books = MaterialFields("Подборка книг для подростков", audience=Audience.PARTICIPANTS)
    add_material(event.pk, fields=books, url="https://example.org/books-for-teens", by=by, at=at)


def ask_at_enrolment(event: Event, *, by: Actor, at: datetime) -> Questionnaire:
    """The theme of a talk, and a choice of workshops of which two have few places."""
    asked = create_questionnaire(
        ENROLMENT_USE, event.object_key, title=f"Вопросы при регистрации: {event.title}"[:200], by=by, at=at
    )
    theme = QuestionFields(QuestionKind.TEXT, "Тема выступления", help="Если хотите выступить.", longest=200)
    workshops = (
        OptionFields("Буктрейлер за вечер", 3),
        OptionFields("Книжный квест", 4),
        OptionFields("Настольные игры в библиотеке"),
    )
    choice = QuestionFields(QuestionKind.SINGLE, "Мастерская после перерыва", is_required=True, options=workshops)
    for fields in (theme, choice):
        add_question(asked.pk, fields=fields, by=by, at=at)
    return asked


def enrolment_answers(asked: Questionnaire, number: int) -> Values:
    """What the person of that number answers: the first has a talk, the workshops go by turns."""
    theme, choice = asked.questions.present()
    options = list(choice.options.present())
    words = "Читательский дневник, который не бросают" if number == 0 else ""
    return {theme.pk: Value(text=words), choice.pk: Value(option_ids=(options[number % 2].pk,))}


def show_recording(event: Event, people: Sequence[Person], *, by: Actor, at: datetime) -> None:
    """The film of a past event, and those who watched it afterwards because they were not there."""
    add_recording(
        event.pk, address=FILM, fields=RecordingFields(), by=by, at=min(event.ends_at + timedelta(days=1), at)
    )
    there = set(event.attendances.values_list("person_id", flat=True))
    absent = [person for person in people if person.pk not in there]
    for number, person in enumerate(absent[:LATE_VIEWERS]):
        mark_watched(event.pk, by=person, at=min(event.ends_at + timedelta(days=2 + number), at))


def gather_feedback(event: Event, *, by: Actor, at: datetime) -> None:
    """The ready form, answered by eighteen of those who were there."""
    form = open_feedback(event.pk, by=by, at=min(event.ends_at, at))
    grade, taken, missed, following, ready = form.questions.present()
    there = event.attendances.counted().select_related("person").exclude(person=None).order_by("pk")
    for number, attendance in enumerate(there[:FEEDBACKS]):
        values = {
            grade.pk: Value(number=Decimal(GRADES[number % len(GRADES)])),
            taken.pk: Value(text=TAKEN[number % len(TAKEN)]),
            missed.pk: Value(text=MISSED[number % len(MISSED)]),
            following.pk: Value(text=NEXT[number % len(NEXT)]),
            ready.pk: Value(is_yes=number % 3 != 0),
        }
        if attendance.person is not None:
            give_feedback(event.pk, values=values, by=attendance.person, at=min(event.ends_at + timedelta(days=1), at))


def _speaker(person: Person, school: str) -> SpeakerFields:
    return SpeakerFields(person.full_name, "педагог-библиотекарь", school, person_id=person.pk)


def _moment(event: Event, day: int, hour: time) -> datetime:
    return datetime.combine(event.first_day + timedelta(days=day), hour, event.zone)


def _memo(author: str, on: date) -> bytes:
    title = "Пять приёмов для семиклассников"
    document = new_document(Page(), Properties(title=title, author=author, subject="Памятка", made_on=on))
    append(
        document,
        paragraph(title, styles.TITLE),
        paragraph("1. Книга без обложки: первые две страницы вслух.", styles.BODY),
        paragraph("2. Полка одного читателя: её собирает ученик, а не библиотекарь.", styles.BODY),
        paragraph("3. Отзыв в одно предложение на закладке.", styles.BODY),
        paragraph("4. Спор о конце: две концовки, голосование, книга.", styles.BODY),
        paragraph("5. Тихий час с пледом раз в неделю.", styles.BODY),
    )
    return document_bytes(document, made_on=on)
