"""The demonstration's last year: the figures a region of this size reports, and what stands around its events."""

from __future__ import annotations

from datetime import timedelta

import pytest

from stellazh.associations.models import Association
from stellazh.common.school_year import SchoolYear
from stellazh.events.enrolment_questions import questionnaire_of
from stellazh.events.feedback_questions import feedback_of
from stellazh.events.models import Event, FeedbackGiven, Speaker
from stellazh.events.reads.figure_lists import FIGURE_LISTS
from stellazh.events.reads.figure_scopes import FigureScope
from stellazh.events.reads.figures import figures
from stellazh.questionnaires.models import Option
from stellazh.questionnaires.reads import places_left, summary
from stellazh.workplans.enums import EventForm
from tests.demo.filling import AT

pytestmark = pytest.mark.django_db

LAST_YEAR = SchoolYear.of(AT.date()).start - 1


@pytest.fixture(scope="module")
def scope(region: Association) -> FigureScope:
    """Last school year of the region and of all below, as known today."""
    year = SchoolYear(LAST_YEAR)
    return FigureScope(region, True, year.first_day, year.last_day, AT.date(), LAST_YEAR)


def of(region: Association, form: EventForm) -> Event:
    """Last year's first event of that form."""
    rows = Event.objects.filter(association=region, school_year=LAST_YEAR, form=form)
    found = rows.in_order().first()
    assert found is not None
    return found


def test_last_year_is_what_a_region_reports(scope: FigureScope) -> None:
    found = figures(scope)

    told = (found.event_count, found.attendance_count, found.people_count, found.municipality_count)
    assert told == (11, 327, 303, 27)
    assert (found.unknown_place_count, found.late_count, found.guest_count) == (0, 5, 0)


def test_forum_gathered_every_municipality(region: Association, scope: FigureScope) -> None:
    found = figures(scope.narrowed(event_id=of(region, EventForm.WEB_FORUM).pk))

    assert (found.event_count, found.attendance_count, found.municipality_count) == (1, 96, 27)


@pytest.mark.parametrize("code", FIGURE_LISTS)
def test_each_figure_has_a_list_of_as_many_rows(region: Association, scope: FigureScope, code: str) -> None:
    one = FIGURE_LISTS[code]
    forum = scope.narrowed(event_id=of(region, EventForm.WEB_FORUM).pk)

    for asked in (scope, forum):
        rows = list(one.find(asked, ""))
        assert len(rows) == getattr(figures(asked), one.figure)
        assert len(one.lines(asked, rows)) == len(rows)


def test_recording_of_the_hot_line_was_watched_by_five(region: Association, scope: FigureScope) -> None:
    hotline = of(region, EventForm.HOTLINE)

    assert [row.item.title for row in hotline.recordings.select_related("item")] == [f"Запись: {hotline.title}"]
    assert figures(scope.narrowed(event_id=hotline.pk)).late_count == 5


def test_round_table_has_feedback_of_eighteen(region: Association) -> None:
    table = of(region, EventForm.ROUND_TABLE)

    form = feedback_of(table)

    assert form is not None
    picture = summary(form)
    assert (picture.submission_count, picture.is_hidden) == (18, False)
    assert picture.questions[0].average == "4,33"
    assert FeedbackGiven.objects.filter(event=table).count() == 18


def test_programmes_name_speakers_with_their_schools(region: Association) -> None:
    forum = of(region, EventForm.WEB_FORUM)
    coming = Event.objects.get(starts_at__gt=AT, association__parent=region, status="announced")

    assert [(event.slots.count(), Speaker.objects.filter(slot__event=event).count()) for event in (forum, coming)] == [
        (6, 5),
        (5, 4),
    ]
    assert not Speaker.objects.filter(organisation_name="").exists()


def test_coming_meeting_asks_and_has_materials(region: Association) -> None:
    coming = Event.objects.get(starts_at__gt=AT, association__parent=region, status="announced")

    asked = questionnaire_of(coming)

    assert asked is not None
    left = {Option.objects.get(pk=key).label: count for key, count in places_left(asked).items()}
    assert left == {"Буктрейлер за вечер": 0, "Книжный квест": 1}
    assert [row.title for row in coming.materials.order_by("position")] == [
        "Памятка: пять приёмов",
        "Подборка книг для подростков",
    ]
    assert coming.starts_at < AT + timedelta(days=30)
