"""The region's resolutions: last year's, closed point by point; this year's, on its way; the next, proposed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from stellazh.associations.models import Association
from stellazh.common.actor import Actor
from stellazh.common.school_year import SchoolYear
from stellazh.members.models import Membership
from stellazh.protocols.enums import AddresseeClass, DoneState
from stellazh.protocols.models import Assignment, Resolution
from stellazh.protocols.services.marks import report_assignment
from stellazh.protocols.services.resolutions import (
    PointFields,
    ResolutionFields,
    add_point,
    add_usual_sections,
    adopt_resolution,
    close_collecting,
    close_point,
    close_resolution,
    create_resolution,
    propose,
    publish_resolution,
    put_problems,
    support,
)

# Every which mark stays without an answer: of last year's few, of this year's most.
LAST_YEAR, THIS_YEAR = 9, 3
LEFT = ("обновить страницу библиотеки", "закрепить в каждом муниципалитете")


class ResolutionsFiller:
    """Makes resolutions through their services, at the times when people would have done it."""

    def __init__(self, region: Association, branches: Sequence[Association], *, by: Actor, at: datetime) -> None:
        self.region, self.branches, self.by, self.at = region, branches, by, at
        self.today: date = at.date()

    def fill(self) -> None:
        """Last August's resolution closed this August, this August's half answered, proposals for the next."""
        start = SchoolYear.of(self.today).start
        last = self._adopted(start - 1)
        self._answer(last, every=LAST_YEAR)
        self._close(last, start)
        current = self._adopted(start)
        self._answer(current, every=THIS_YEAR)
        shown = Resolution.objects.get(pk=current.pk)
        publish_resolution(shown.pk, expected_version=shown.version, by=self.by, at=self.at)
        self._proposed(start + 1)

    def _adopted(self, year: int) -> Resolution:
        adopted_on = min(date(year, 8, 27), self.today)
        at = _noon(adopted_on - timedelta(days=3), self.at)
        resolution = create_resolution(
            self.region.pk,
            fields=ResolutionFields(
                title="Резолюция секции школьных библиотекарей",
                school_year=year,
                meeting_words="августовской секцией школьных библиотекарей",
            ),
            submission_key=None,
            by=self.by,
            at=at,
        )
        put_problems(resolution.pk, texts=_PROBLEMS, expected_version=resolution.version, by=self.by, at=at)
        for section in add_usual_sections(resolution.pk, by=self.by, at=at):
            for text, term, sign in _POINTS[section.addressee_class]:
                add_point(section.pk, fields=PointFields(text, term, sign), by=self.by, at=at)
        close_collecting(resolution.pk, by=self.by, at=at)
        return adopt_resolution(
            resolution.pk, adopted_on=adopted_on, protocol_id=None, by=self.by, at=_noon(adopted_on, self.at)
        )

    def _answer(self, resolution: Resolution, *, every: int) -> None:
        """Marks are answered through the year, some of them not."""
        marks = Assignment.objects.filter(decision__resolution=resolution).select_related("decision").order_by("pk")
        first = _noon(resolution.adopted_on or self.today, self.at) + timedelta(days=20)
        for number, mark in enumerate(marks):
            at = first + timedelta(days=number % 60, minutes=number)
            if number % every == every - 1 or at > self.at:
                continue
            report_assignment(
                mark.pk,
                state=DoneState.PARTLY if number % 7 == 5 else DoneState.DONE,
                words=_ANSWERS[number % len(_ANSWERS)],
                expected_version=mark.version,
                by=self.by,
                at=at,
            )

    def _close(self, resolution: Resolution, year: int) -> None:
        closed_on = min(date(year, 8, 25), self.today)
        at = _noon(closed_on, self.at)
        for point in resolution.points.filter(archived_at=None).order_by("section__position", "position"):
            is_left = point.text.startswith(LEFT)
            close_point(
                point.pk,
                state=DoneState.PARTLY if is_left else DoneState.DONE,
                words=_LEFT_WORDS if is_left else _CLOSED_WORDS,
                by=self.by,
                at=at,
            )
        close_resolution(
            resolution.pk,
            closed_on=closed_on,
            closing_words="Резолюция выполнена, два пункта переносятся на следующий год.",
            by=self.by,
            at=at,
        )

    def _proposed(self, year: int) -> None:
        """The next resolution collects proposals: members of several municipalities have their say."""
        resolution = create_resolution(
            self.region.pk,
            fields=ResolutionFields(
                title="Резолюция секции школьных библиотекарей: предложения",
                school_year=year,
                meeting_words="августовской секцией школьных библиотекарей",
                proposals_until=self.today + timedelta(days=60),
            ),
            submission_key=None,
            by=self.by,
            at=self.at,
        )
        people = [
            row.person
            for branch in self.branches[:6]
            for row in Membership.objects.filter(association=branch, to_on=None).select_related("person")[:3]
        ]
        for number, (addressee, text) in enumerate(_PROPOSALS):
            proposal = propose(resolution.pk, addressee_class=addressee, text=text, by=people[number * 3], at=self.at)
            for person in people[number + 1 : 3 + number * 4]:
                if person.pk != proposal.person_id:
                    support(proposal.pk, by=person, at=self.at)


def _noon(day: date, at: datetime) -> datetime:
    return min(datetime.combine(day, time(9, 0), tzinfo=at.tzinfo), at)


_PROBLEMS = (
    "Чем школьная библиотека помогает учить и воспитывать",
    "С кем и как договариваться: музеи, архивы, публичные библиотеки",
    "Сеть школьных библиотек области: как работать вместе, не выходя из школы",
    "Новые сервисы и старые картотеки: что оставить, чему научиться",
    "Как показать свой опыт, чтобы им воспользовались",
    "План объединения на учебный год",
)
_POINTS: dict[str, tuple[tuple[str, str, str], ...]] = {
    AddresseeClass.CENTRE: (
        ("дополнять раздел с учебными материалами для библиотекарей", "в течение года", "новые материалы раздела"),
        ("вести консультации по сайту института и отвечать на вопросы", "постоянно", "журнал консультаций"),
        ("показать лучший опыт библиотек в краеведении", "до 1 марта", "подборка на сайте института"),
    ),
    AddresseeClass.HEADS: (
        ("сообщать библиотекарям о встречах объединения не позже чем за неделю", "постоянно", "письма и объявления"),
        ("представить на сайте опыт двух библиотек муниципалитета", "до 15 апреля", "публикации"),
        ("привлечь к общим встречам не меньше половины библиотекарей", "в течение года", "подсчёт участий"),
    ),
    AddresseeClass.AUTHORITIES: (
        ("закрепить в каждом муниципалитете ответственного за работу с библиотеками", "до 1 октября", "приказ"),
        ("помогать библиотекам работать, опираясь на опыт соседей", "в течение года", "отчёт управления"),
        ("обновить пространство хотя бы одной школьной библиотеки", "до 1 июня", "фотографии до и после"),
        ("договориться о сотрудничестве школ и учреждений культуры", "до 1 декабря", "соглашение"),
    ),
    AddresseeClass.LIBRARIES: (
        ("обслуживать учителей и учеников полно и вежливо", "постоянно", "отзывы читателей"),
        ("обновить страницу библиотеки на сайте школы", "до 1 ноября", "страница"),
        ("участвовать во встречах областного объединения", "в течение года", "подсчёт участий"),
    ),
    AddresseeClass.PARTNERS: (
        ("развивать совместные программы со школьными библиотеками", "в течение года", "план совместной работы"),
        ("проводить краеведческие встречи и занятия о книге", "в течение года", "афиша встреч"),
    ),
}
_ANSWERS = (
    "Сделано, материалы размещены на сайте.",
    "Провели две встречи, итоги в отчёте.",
    "Назначен ответственный, библиотекари знают, к кому обращаться.",
    "Работа идёт весь год, последняя встреча была в прошлом месяце.",
)
_CLOSED_WORDS = "Выполнено: подтверждают ответы муниципалитетов и материалы на сайте."
_LEFT_WORDS = "Выполнено не везде: несколько муниципалитетов ещё не ответили."
_PROPOSALS = (
    (AddresseeClass.LIBRARIES, "завести в каждой школе полку обмена книгами"),
    (AddresseeClass.CENTRE, "провести весной курс по библиотечным программам"),
    (AddresseeClass.CENTRE, "научить работе с электронной библиотекой на практикуме"),
    (AddresseeClass.AUTHORITIES, "выделить день в месяц на методическую работу библиотекаря"),
)
