"""Invented work of a year: what associations plan, in the words plans use. `{0}` is the first calendar year, `{1}` the next."""

from __future__ import annotations

from dataclasses import dataclass

from stellazh.workplans.enums import EventForm

REGION_DIRECTIONS = ("Организация", "Обмен опытом", "Обучение", "Конкурсы", "Аналитика")
BRANCH_DIRECTIONS = (
    "Аналитическое направление",
    "Информационное направление",
    "Методическое направление",
    "Проектировочное направление",
    "Организационное направление",
)
BRANCH_SECTIONS = (
    "I. Организационная работа",
    "II. Информационная работа",
    "III. Методическая работа",
    "IV. Работа с читателями",
)


@dataclass(frozen=True, slots=True)
class Work:
    """One item: section by its number from 1, title, term, form, place; `participations` when it has been held."""

    section: int
    title: str
    term: str
    form: EventForm
    place: str = ""
    format: str = ""
    participations: int | None = None


# Eleven events with 327 participations, as a region of this size reports for a year.
REGION_YEAR: tuple[Work, ...] = (
    Work(1, "Августовская секция школьных библиотекарей: проект резолюции", "27.08.{0}", EventForm.CONFERENCE_MEETING, "Институт развития образования", "mixed", 41),
    Work(1, "Совещание руководителей объединений: планы на год", "17.09.{0}", EventForm.CONFERENCE_MEETING, "", "online", 27),
    Work(2, "Горячая линия «Новый перечень учебников: что меняется»", "08.10.{0} в 14:00", EventForm.HOTLINE, "", "online", 24),
    Work(2, "Веб-форум «Библиотека, в которую возвращаются»", "с 20 по 27 ноября {0} г.", EventForm.WEB_FORUM, "", "online", 96),
    Work(3, "Вебинар «Сверка фонда без паники»", "10.12.{0}", EventForm.WEBINAR, "", "online", 22),
    Work(3, "Мастер-класс «Книжная выставка за один час»", "21.01.{1}", EventForm.MASTER_CLASS, "Областная библиотека", "onsite", 18),
    Work(2, "Круглый стол «Школа и публичная библиотека: общий читатель»", "18.02.{1}", EventForm.ROUND_TABLE, "Областная библиотека", "mixed", 23),
    Work(3, "Практикум «Страница библиотеки на сайте школы»", "11.03.{1}", EventForm.PRACTICUM, "", "online", 20),
    Work(2, "Горячая линия «Заказ учебников: вопросы и ответы»", "08.04.{1} в 14:00", EventForm.HOTLINE, "", "online", 19),
    Work(4, "Конкурс «Школьная библиотека года»: промежуточные итоги", "10.06.{1}", EventForm.CONTEST, "", "", 16),
    Work(1, "Итоговое заседание: год прошёл, что дальше", "24.06.{1}", EventForm.MEETING, "Институт развития образования", "mixed", 21),
    Work(5, "Анкета профессиональных затруднений: первая волна", "Сентябрь {0}", EventForm.SURVEY, "", "online"),
    Work(5, "Анкета профессиональных затруднений: вторая волна и сравнение", "Апрель - Май, {1} г.", EventForm.SURVEY, "", "online"),
    Work(4, "Приём работ на конкурс «Школьная библиотека года»", "С 15 марта до 1 декабря {1} г.", EventForm.CONTEST),
    Work(2, "Альманах библиотечного опыта: сбор и публикация работ", "В течение года", EventForm.OTHER),
    Work(3, "Тесты для самопроверки с сертификатами", "Ноябрь {0} г.", EventForm.TEST, "", "online"),
    Work(5, "Отчёт объединения за год", "до 25.06.{1}", EventForm.REPORT),
)  # fmt: skip

BRANCH_YEAR: tuple[Work, ...] = (
    Work(1, "Анкетирование: что хочется узнать в этом году", "Сентябрь {0}", EventForm.SURVEY),
    Work(1, "Отчёт об обеспеченности учебниками на начало года", "до 20 сентября {0} г.", EventForm.REPORT),
    Work(4, "Заседание № 1. План года и уточнение списка библиотекарей", "11.09.{0}", EventForm.MEETING, "", "mixed", 14),
    Work(2, "Обмен учебниками между школами: предложения и заявки", "Сентябрь {0}", EventForm.DOCUMENT),
    Work(3, "Месячник школьных библиотек: открытые уроки", "Октябрь {0}", EventForm.LESSON),
    Work(2, "Обзор новых документов о школьных библиотеках", "Ноябрь {0}", EventForm.INFORMATION),
    Work(4, "Заседание № 2. Комплектование: чтение, а не только учебники", "10.12.{0}", EventForm.MEETING, "", "onsite", 12),
    Work(1, "Сверка фондов с федеральным списком", "до 20.01.{1}", EventForm.REPORT),
    Work(3, "Литературная гостиная к юбилею писателя-земляка", "Январь, {1} г", EventForm.LITERARY),
    Work(2, "Сводный заказ учебников", "Февраль {1}", EventForm.DOCUMENT),
    Work(3, "Практикум «Аннотация, которую дочитают»", "18.02.{1}", EventForm.PRACTICUM, "", "online", 11),
    Work(4, "Неделя детской книги", "24.03.{1} - 30.03.{1}", EventForm.WEEK),
    Work(4, "Заседание № 3. Читатель-подросток: чем он живёт", "16.04.{1}", EventForm.MEETING, "", "mixed", 13),
    Work(3, "Консультации по аттестации и портфолио", "В течение года", EventForm.CONSULTATION),
    Work(1, "Анализ работы за год", "Май {1}", EventForm.REPORT),
)  # fmt: skip
