"""Pages of feedback: the keepers' tab, the screen, the form of people and of guests, where it is offered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from stellazh.common import clock
from stellazh.events.enums import EventStatus, EventVisibility
from stellazh.events.feedback_questions import feedback_of
from stellazh.events.models import Event, FeedbackGiven
from stellazh.events.services.enrolments.telling import guest_links
from stellazh.events.services.feedback import give_feedback
from stellazh.events.services.letters.addresses import own_addresses
from stellazh.people.models import Person
from stellazh.questionnaires.models import Answer, Questionnaire, Submission
from tests.events.feedback.conftest import Asked, said
from tests.factories.events import AttendanceFactory, EnrolmentFactory

ClientFor = Callable[..., Client]


@pytest.fixture
def event(event: Event) -> Event:
    """It ended an hour ago by the clock on the wall."""
    event.ends_at = clock.now() - timedelta(hours=1)
    event.starts_at = event.ends_at - timedelta(hours=2)
    event.save()
    return event


@pytest.fixture
def form(asked: Asked, event: Event) -> Questionnaire:
    """Its form, without names."""
    return asked(at=event.starts_at)


def page(client: Client, name: str, *args: Any, status: int = 200) -> str:
    answer = client.get(reverse(f"events:{name}", args=args))
    assert answer.status_code == status
    return str(answer.content.decode())


def ticked(form: Questionnaire, grade: int = 5, words: str = "Приём") -> dict[str, object]:
    """What the browser sends: the first two questions."""
    scale, text, *_ = form.questions.present()
    return {f"q-{scale.pk}": str(grade), f"q-{text.pk}": words}


def test_keeper_makes_the_form_with_one_button(event: Event, head: Person, client_for: ClientFor) -> None:
    client = client_for(head)
    before = page(client, "feedback", event.pk)

    answer = client.post(reverse("events:feedback_make", args=[event.pk]), {"is_anonymous": "on", "days": "30"})

    assert "Сделать форму отзыва" in before
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("events:feedback", args=[event.pk]))
    made = feedback_of(event)
    assert made is not None
    assert made.is_anonymous
    after = page(client, "feedback", event.pk)
    assert "Отзывы принимаются" in after
    assert reverse("questionnaires:questionnaire_edit", args=[made.public_id]) in after
    assert f"http://localhost:8000{reverse('events:feedback_answer', args=[event.pk])}" in after


def test_making_a_second_form_is_refused(
    event: Event, form: Questionnaire, head: Person, client_for: ClientFor
) -> None:
    client = client_for(head)

    answer = client.post(reverse("events:feedback_make", args=[event.pk]), {"days": "0"}, follow=True)

    assert Questionnaire.objects.count() == 1
    assert "Форма отзыва уже есть" in answer.content.decode()


def test_tab_shows_how_many_of_how_many_and_the_picture(
    event: Event, form: Questionnaire, head: Person, client_for: ClientFor
) -> None:
    client = client_for(head)
    people = [EnrolmentFactory(event=event).person for _ in range(4)]
    for number, person in enumerate(people[:2]):
        give_feedback(event.pk, values=said(form, 5 - number), by=person, at=clock.now())
    few = page(client, "feedback", event.pk)
    give_feedback(event.pk, values=said(form, 3, "Каталог настроений"), by=people[2], at=clock.now())

    enough = page(client, "feedback", event.pk)

    assert "2 из 4" in few
    assert "Ответов пока меньше трёх" in few
    assert "Приём с картой чтения" not in few
    assert "3 из 4" in enough
    assert "Каталог настроений" in enough
    assert reverse("questionnaires:answers_download", args=[form.public_id]) in enough
    assert all(person.full_name not in enough for person in people)


def test_tab_costs_the_same_for_three_answers_and_for_nine(
    event: Event,
    form: Questionnaire,
    head: Person,
    client_for: ClientFor,
    django_assert_num_queries: Callable[..., Any],
) -> None:
    client = client_for(head)

    def answered(count: int) -> None:
        for _ in range(count):
            person = EnrolmentFactory(event=event).person
            give_feedback(event.pk, values=said(form), by=person, at=clock.now())

    answered(3)
    page(client, "feedback", event.pk)
    with django_assert_num_queries(16):
        page(client, "feedback", event.pk)
    answered(6)
    with django_assert_num_queries(16):
        page(client, "feedback", event.pk)


def test_tab_is_for_readers_and_the_button_for_keepers(
    event: Event, head: Person, region_head: Person, member: Person, stranger: Person, client_for: ClientFor
) -> None:
    address = reverse("events:feedback", args=[event.pk])
    make = reverse("events:feedback_make", args=[event.pk])

    assert "Сделать форму отзыва" not in page(client_for(region_head), "feedback", event.pk)
    for somebody in (member, stranger):
        assert client_for(somebody).get(address).status_code == 404
    for somebody in (member, stranger, region_head):
        assert client_for(somebody).post(make, {"days": "30"}).status_code == 404
    assert client_for(None).get(address).status_code == 302
    assert Questionnaire.objects.count() == 0


def test_screen_shows_the_code(
    event: Event, head: Person, member: Person, form: Questionnaire, client_for: ClientFor
) -> None:
    shown = page(client_for(head), "feedback_screen", event.pk)

    assert "data:image/svg+xml" in shown
    assert f"localhost:8000{reverse('events:feedback_answer', args=[event.pk])}" in shown
    page(client_for(member), "feedback_screen", event.pk, status=404)


def test_screen_needs_a_form(event: Event, head: Person, client_for: ClientFor) -> None:
    page(client_for(head), "feedback_screen", event.pk, status=404)


def test_person_answers_once(event: Event, form: Questionnaire, client_for: ClientFor) -> None:
    reader = EnrolmentFactory(event=event).person
    client, address = client_for(reader), reverse("events:feedback_answer", args=[event.pk])
    shown = page(client, "feedback_answer", event.pk)

    sent = client.post(address, ticked(form, 4))
    thanks = page(client, "feedback_answer", event.pk)
    again = client.post(address, ticked(form, 1))

    assert "Насколько встреча была полезна?" in shown
    assert "ни имя, ни время не сохраняются" in shown
    assert (sent.status_code, sent.headers["Location"]) == (302, address)
    assert "Мы прочитаем каждый отзыв" in thanks
    assert again.status_code == 200
    assert Answer.objects.get(question=form.questions.first()).number == 4
    assert Submission.objects.count() == 1


def test_unanswered_question_is_said_beside_it(event: Event, form: Questionnaire, client_for: ClientFor) -> None:
    reader = EnrolmentFactory(event=event).person

    answer = client_for(reader).post(reverse("events:feedback_answer", args=[event.pk]), {})

    assert answer.status_code == 422
    assert "Насколько встреча была полезна?</a>: Обязательное поле." in answer.content.decode()
    assert FeedbackGiven.objects.count() == 0


def test_named_answer_is_changed_while_open(event: Event, asked: Asked, client_for: ClientFor) -> None:
    form = asked(at=event.starts_at, is_anonymous=False)
    reader = EnrolmentFactory(event=event).person
    client, address = client_for(reader), reverse("events:feedback_answer", args=[event.pk])
    client.post(address, ticked(form, 2, "Мало времени"))
    shown = page(client, "feedback_answer", event.pk)

    client.post(address, {**ticked(form, 4, "Времени хватило"), "version": "1"})
    stale = client.post(address, {**ticked(form, 1), "version": "1"})

    assert "Мало времени" in shown
    assert set(Answer.objects.values_list("number", "text")) == {(4, ""), (None, "Времени хватило")}
    assert stale.status_code in (409, 422)
    assert Submission.objects.get().version == 2


def test_answering_page_says_why_not(
    event: Event, head: Person, asked: Asked, client_for: ClientFor, stranger: Person
) -> None:
    reader = EnrolmentFactory(event=event).person
    without_form = page(client_for(reader), "feedback_answer", event.pk)
    form = asked(at=event.starts_at)
    Questionnaire.objects.filter(pk=form.pk).update(closes_at=clock.now() - timedelta(minutes=1))
    late = page(client_for(reader), "feedback_answer", event.pk)
    Event.objects.filter(pk=event.pk).update(visibility=EventVisibility.INVITED)

    assert "Отзывов об этом мероприятии не собирают" in without_form
    assert "Отзывы принимали до" in late
    assert "был зарегистрирован или участвовал" in page(client_for(head), "feedback_answer", event.pk)
    page(client_for(stranger), "feedback_answer", event.pk, status=404)


def test_who_was_there_answers_though_the_page_is_not_hers(
    event: Event, form: Questionnaire, stranger: Person, client_for: ClientFor
) -> None:
    Event.objects.filter(pk=event.pk).update(visibility=EventVisibility.INVITED)
    AttendanceFactory(event=event, person=stranger)

    client_for(stranger).post(reverse("events:feedback_answer", args=[event.pk]), ticked(form))

    assert FeedbackGiven.objects.filter(person=stranger).count() == 1


def test_guest_of_the_site_is_asked_to_sign_in_and_learns_nothing(
    event: Event, form: Questionnaire, client_for: ClientFor
) -> None:
    Event.objects.filter(pk=event.pk).update(visibility=EventVisibility.INVITED)

    known, unknown = (page(client_for(None), "feedback_answer", key) for key in (event.pk, event.pk + 99))

    address = reverse("events:feedback_answer", args=[event.pk])
    assert f"?next={address.replace('/', '%2F')}" in known
    assert event.title not in known
    other = address.replace(str(event.pk), str(event.pk + 99))
    said_to_both = [shown.split("<h1", 1)[1].split("</section>")[0] for shown in (known, unknown)]
    assert said_to_both[1] == said_to_both[0].replace(address.replace("/", "%2F"), other.replace("/", "%2F"))


def test_guest_answers_by_her_link(event: Event, form: Questionnaire, client_for: ClientFor, at: datetime) -> None:
    guest = EnrolmentFactory(event=event, guest=True)
    token = guest_links([guest], at=clock.now())[guest.pk].rstrip("/").rsplit("/", 1)[1]
    client = client_for(None)
    own = reverse("events:guest_feedback", args=[token])
    before = page(client, "guest_enrolment", token)

    sent = client.post(own, ticked(form))
    after = client.get(own)

    assert own in before
    assert sent.status_code == 302
    assert "Мы прочитаем каждый отзыв" in after.content.decode()
    assert after.headers["Referrer-Policy"] == "strict-origin"
    assert own not in page(client, "guest_enrolment", token)
    assert FeedbackGiven.objects.get().enrolment == guest
    page(client, "guest_feedback", "unknown", status=404)


def test_form_is_offered_on_the_event_and_beside_the_ticket(
    event: Event, asked: Asked, head: Person, client_for: ClientFor
) -> None:
    reader = EnrolmentFactory(event=event).person
    client = client_for(reader)
    own = reverse("events:feedback_answer", args=[event.pk])

    def offered() -> list[bool]:
        return [own in page(client, name, event.pk) for name in ("event_detail", "ticket")]

    assert offered() == [False, False]
    form = asked(at=event.starts_at)
    assert offered() == [True, True]
    assert own not in page(client_for(head), "event_detail", event.pk)
    assert own not in page(client_for(None), "event_detail", event.pk)
    give_feedback(event.pk, values=said(form), by=reader, at=clock.now())
    assert offered() == [False, False]


def test_letters_lead_each_to_her_own_form(event: Event, asked: Asked) -> None:
    Event.objects.filter(pk=event.pk).update(status=EventStatus.HELD)
    person, guest = EnrolmentFactory(event=event), EnrolmentFactory(event=event, guest=True)
    at = clock.now()
    link = guest_links([guest], at=at)[guest.pk]

    without = own_addresses(event, [person, guest], at=at)
    asked(at=event.starts_at)
    with_form = own_addresses(event, [person, guest], at=at)

    page_of_event = event.get_absolute_url()
    assert [without[one.pk].feedback for one in (person, guest)] == [page_of_event, link]
    assert [with_form[one.pk].feedback for one in (person, guest)] == [
        f"{page_of_event}feedback/answer/",
        f"{link}feedback/",
    ]
