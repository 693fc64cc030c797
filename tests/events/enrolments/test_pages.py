"""Registration in the browser: the box of the public page, the ticket, guests by their link, the organiser's list."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
import python_calamine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.events.enrolment_questions import ENROLMENT_USE
from stellazh.events.enums import ComingAs, EnrolmentMode, EnrolmentState, ListShown
from stellazh.events.forms.enrolments import GuestContactsForm
from stellazh.events.models import Enrolment, Event
from stellazh.events.services import enrolments
from stellazh.jobs.models import Job
from stellazh.jobs.worker import run_queued
from stellazh.people.models import Person
from stellazh.questionnaires.enums import QuestionKind
from stellazh.questionnaires.models import Answer, Questionnaire, Submission
from stellazh.questionnaires.services import OptionFields, QuestionFields, add_question, create_questionnaire
from stellazh.workplans.enums import ItemFormat
from tests.checks import fingerprint
from tests.factories.events import AttendanceFactory, EnrolmentFactory, EventFactory
from tests.factories.members import text_in_force
from tests.factories.people import PersonFactory

ClientFor = Callable[..., Client]
State = EnrolmentState
ROOM = "https://room.example.org/secret-room"


@pytest.fixture
def event(association: Association) -> Event:
    """Tomorrow by the real clock, which pages read."""
    starts = clock.now() + timedelta(days=1)
    made: Event = EventFactory(association=association, starts_at=starts, school_year=2024)
    return made


def page(client: Client, name: str, /, *args: object, status: int = 200, **query: str) -> str:
    answer = client.get(reverse(f"events:{name}", args=args), query)
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


def post(client: Client, name: str, /, *args: object, status: int = 302, **data: Any) -> Any:
    answer = client.post(reverse(f"events:{name}", args=args), data)
    assert answer.status_code == status, re.findall(r"field__error.*?</div>", answer.content.decode(), re.S)
    return answer


def section(event: Event, by: Person, at: datetime) -> tuple[Questionnaire, int]:
    """A question with one place for «Мастер-класс»; the key of that option."""
    made = create_questionnaire(ENROLMENT_USE, event.object_key, title="Вопросы", by=by, at=at)
    options = (OptionFields("Мастер-класс", capacity=1), OptionFields("Доклады"))
    fields = QuestionFields(QuestionKind.SINGLE, "Куда вы идёте?", is_required=True, options=options)
    question = add_question(made.pk, fields=fields, by=by, at=at)
    return made, question.options.get(label="Мастер-класс").pk


# The public page and one's own registration


def test_places_of_both_kinds_are_said_in_one_breath(event: Event, member: Person, client_for: ClientFor) -> None:
    event.format, event.capacity, event.capacity_online = ItemFormat.MIXED, 3, 21
    event.save()

    assert "Регистрация открыта, осталось 3 места очно и 21 дистанционно." in page(
        client_for(member), "event_detail", event.pk
    )


def test_one_button_registers_and_the_page_says_so(event: Event, member: Person, client_for: ClientFor) -> None:
    event.capacity = 3
    event.save()
    client = client_for(member)

    before = page(client, "event_detail", event.pk)
    assert "осталось 3 места" in before
    assert "Зарегистрироваться" in before
    answer = post(client, "enrol", event.pk)

    assert answer.url == event.get_absolute_url()
    after = page(client, "event_detail", event.pk)
    assert "Вы зарегистрированы" in after
    assert reverse("events:ticket", args=[event.pk]) in after


def test_a_full_event_offers_the_queue_and_tells_the_turn(event: Event, member: Person, client_for: ClientFor) -> None:
    event.capacity = 0
    event.save()
    EnrolmentFactory(event=event, waiting=True)
    client = client_for(member)
    assert "Встать в лист ожидания" in page(client, "event_detail", event.pk)

    post(client, "enrol", event.pk)

    assert re.search(r"Ваш номер в очереди – <b>2</b>", page(client, "event_detail", event.pk))


def test_what_is_over_shows_no_box_of_registration(event: Event, member: Person, client_for: ClientFor) -> None:
    event.status = "held"
    event.save()

    assert 'id="enrol"' not in page(client_for(member), "event_detail", event.pk)


def test_closed_registration_says_why_and_a_forced_form_keeps_nothing(
    event: Event, member: Person, client_for: ClientFor
) -> None:
    event.enrolment_closes_at = clock.now() - timedelta(hours=1)
    event.save()
    client = client_for(member)
    assert "Регистрация закрыта: она шла до" in page(client, "event_detail", event.pk)
    before = fingerprint()

    answer = post(client, "enrol", event.pk, status=422)

    assert "Регистрация закрыта" in answer.content.decode()
    assert fingerprint() == before


def test_an_invitation_is_accepted_or_declined_by_one_click(
    event: Event, member: Person, methodist: Person, client_for: ClientFor
) -> None:
    event.enrolment_mode = EnrolmentMode.INVITED
    event.save()
    for person in (member, methodist):
        EnrolmentFactory(event=event, person=person, state=State.INVITED)
    assert "Вас приглашают" in page(client_for(member), "event_detail", event.pk)

    post(client_for(member), "enrol", event.pk)
    post(client_for(methodist), "enrol_withdraw", event.pk)

    assert dict(event.enrolments.values_list("person", "state")) == {
        member.pk: State.CONFIRMED,
        methodist.pk: State.WITHDRAWN,
    }


def test_what_is_asked_besides_is_kept_and_a_taken_place_stands_beside_its_question(
    event: Event, head: Person, member: Person, methodist: Person, client_for: ClientFor, at: datetime
) -> None:
    asked, option = section(event, head, at)
    question = asked.questions.get()
    client = client_for(member)
    assert "осталось 1 место" in page(client, "enrol", event.pk)
    assert "Куда вы идёте?" in post(client, "enrol", event.pk, status=422).content.decode()
    data = {f"q-{question.pk}": str(option)}

    post(client, "enrol", event.pk, **data)
    refused = post(client_for(methodist), "enrol", event.pk, status=422, **data).content.decode()

    row = event.enrolments.get()
    assert row.person == member
    assert Submission.objects.get().respondent_key == f"enrolment:{row.pk}"
    assert Answer.objects.get().chosen.get().option_id == option
    assert "мест" in refused
    post(client, "enrol_withdraw", event.pk)
    assert Submission.objects.get().withdrawn_at is not None


def test_what_is_amiss_with_form_and_answers_is_summed_up_once(
    event: Event, member: Person, head: Person, at: datetime, client_for: ClientFor
) -> None:
    event.format = ItemFormat.MIXED
    event.save()
    section(event, head, at)

    answer = client_for(member).post(reverse("events:enrol", args=[event.pk]), {"submission_key": str(uuid4())})

    assert answer.status_code == 422
    assert answer.content.decode().count("Не получилось") == 1
    assert answer.content.decode().count("Куда вы идёте?</a>: ") == 1


def test_answers_are_changed_on_the_page_of_changing(
    event: Event, head: Person, member: Person, client_for: ClientFor, at: datetime
) -> None:
    asked, option = section(event, head, at)
    question = asked.questions.get()
    other = question.options.get(label="Доклады").pk
    client = client_for(member)
    post(client, "enrol", event.pk, **{f"q-{question.pk}": str(option)})
    assert "Изменить" in page(client, "event_detail", event.pk)
    assert "место за вами" in page(client, "enrol_change", event.pk)

    answers = {f"q-{question.pk}": str(other)}
    post(client, "enrol_change", event.pk, version=1, answers_version=1, **answers)
    stale = post(client, "enrol_change", event.pk, status=422, version=1, answers_version=1, **answers)

    assert Answer.objects.get().chosen.get().option_id == other
    assert "изменил кто-то другой" in stale.content.decode()


def test_ticket_shows_the_code_to_its_owner_alone(
    event: Event, member: Person, head: Person, client_for: ClientFor
) -> None:
    row = EnrolmentFactory(event=event, person=member)
    client = client_for(member)

    text = page(client, "ticket", event.pk)
    picture = client.get(reverse("events:ticket_code", args=[event.pk]))

    assert row.ticket_code[:4] in text
    assert (picture["Content-Type"], picture.content[:4]) == ("image/png", b"\x89PNG")
    assert "no-store" in picture["Cache-Control"]
    page(client_for(head), "ticket", event.pk, status=404)
    row.state = State.PENDING
    row.save()
    page(client, "ticket", event.pk, status=404)


def test_room_gives_its_link_in_the_window_and_nowhere_else(
    event: Event, member: Person, stranger: Person, client_for: ClientFor
) -> None:
    event.room_url, event.format = ROOM, ItemFormat.ONLINE
    event.save()
    EnrolmentFactory(event=event, person=member)
    client = client_for(member)

    for name in ("event_detail", "enrol", "ticket", "my_events"):
        args = [] if name == "my_events" else [event.pk]
        answer = client.get(reverse(f"events:{name}", args=args))
        assert "secret-room" not in answer.content.decode()
    early = page(client, "room", event.pk, status=403)
    Event.objects.filter(pk=event.pk).update(starts_at=clock.now() - timedelta(minutes=5))
    inside = client.get(reverse("events:room", args=[event.pk]))

    assert "Ссылка откроется" in early
    assert "secret-room" not in early
    assert f'href="{ROOM}"' in inside.content.decode()
    assert (inside["Referrer-Policy"], "no-store" in inside["Cache-Control"]) == ("no-referrer", True)
    assert "secret-room" not in page(client_for(stranger), "room", event.pk, status=403)


def test_a_room_that_is_no_link_of_the_web_is_shown_as_words(event: Event, head: Person, client_for: ClientFor) -> None:
    Event.objects.filter(pk=event.pk).update(room_url="javascript:alert(1)")

    text = page(client_for(head), "room", event.pk)

    assert "javascript:alert(1)" in text
    assert 'href="javascript' not in text


def test_names_are_shown_to_the_registered_of_those_who_agreed(
    event: Event, member: Person, methodist: Person, stranger: Person, client_for: ClientFor
) -> None:
    event.list_shown = ListShown.PARTICIPANTS
    event.save()
    EnrolmentFactory(event=event, person=member)
    EnrolmentFactory(event=event, name="Берестова Анна", is_name_shown=True)
    EnrolmentFactory(event=event, name="Тополева Инна", is_name_shown=False)
    EnrolmentFactory(event=event, name="Калинина Вера", is_name_shown=True, state=State.PENDING)

    seen = page(client_for(member), "event_detail", event.pk)

    assert "Берестова Анна" in seen
    assert "Тополева Инна" not in seen
    assert "Калинина Вера" not in seen
    for other in (client_for(stranger), client_for()):
        assert "Берестова Анна" not in page(other, "event_detail", event.pk)


def test_my_events_tell_what_is_ahead_and_where_i_was(event: Event, member: Person, client_for: ClientFor) -> None:
    EnrolmentFactory(event=event, person=member)
    invited = EnrolmentFactory(event__starts_at=event.starts_at, person=member, state=State.INVITED)
    was: Any = AttendanceFactory(person=member)
    missed = EnrolmentFactory(person=member)
    EnrolmentFactory(event__starts_at=event.starts_at, event__title="Чужое")

    text = page(client_for(member), "my_events")

    assert [one in text for one in (event.title, invited.event.title, was.event.title, missed.event.title)] == [
        True
    ] * 4
    assert "участие очно" in text
    assert "не отмечено" in text
    assert "Чужое" not in text


# Guests


def typed(**how: Any) -> dict[str, Any]:
    return {
        "name": "Тополева Анна Петровна",
        "email": "anna@example.org",
        "consent": "on",
        "consent_text": text_in_force().pk,
        **how,
    }


@pytest.fixture
def open_event(event: Event) -> Event:
    event.takes_guests = True
    event.save()
    return event


def test_a_guest_registers_below_the_offer_to_sign_in(open_event: Event, client_for: ClientFor) -> None:
    client = client_for()
    text_in_force()
    assert "Без учётной записи" in page(client, "enrol", open_event.pk)

    answer = post(client, "enrol", open_event.pk, **typed())

    assert "проверьте почту" in client.get(answer.url).content.decode()
    assert open_event.enrolments.get().guest_place == "127.0.0.1"


def test_a_known_address_gets_the_same_answer(open_event: Event, client_for: ClientFor) -> None:
    client = client_for()

    answers = [post(client, "enrol", open_event.pk, **typed()) for _ in range(2)]

    assert answers[0].url == answers[1].url
    assert open_event.enrolments.count() == 1


def test_a_robot_is_thanked_and_nothing_is_kept(open_event: Event, client_for: ClientFor) -> None:
    data = typed(pages="http://spam.example")
    before = fingerprint()

    post(client_for(), "enrol", open_event.pk, **data)

    assert fingerprint() == before


def test_a_guest_where_none_are_taken_is_offered_to_sign_in(event: Event, client_for: ClientFor) -> None:
    text = page(client_for(), "enrol", event.pk)

    assert "войдите на сайт" in text
    assert "Без учётной записи" not in text


def test_the_link_of_a_guest_opens_her_registration_alone(open_event: Event, client_for: ClientFor) -> None:
    row = EnrolmentFactory(event=open_event, guest=True, name="Тополева Анна Петровна")
    other = EnrolmentFactory(event=open_event, guest=True, name="Вербина Ольга Ильинична")
    address = enrolments.guest_links([row], at=clock.now())[row.pk]
    token = address.rstrip("/").rsplit("/", 1)[-1]
    client = client_for()

    answer = client.get(reverse("events:guest_enrolment", args=[token]))
    assert "Тополева" in answer.content.decode()
    assert (answer["Referrer-Policy"], "noindex" in answer["X-Robots-Tag"]) == ("strict-origin", True)
    assert client.get(reverse("events:guest_ticket_code", args=[token]))["Content-Type"] == "image/png"
    page(client, "guest_ticket", token)
    page(client, "guest_enrolment", "x" * 43, status=404)
    data = {"version": 1, "name": "Тополева Анна", "phone": "8 921", "organisation_name": "", "email": "x@example.org"}
    post(client, "guest_change", token, **data)
    row.refresh_from_db()
    assert (row.name, row.guest_phone, row.guest_email) == ("Тополева Анна", "8 921", row.guest_email)
    assert row.guest_email != "x@example.org"
    post(client, "guest_withdraw", token, reason="Не смогу")
    row.refresh_from_db()
    other.refresh_from_db()
    assert (row.state, row.reason, other.state) == (State.WITHDRAWN, "Не смогу", State.CONFIRMED)
    assert "Вы отказались" in page(client, "guest_enrolment", token)


def test_the_room_opens_to_a_guest_by_her_link(open_event: Event, client_for: ClientFor) -> None:
    Event.objects.filter(pk=open_event.pk).update(room_url=ROOM, starts_at=clock.now() - timedelta(minutes=1))
    row = EnrolmentFactory(event=open_event, guest=True)
    waiting = EnrolmentFactory(event=open_event, guest=True, waiting=True)
    links = enrolments.guest_links([row, waiting], at=clock.now())
    tokens = [links[one.pk].rstrip("/").rsplit("/", 1)[-1] for one in (row, waiting)]

    assert ROOM in page(client_for(), "guest_room", tokens[0])
    assert ROOM not in page(client_for(), "guest_room", tokens[1], status=403)


# The organiser's list


def rows_of(text: str) -> list[str]:
    return re.findall(r'enrolments/\d+/">([^<]+)</a>', text)


def test_list_shows_a_state_counts_the_others_and_is_closed_to_others(
    event: Event, head: Person, member: Person, stranger: Person, client_for: ClientFor
) -> None:
    EnrolmentFactory(event=event, name="Ёлкина Яна")
    EnrolmentFactory(event=event, name="Жукова Ада")
    EnrolmentFactory(event=event, name="Ждущая Инна", waiting=True)
    EnrolmentFactory(name="Чужая Зоя")
    client = client_for(head)

    assert rows_of(page(client, "enrolment_list", event.pk)) == ["Ёлкина Яна", "Жукова Ада"]
    assert rows_of(page(client, "enrolment_list", event.pk, state="waiting")) == ["Ждущая Инна"]
    assert "Чужая" not in page(client, "enrolment_list", event.pk, state="all")
    for other in (member, stranger):
        page(client_for(other), "enrolment_list", event.pk, status=404)


def test_list_is_searched_by_name_school_and_narrowed(event: Event, head: Person, client_for: ClientFor) -> None:
    event.format = ItemFormat.MIXED
    event.save()
    town = event.association.territory
    EnrolmentFactory(event=event, name="Берёзова Анна", organisation_name="МБОУ «Школа № 5»", territory=town)
    EnrolmentFactory(event=event, name="Тополева Инна", coming_as=ComingAs.ONLINE, registered_by_id=str(head.pk))
    EnrolmentFactory(event=event, guest=True, name="Вербина Ольга", guest_email="olga@example.org")
    client = client_for(head)

    def found(**query: str) -> list[str]:
        return rows_of(page(client, "enrolment_list", event.pk, **query))

    assert found(q="БЕРЕЗОВА") == ["Берёзова Анна"]
    assert found(q="анна школа 5") == ["Берёзова Анна"]
    assert found(q="olga@") == ["Вербина Ольга"]
    assert found(territory=str(town.pk)) == ["Берёзова Анна"]
    assert found(territory="none") == ["Вербина Ольга", "Тополева Инна"]
    assert found(coming_as="online") == ["Тополева Инна"]
    assert found(source="other") == ["Тополева Инна"]
    assert found(source="guest") == ["Вербина Ольга"]
    assert found(source="self") == ["Берёзова Анна"]
    assert found(source="nonsense", territory="x") == ["Берёзова Анна", "Вербина Ольга", "Тополева Инна"]


@pytest.mark.parametrize("count", [1, 3, 60])
def test_list_costs_the_same_however_long(
    event: Event, head: Person, client_for: ClientFor, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(count):
        EnrolmentFactory(event=event)
    client = client_for(head)
    page(client, "enrolment_list", event.pk)

    with django_assert_num_queries(7):
        text = page(client, "enrolment_list", event.pk)

    assert len(rows_of(text)) == min(count, 50)
    assert len(text.encode()) < 80_000


def test_answers_stand_as_columns_on_demand(
    event: Event, head: Person, member: Person, client_for: ClientFor, at: datetime
) -> None:
    asked, option = section(event, head, at)
    post(client_for(member), "enrol", event.pk, **{f"q-{asked.questions.get().pk}": str(option)})
    client = client_for(head)

    assert "Мастер-класс" not in page(client, "enrolment_list", event.pk)
    with_answers = page(client, "enrolment_list", event.pk, answers="on")
    assert "Куда вы идёте?" in with_answers
    assert "Мастер-класс" in with_answers
    assert "Мастер-класс" in page(client, "enrolment_detail", event.pk, event.enrolments.get().pk)


def test_decide_asks_first_and_then_does_it(event: Event, head: Person, member: Person, client_for: ClientFor) -> None:
    rows = [EnrolmentFactory(event=event, state=State.PENDING) for _ in range(3)]
    client = client_for(head)
    query = {"decision": "reject", "is_all": "1", "query": "state=pending"}
    assert "3\u00a0человека" in page(client, "enrolment_decide", event.pk, **query)
    ids = ",".join(str(row.pk) for row in rows[:2])
    page(client_for(member), "enrolment_decide", event.pk, status=404, **query)

    refused = post(client, "enrolment_decide", event.pk, status=422, decision="reject", ids=ids)
    post(client, "enrolment_decide", event.pk, decision="reject", ids=ids, reason="Мест мало")

    assert "Напишите причину" in refused.content.decode()
    assert [Enrolment.objects.get(pk=row.pk).state for row in rows] == [State.REJECTED, State.REJECTED, State.PENDING]


def test_detail_keeps_the_journal_for_readers_and_contacts_from_others(
    event: Event, head: Person, stranger: Person, client_for: ClientFor
) -> None:
    text_in_force()
    event.takes_guests = True
    event.save()
    post(client_for(), "enrol", event.pk, **typed())
    row = event.enrolments.get()

    text = page(client_for(head), "enrolment_detail", event.pk, row.pk)

    assert "anna@example.org" in text
    assert "Регистрация на мероприятие: Гость" in text
    page(client_for(stranger), "enrolment_detail", event.pk, row.pk, status=404)
    other: Event = EventFactory(association=event.association)
    page(client_for(head), "enrolment_detail", other.pk, row.pk, status=404)


@pytest.mark.parametrize("kind", ["xlsx", "docx"])
def test_export_gives_what_is_found_and_says_so_in_the_journal(
    event: Event, head: Person, member: Person, client_for: ClientFor, kind: str
) -> None:
    EnrolmentFactory(event=event, name="=Берёзова Анна", organisation_name="Лицей № 2")
    EnrolmentFactory(event=event, name="Ждущая Инна", waiting=True)

    answer = post(client_for(head), "enrolment_export", event.pk, status=200, kind=kind, query="")

    assert f".{kind}" in answer["Content-Disposition"]
    if kind == "xlsx":
        rows = sheet_rows(answer.content)
        assert rows[2][1:3] == ["=Берёзова Анна", "Лицей № 2"]
        assert len(rows) == 3
    post(client_for(member), "enrolment_export", event.pk, status=404, kind=kind, query="")


def sheet_rows(body: bytes) -> list[list[Any]]:
    return python_calamine.CalamineWorkbook.from_filelike(BytesIO(body)).get_sheet_by_index(0).to_python()


def test_export_of_many_is_a_job(event: Event, head: Person, client_for: ClientFor) -> None:
    rows = [
        Enrolment(
            event=event, name=f"Гость {n}", state=State.CONFIRMED, registered_at=event.created_at,
            registered_by_kind="system", registered_by_name="проверка", updated_at=event.created_at,
        )
        for n in range(501)
    ]  # fmt: skip
    Enrolment.objects.bulk_create(rows)
    client = client_for(head)

    answer = post(client, "enrolment_export", event.pk, kind="xlsx", query="state=confirmed")

    job = Job.objects.get(name="events.export_enrolments")
    assert answer.url == job.get_absolute_url()
    run_queued()
    job.refresh_from_db()
    stored = client.get(job.result["url"])
    assert stored.status_code == 200
    assert client_for(PersonFactory()).get(job.result["url"]).status_code == 404


def test_a_head_registers_her_members_on_the_page_of_others(
    region: Association, head: Person, member: Person, stranger: Person, client_for: ClientFor
) -> None:
    event: Event = EventFactory(association=region, starts_at=clock.now() + timedelta(days=1))
    client = client_for(head)
    assert "Зарегистрировать коллег" in page(client, "event_detail", event.pk)
    text = page(client, "enrol_others", event.pk)
    assert member.full_name in text
    assert stranger.full_name not in text
    assert member.full_name in page(client, "enrol_others", event.pk, q=member.family_name.upper())
    assert "Никого не нашлось" in page(client, "enrol_others", event.pk, q="нет такой")

    post(client, "enrol_others", event.pk, people=[member.pk])
    post(client, "enrol_others", event.pk, status=422, people=[stranger.pk])

    row = event.enrolments.get()
    assert (row.person, row.registered_by_name) == (member, head.short_name)
    page(client, "enrolment_detail", event.pk, row.pk)
    page(client_for(member), "enrol_others", event.pk, status=404)


def test_the_organiser_adds_invites_and_enters_guests(
    event: Event, head: Person, member: Person, methodist: Person, stranger: Person, client_for: ClientFor
) -> None:
    client = client_for(head)
    found = page(client, "enrolment_add", event.pk, q=member.family_name.upper())
    assert member.full_name in found
    assert methodist.full_name not in found
    assert stranger.full_name not in page(client, "enrolment_add", event.pk)

    post(client, "enrolment_add", event.pk, people=[member.pk])
    post(client, "enrolment_add", event.pk, people=[methodist.pk], deed="invite")
    post(client, "enrolment_add_guest", event.pk, name="Вербина Ольга Ильинична")
    post(client, "enrolment_invite", event.pk, associations=[event.association.pk])

    states = dict(event.enrolments.values_list("name", "state"))
    assert states == {
        member.full_name: State.CONFIRMED,
        methodist.full_name: State.INVITED,
        "Вербина Ольга Ильинична": State.CONFIRMED,
        head.full_name: State.INVITED,
    }
    for name in ("enrolment_add", "enrolment_add_guest", "enrolment_invite", "enrolment_questions"):
        page(client_for(member), name, event.pk, status=404)


def test_questions_are_begun_once(event: Event, head: Person, client_for: ClientFor) -> None:
    client = client_for(head)
    assert "Составить вопросы" in page(client, "enrolment_questions", event.pk)

    first = post(client, "enrolment_questions", event.pk)
    second = client.get(reverse("events:enrolment_questions", args=[event.pk]))

    assert first.url == second.url
    assert client.get(first.url).status_code == 200


def test_registration_costs_few_statements(
    event: Event, member: Person, client_for: ClientFor, django_assert_max_num_queries: Any
) -> None:
    client = client_for(member)
    page(client, "event_detail", event.pk)

    with django_assert_max_num_queries(30):
        post(client, "enrol", event.pk)


@pytest.mark.parametrize(
    ("name", "is_taken"),
    [("Приз evil.com", False), ("www.evil.com", False), ("Тополева А.П.", True), ("Мамин-Сибиряк Дмитрий", True)],
)
@pytest.mark.django_db
def test_name_of_a_guest_holds_no_address_of_a_site(name: str, is_taken: bool) -> None:
    form = GuestContactsForm({"name": name, "email": "anna@example.org"})

    assert ("name" not in form.errors) is is_taken


def test_settings_of_questions_at_registration_offer_no_anonymity(
    event: Event, head: Person, client_for: ClientFor, at: datetime
) -> None:
    asked = create_questionnaire(ENROLMENT_USE, event.object_key, title="Вопросы", by=head, at=at)
    address = reverse("questionnaires:questionnaire_settings", args=[asked.public_id])
    client = client_for(head)

    shown = client.get(address)
    kept = client.post(address, {"version": asked.version, "title": "Иначе", "is_anonymous": "on"})

    asked.refresh_from_db()
    assert "Ответы без имени" not in shown.content.decode()
    assert (kept.status_code, asked.title, asked.is_anonymous) == (302, "Иначе", False)
