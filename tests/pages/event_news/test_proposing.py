"""What is proposed of an event: by where it stands, by what everybody may know."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stellazh.associations.models import Association
from stellazh.events.enums import Audience, EnrolmentMode, EventVisibility
from stellazh.events.models import Event, Material, Recording, Speaker
from stellazh.pages.models import SiteHome
from stellazh.pages.plain_words import html_of_lines, links_html
from stellazh.pages.reads import event_news_words as words
from stellazh.pages.reads.event_news import propose_news
from stellazh.people.models import Person
from stellazh.workplans.enums import EventForm
from tests.factories.events import EventFactory
from tests.pages.event_news.conftest import AFTER

pytestmark = pytest.mark.django_db


def made(association: Association, **fields: Any) -> Event:
    event: Any = EventFactory(association=association, **{"title": "Читаем вместе", "form": "seminar", **fields})
    return event


def test_of_a_held_event_its_facts_figures_talks_and_thanks_are_told(event: Event, editor: Person) -> None:
    told = propose_news(event, by=editor, at=AFTER)

    assert told.title == "Прошёл семинар «Читаем вместе»"
    assert told.lead == "Семинар «Читаем вместе» прошёл 8 октября 2024 г., во вторник, с 14:00 до 16:00."
    assert told.paragraphs == (
        "Место: Центральная библиотека.",
        "Участвовали 3 человека из 2 территорий.",
        "# О чём говорили",
        "– Книги о лесе",
        "Благодарим всех, кто участвовал и выступал.",
    )
    assert [one.title for one in told.materials] == ["Памятка"]
    assert [one.title for one in told.recordings] == ["Запись семинара"]
    assert [(one.title, one.people, one.consent_note, one.description) for one in told.pictures] == [
        ("Общий снимок", "", "", "")
    ]


def test_a_speaker_is_named_when_the_organisers_have_her_word(event: Event, editor: Person) -> None:
    Speaker.objects.update(is_name_public=True)

    told = propose_news(event, by=editor, at=AFTER)

    assert "– Книги о лесе (Калинина Алла Петровна)" in told.paragraphs


def test_what_lies_ahead_is_announced_with_a_call(association: Association, editor: Person, at: datetime) -> None:
    event = made(
        association, summary="Разберём новые книги.", audience="библиотекари школ", description="Первое.\n\n# Второе.",
        enrolment_closes_at=datetime(2024, 10, 7, 9, 0, tzinfo=AFTER.tzinfo),
    )  # fmt: skip

    told = propose_news(event, by=editor, at=at)

    assert (told.title, told.lead) == (
        "Семинар «Читаем вместе» состоится 8 октября 2024 г.", "Разберём новые книги.",
    )  # fmt: skip
    assert told.paragraphs == (
        "Семинар «Читаем вместе» состоится 8 октября 2024 г., во вторник, с 14:00 до 16:00.",
        "Место: Центральная библиотека.",
        "Для кого: библиотекари школ.",
        "Первое.",
        "Второе.",
        "Чтобы участвовать, зарегистрируйтесь на странице мероприятия до 7 октября 2024 г., 12:00.",
    )
    assert told.may_enrol


@pytest.mark.parametrize(
    ("fields", "last"),
    [
        ({"enrolment_mode": EnrolmentMode.NONE}, "Регистрироваться заранее не нужно."),
        ({"enrolment_mode": EnrolmentMode.INVITED}, "Участие – по приглашениям."),
        (
            {"enrolment_opens_at": datetime(2024, 9, 20, 6, 0, tzinfo=AFTER.tzinfo)},
            "Регистрация откроется 20 сентября 2024 г., 9:00.",
        ),
        ({"enrolment_closes_at": datetime(2024, 9, 1, 6, 0, tzinfo=AFTER.tzinfo)}, "Регистрация закончена."),
    ],
)
def test_there_is_no_call_where_nobody_may_register(
    fields: dict[str, Any], last: str, association: Association, editor: Person, at: datetime
) -> None:
    told = propose_news(made(association, **fields), by=editor, at=at)

    assert (told.paragraphs[-1], told.may_enrol) == (last, False)


def test_of_a_cancelled_event_neither_reason_nor_materials_are_told(event: Event, editor: Person, at: datetime) -> None:
    Event.objects.filter(pk=event.pk).update(status="cancelled", cancel_reason="Заболела ведущая")
    event.refresh_from_db()

    told = propose_news(event, by=editor, at=at)

    assert told.title == "Отменён семинар «Читаем вместе»"
    assert told.lead == (
        "Семинар «Читаем вместе», назначенный на 8 октября 2024 г., во вторник, с 14:00 до 16:00, отменён."
    )
    assert "Заболела" not in told.text
    assert (told.materials, told.recordings, told.pictures) == ((), (), ())


def test_what_is_not_for_everybody_is_not_offered(event: Event, editor: Person) -> None:
    Material.objects.update(audience=Audience.PARTICIPANTS)
    Recording.objects.update(audience=Audience.PARTICIPANTS)

    told = propose_news(event, by=editor, at=AFTER)

    assert (told.materials, told.recordings, told.pictures) == ((), (), ())


def test_of_an_event_of_members_figures_are_told_to_those_who_read_them(
    event: Event, editor: Person, writer: Person
) -> None:
    Event.objects.filter(pk=event.pk).update(visibility=EventVisibility.MEMBERS)
    event.refresh_from_db()

    to_editor, to_secretary = (propose_news(event, by=one, at=AFTER) for one in (editor, writer))

    assert "Участвовали" not in to_editor.text
    assert "Участвовали 3 человека" in to_secretary.text
    assert (to_secretary.is_open, to_secretary.materials, to_secretary.recordings) == (False, (), ())


@pytest.mark.parametrize("form", EventForm.values)
@pytest.mark.parametrize("state", [{}, {"held": True}, {"cancelled": True}])
def test_every_form_makes_whole_sentences(
    form: str, state: dict[str, bool], association: Association, editor: Person, at: datetime
) -> None:
    event = made(association, form=form, ends_at=datetime(2024, 10, 10, 11, 0, tzinfo=AFTER.tzinfo), **state)

    told = propose_news(event, by=editor, at=at)

    for sentence in (told.lead, *(one for one in told.paragraphs if one[0] not in "#–")):
        assert sentence[0].isupper()
        assert sentence.endswith(".")
        assert ".." not in sentence
        assert "  " not in sentence


def test_a_title_that_says_its_form_is_not_said_twice(association: Association, editor: Person, at: datetime) -> None:
    told = propose_news(made(association, title="Семинар для новичков", held=True), by=editor, at=at)

    assert told.title == "Прошёл семинар для новичков"


def test_a_long_title_is_cut_between_words(association: Association, editor: Person, at: datetime) -> None:
    told = propose_news(made(association, title="Книга " * 50), by=editor, at=at)

    assert len(told.title) <= 200
    assert "Книга…» состоится 8 октября" in told.title


@pytest.mark.parametrize(
    ("people", "places", "said"),
    [
        (0, 0, ""),
        (1, 1, "Участвовал 1 человек."),
        (21, 21, "Участвовал 21 человек из 21 территории."),
        (327, 12, "Участвовали 327 человек из 12 территорий."),
    ],
)
def test_figures_agree_with_their_nouns(people: int, places: int, said: str) -> None:
    assert words.figures_words(people, places) == said


def test_lines_become_paragraphs_headings_lists_and_links() -> None:
    html = html_of_lines("# Итоги\nПервое\nвторое\n\n– раз\n– два https://example.org/a?b=1&c=2.\n\nКонец – делу")

    assert html == (
        "<h2>Итоги</h2><p>Первое<br>второе</p>"
        '<ul><li>раз</li><li>два <a href="https://example.org/a?b=1&amp;c=2">https://example.org/a?b=1&amp;c=2</a>.'
        "</li></ul><p>Конец – делу</p>"
    )


def test_tags_that_somebody_typed_stay_words() -> None:
    html = html_of_lines('<script>alert(1)</script>\n\n<img src=x onerror="x">\n\njavascript:alert(1)')

    assert "<script" not in html
    assert "<img" not in html
    assert "href" not in html
    assert "&lt;script&gt;" in html


def test_links_lead_to_the_web_only() -> None:
    html = links_html("Материалы", [("<b>Плохая</b>", "javascript:alert(1)"), ("<i>Памятка", "https://example.org/")])

    assert html == '<h2>Материалы</h2><ul><li><a href="https://example.org/">&lt;i&gt;Памятка</a></li></ul>'


def test_queries_do_not_grow_with_the_programme_and_materials(event: Event, editor: Person, home: SiteHome) -> None:

    with CaptureQueriesContext(connection) as first:
        propose_news(Event.objects.select_related("association").get(pk=event.pk), by=editor, at=AFTER)
    for number in range(3):
        slot = event.slots.create(title=f"Тема {number}")
        Speaker.objects.create(slot=slot, name="Озерова О. А.")
        for material in list(event.materials.all())[:2]:
            copied = Material.objects.create(event=event, title=f"{material.title} {number}")
            version = material.versions.get()
            copied.versions.create(number=1, file=version.file, added_at=AFTER, added_by="Ольхова")

    with CaptureQueriesContext(connection) as second:
        propose_news(Event.objects.select_related("association").get(pk=event.pk), by=editor, at=AFTER)

    assert len(second) == len(first)
