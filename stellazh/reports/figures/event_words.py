"""How events of each form and level are called when they are counted."""

from __future__ import annotations

from typing import Final

from stellazh.events.enums import EventLevel
from stellazh.reports.figures.model import Forms
from stellazh.workplans.enums import EventForm

# Form → its name in a text, and the three forms of the noun. Forms of work that nobody counts as events are left out.
OF_FORMS: Final[dict[EventForm, tuple[str, Forms]]] = {
    EventForm.MEETING: ("заседания", ("заседание", "заседания", "заседаний")),
    EventForm.CONFERENCE_MEETING: ("совещания", ("совещание", "совещания", "совещаний")),
    EventForm.SEMINAR: ("семинары", ("семинар", "семинара", "семинаров")),
    EventForm.PRACTICUM: ("практикумы", ("практикум", "практикума", "практикумов")),
    EventForm.WEBINAR: ("вебинары", ("вебинар", "вебинара", "вебинаров")),
    EventForm.HOTLINE: ("горячие линии", ("горячая линия", "горячие линии", "горячих линий")),
    EventForm.WEB_FORUM: ("веб-форумы", ("веб-форум", "веб-форума", "веб-форумов")),
    EventForm.ROUND_TABLE: ("круглые столы", ("круглый стол", "круглых стола", "круглых столов")),
    EventForm.MASTER_CLASS: ("мастер-классы", ("мастер-класс", "мастер-класса", "мастер-классов")),
    EventForm.CONFERENCE: ("конференции", ("конференция", "конференции", "конференций")),
    EventForm.CONSULTATION: ("консультации", ("консультация", "консультации", "консультаций")),
    EventForm.CONTEST: ("конкурсы", ("конкурс", "конкурса", "конкурсов")),
    EventForm.EXHIBITION: ("выставки", ("выставка", "выставки", "выставок")),
    EventForm.CAMPAIGN: ("акции", ("акция", "акции", "акций")),
    EventForm.WEEK: ("недели", ("неделя", "недели", "недель")),
    EventForm.LITERARY: (
        "литературные встречи",
        ("литературная встреча", "литературные встречи", "литературных встреч"),
    ),
    EventForm.GAME: ("игры", ("игра", "игры", "игр")),
    EventForm.LESSON: ("библиотечные уроки", ("библиотечный урок", "библиотечных урока", "библиотечных уроков")),
    EventForm.SURVEY: ("анкеты и опросы", ("опрос", "опроса", "опросов")),
    EventForm.TEST: ("тестирования", ("тестирование", "тестирования", "тестирований")),
    EventForm.COURSES: ("курсы", ("курс", "курса", "курсов")),
}  # fmt: skip
# Where the genitive after «из 21» is not the form with «2».
GENITIVES: Final = {
    EventForm.HOTLINE: ("горячей линии", "горячих линий"),
    EventForm.ROUND_TABLE: ("круглого стола", "круглых столов"),
    EventForm.LITERARY: ("литературной встречи", "литературных встреч"),
    EventForm.LESSON: ("библиотечного урока", "библиотечных уроков"),
}
_STEMS: Final = {
    EventLevel.SCHOOL: "школьн",
    EventLevel.MUNICIPAL: "муниципальн",
    EventLevel.REGIONAL: "региональн",
    EventLevel.INTERREGIONAL: "межрегиональн",
    EventLevel.NATIONAL: "всероссийск",
    EventLevel.INTERNATIONAL: "международн",
}


def adjective(stem: str) -> tuple[str, Forms, tuple[str, str]]:
    """Events with that adjective: their name, the three forms, the two of the genitive. «дистанционн» gives
    «дистанционные мероприятия», «1 дистанционное мероприятие», «из 21 дистанционного мероприятия».
    """
    plural = "ие" if stem.endswith("к") else "ые"
    of_many = "их" if stem.endswith("к") else "ых"
    few, many = f"{stem}{of_many} мероприятия", f"{stem}{of_many} мероприятий"
    forms = (f"{stem}ое мероприятие", few, many)
    return f"{stem}{plural} мероприятия", forms, (f"{stem}ого мероприятия", many)


def of_level(level: EventLevel) -> tuple[str, Forms, tuple[str, str]]:
    """The same for a level: «региональные мероприятия»."""
    return adjective(_STEMS[level])
