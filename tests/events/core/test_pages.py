"""The pages of an event: the public one with what goes out of it, the workplace, copies, the association's list."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.events.enums import EventStatus
from stellazh.events.models import Event, EventSeries
from stellazh.people.models import Person
from stellazh.workplans.models import ItemOutcome, PlanItem
from tests.checks import fingerprint
from tests.factories.events import AttendanceFactory, EnrolmentFactory, EventFactory
from tests.factories.workplans import ItemOutcomeFactory

ClientFor = Callable[..., Client]
# Pages read the clock: what is to come lies far ahead.
AHEAD = datetime(2040, 10, 9, 11, 0, tzinfo=UTC)


def address(name: str, *args: object) -> str:
    return reverse(f"events:{name}", args=args)


def text_of(client: Client, url: str, **query: str) -> str:
    answer = client.get(url, query)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def coming(association: Association) -> Event:
    """An announced event that lies ahead, 14:00–16:00 in Moscow."""
    made: Any = EventFactory(
        association=association, title="Круг чтения", starts_at=AHEAD, school_year=2040, summary="О чтении вслух",
        audience="школьные библиотекари", age_mark="12+", contact="Ольхова В. И.",
    )  # fmt: skip
    return made


def test_event_detail_tells_a_guest_what_when_where(coming: Event, client_for: ClientFor) -> None:
    page = text_of(client_for(), address("event_detail", coming.pk))

    for words in (
        '<h1 class="title">Круг чтения</h1>', "9 октября 2040 г., вт, 14:00–16:00", "Центральная библиотека",
        "О чтении вслух", "школьные библиотекари", "12+", "Ольхова В. И.", "регистрация открыта",
        '<meta property="og:title" content="Круг чтения">',
        f'<meta property="og:url" content="http://localhost:8000/events/{coming.pk}/">',
        'itemtype="https://schema.org/Event"', '<meta itemprop="startDate" content="2040-10-09T14:00:00+03:00">',
    ):  # fmt: skip
        assert words in page
    assert "Подготовка и проведение" not in page


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"status": "cancelled", "cancel_reason": "Карантин"}, ["отменено", "Карантин", "EventCancelled"]),
        ({"starts_at": AHEAD - timedelta(days=40_00), "status": "announced"}, ["идёт"]),
        ({"enrolment_opens_at": AHEAD - timedelta(days=1)}, ["регистрация откроется 8 октября 2040 г., 14:00"]),
        ({"enrolment_closes_at": datetime(2020, 1, 1, tzinfo=UTC)}, ["регистрация закрыта"]),
        ({"enrolment_mode": "invited"}, ["по приглашению"]),
        ({"capacity": 1}, ["мест нет, есть лист ожидания"]),
        ({"capacity": 1, "has_waiting_list": False}, ["мест нет<"]),
        ({"starts_at": datetime(2020, 1, 1, tzinfo=UTC), "ends_at": datetime(2020, 1, 2, tzinfo=UTC)}, ["прошло"]),
        ({"format": "online", "place": ""}, ["14:00–16:00 (МСК)", "дистанционно", "OnlineEventAttendanceMode"]),
    ],
)
def test_event_detail_says_how_it_stands(
    coming: Event, client_for: ClientFor, changes: dict[str, Any], words: list[str]
) -> None:
    EnrolmentFactory(event=coming)
    if changes.get("status") == "announced":
        changes = {"starts_at": clock.now() - timedelta(hours=1)}
    Event.objects.filter(pk=coming.pk).update(**changes)

    page = text_of(client_for(), address("event_detail", coming.pk))

    for one in words:
        assert one in page


def test_event_detail_of_a_held_event_counts_its_own_attendances(
    coming: Event, association: Association, client_for: ClientFor
) -> None:
    Event.objects.filter(pk=coming.pk).update(status=EventStatus.HELD)
    AttendanceFactory.create_batch(2, event=coming)
    AttendanceFactory(event=coming, state="late")
    AttendanceFactory(event=EventFactory(association=association, parent=coming))

    page = text_of(client_for(), address("event_detail", coming.pk))

    assert "<dt>участия</dt><dd>2</dd>" in page


def test_event_detail_is_closed_to_those_it_is_not_for(
    coming: Event, head: Person, member: Person, stranger: Person, client_for: ClientFor
) -> None:
    url = address("event_detail", coming.pk)

    def statuses() -> list[int]:
        return [client_for(who).get(url).status_code for who in (None, stranger, member, head)]

    assert statuses() == [200, 200, 200, 200]
    Event.objects.filter(pk=coming.pk).update(visibility="members")
    assert statuses() == [404, 404, 200, 200]
    assert 'content="noindex"' in text_of(client_for(member), url)
    Event.objects.filter(pk=coming.pk).update(visibility="invited")
    assert statuses() == [404, 404, 404, 200]
    EnrolmentFactory(event=coming, person=member, state="invited")
    assert statuses() == [404, 404, 200, 200]
    Event.objects.filter(pk=coming.pk).update(status=EventStatus.DRAFT, visibility="public")
    assert statuses() == [404, 404, 404, 200]
    Event.objects.filter(pk=coming.pk).update(archived_at=AHEAD)
    assert statuses() == [404, 404, 404, 404]


def test_event_detail_never_shows_the_room(coming: Event, head: Person, client_for: ClientFor) -> None:
    Event.objects.filter(pk=coming.pk).update(room_url="https://room.example.org/j/1", format="online")

    for name in ("event_detail", "event_print", "event_screen", "event_ics"):
        answer = client_for().get(address(name, coming.pk))
        assert "room.example.org" not in answer.content.decode()


def test_event_detail_costs_the_same_for_one_part_and_three(
    coming: Event, association: Association, client_for: ClientFor
) -> None:
    costs, sizes = [], []
    for count in (1, 2):
        EventFactory.create_batch(count, association=association, parent=coming, starts_at=AHEAD)
        client = client_for()
        url = address("event_detail", coming.pk)
        client.get(url)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            sizes.append(len(client.get(url).content))
        costs.append(len(queries))

    assert costs[0] == costs[1]
    assert costs[0] <= 8
    assert max(sizes) <= 30_000


def test_event_detail_hides_drafts_among_its_parts(
    coming: Event, association: Association, head: Person, client_for: ClientFor
) -> None:
    EventFactory(association=association, parent=coming, draft=True, title="Закрытая секция")

    assert "Закрытая секция" not in text_of(client_for(), address("event_detail", coming.pk))
    assert "Закрытая секция" in text_of(client_for(head), address("event_detail", coming.pk))


def test_event_ics_is_one_entry(coming: Event, client_for: ClientFor) -> None:
    answer = client_for().get(address("event_ics", coming.pk))

    [entry] = Calendar.from_ical(answer.content).walk("VEVENT")
    assert answer["Content-Type"].startswith("text/calendar")
    assert str(entry["uid"]).startswith(str(coming.uid))
    assert entry["dtstart"].dt == AHEAD
    assert str(entry["url"]) == f"http://localhost:8000/events/{coming.pk}/"


def test_event_print_and_screen_are_read_by_guests(coming: Event, client_for: ClientFor) -> None:
    printed, shown = (text_of(client_for(), address(name, coming.pk)) for name in ("event_print", "event_screen"))

    assert "О чтении вслух" in printed
    assert "чтобы зарегистрироваться" in shown
    assert 'src="data:image/svg+xml' in shown


def test_event_poster_is_made_for_those_who_prepare(
    coming: Event, head: Person, region_head: Person, member: Person, stranger: Person, client_for: ClientFor
) -> None:
    answers = [client_for(who).get(address("event_poster", coming.pk)) for who in (head, region_head, member, stranger)]

    assert [answer.status_code for answer in answers] == [200, 200, 404, 404]
    assert answers[0].content.startswith(b"%PDF")
    assert answers[0]["Content-Type"] == "application/pdf"


def test_event_work_leads_from_stage_to_stage(
    coming: Event, head: Person, region_head: Person, client_for: ClientFor
) -> None:
    Event.objects.filter(pk=coming.pk).update(status="draft", announced_at=None, place="")
    url = address("event_work", coming.pk)

    assert "Чтобы объявить, укажите: место, куда приходить." in text_of(client_for(head), url)
    Event.objects.filter(pk=coming.pk).update(status="announced", announced_at=AHEAD, place="Зал", capacity=5)
    EnrolmentFactory(event=coming)
    EnrolmentFactory(event=coming, waiting=True)
    page = text_of(client_for(head), url)
    assert "Зарегистрировано 1 из 5, в листе ожидания 1." in page
    assert f"http://localhost:8000/events/{coming.pk}/" in page
    past = clock.now() - timedelta(days=1)
    Event.objects.filter(pk=coming.pk).update(starts_at=past, ends_at=past)
    page = text_of(client_for(head), url)
    assert address("event_finish", coming.pk) in page
    # The stages lead to the tabs of other subjects.
    assert page.count(f'href="{address("attendance_list", coming.pk)}"') == 2
    # Whoever reads below sees how it stands, and no buttons.
    assert address("event_finish", coming.pk) not in text_of(client_for(region_head), url)


def test_event_work_is_no_strangers(coming: Event, member: Person, stranger: Person, client_for: ClientFor) -> None:
    for name in ("event_work", "event_edit", "event_announce", "event_cancel", "event_finish", "event_reopen",
                 "event_archive", "event_clone", "event_repeat", "event_following"):  # fmt: skip
        answers = [client_for(who).get(address(name, coming.pk)).status_code for who in (member, stranger)]
        assert answers == [404, 404], name
        assert client_for().get(address(name, coming.pk)).status_code == 302


def test_archived_event_can_be_brought_back(coming: Event, head: Person, client_for: ClientFor) -> None:
    client = client_for(head)
    assert client.post(address("event_archive", coming.pk), {"deed": "Убрать в архив"}).status_code == 302

    assert "Мероприятие в архиве" in text_of(client, address("event_work", coming.pk))
    assert client.get(address("event_edit", coming.pk)).status_code == 404
    client.post(address("event_archive", coming.pk), {"deed": "Убрать в архив"})
    coming.refresh_from_db()
    assert coming.archived_at is not None
    client.post(address("event_archive", coming.pk), {"deed": "Вернуть из архива"})
    coming.refresh_from_db()
    assert coming.archived_at is None


def typed(**changes: Any) -> dict[str, Any]:
    values = {
        "title": "Круг чтения", "form": "meeting", "number": "", "starts_at": "2040-10-09T14:00", "ends_at": "",
        "format": "onsite", "place": "Зал", "visibility": "public", "enrolment_mode": "open", "list_shown": "nobody",
        "room_opens_minutes": "30", "room_closes_minutes": "60", "submission_key": str(uuid.uuid4()),
    }  # fmt: skip
    return {**values, **changes}


def test_event_create_makes_a_draft_of_two_hours(head: Person, association: Association, client_for: ClientFor) -> None:
    client, sent = client_for(head), typed()
    assert "следующее – № 1" in text_of(client, address("event_create", "luga"))

    answers = [client.post(address("event_create", "luga"), sent) for _ in "ab"]

    made = Event.objects.get()
    assert [answer["Location"] for answer in answers] == [address("event_work", made.pk)] * 2
    assert (made.starts_at, made.ends_at, made.status) == (AHEAD, AHEAD + timedelta(hours=2), "draft")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": ""}, "Обязательное поле"),
        ({"ends_at": "2040-10-09T13:00"}, "заканчивается раньше"),
        ({"room_url": "javascript:alert(1)"}, "https://"),
        ({"capacity": "-1"}, "больше либо равно"),
        ({"starts_at": "завтра"}, "Введите правильн"),
        ({"enrolment_opens_at": "2040-10-09T13:00", "enrolment_closes_at": "2040-10-01T13:00"}, "поменяйте время"),
    ],
)
def test_event_create_says_what_is_wrong(
    head: Person, association: Association, client_for: ClientFor, changes: dict[str, str], words: str
) -> None:
    client = client_for(head)
    client.get(address("event_create", "luga"))
    before = fingerprint()

    answer = client.post(address("event_create", "luga"), typed(**changes))

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert fingerprint() == before


def test_event_create_is_no_strangers(
    member: Person, stranger: Person, association: Association, client_for: ClientFor
) -> None:
    assert [client_for(who).get(address("event_create", "luga")).status_code for who in (member, stranger)] == [
        404,
        404,
    ]
    assert client_for(member).post(address("event_create", "luga"), typed()).status_code == 404


def test_event_create_under_an_umbrella_looks_like_it(
    coming: Event, head: Person, client_for: ClientFor, neighbour: Association
) -> None:
    url = f"{address('event_create', 'luga')}?parent={coming.pk}"
    page = text_of(client_for(head), url)
    assert 'value="Центральная библиотека"' in page
    assert 'value="2040-10-09T14:00"' in page

    client_for(head).post(url, typed(title="Первый день"))

    assert coming.children.get().title == "Первый день"
    elsewhere: Any = EventFactory(association=neighbour)
    for wrong in (elsewhere.pk, 0, coming.children.get().pk):
        assert client_for(head).get(f"{address('event_create', 'luga')}?parent={wrong}").status_code == 404


def test_event_edit_tells_hours_of_the_association(
    coming: Event, association: Association, head: Person, client_for: ClientFor
) -> None:
    association.time_zone = "Asia/Krasnoyarsk"
    association.save()
    page = text_of(client_for(head), address("event_edit", coming.pk))
    assert 'value="2040-10-09T18:00"' in page

    client_for(head).post(address("event_edit", coming.pk), typed(starts_at="2040-10-09T19:00", version="1"))

    coming.refresh_from_db()
    assert (coming.starts_at, coming.version) == (AHEAD + timedelta(hours=1), 2)


def test_event_edit_of_somebody_faster_keeps_both_texts(coming: Event, head: Person, client_for: ClientFor) -> None:
    client = client_for(head)
    client.post(address("event_edit", coming.pk), typed(title="Первая", version="1"))

    answer = client.post(address("event_edit", coming.pk), typed(title="Вторая", version="1"))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Первая" in page
    assert "Вторая" in page


def test_event_from_item_is_one_click(item: PlanItem, head: Person, member: Person, client_for: ClientFor) -> None:
    url, key = address("event_from_item", item.pk), str(uuid.uuid4())
    client = client_for(head)
    assert client.get(url).status_code == 405
    assert "Создать мероприятие" in text_of(client, item.get_absolute_url())
    assert "Создать мероприятие" not in text_of(client_for(member), item.get_absolute_url())

    answers = [client.post(url, {"submission_key": key}) for _ in "ab"]

    made = Event.objects.get()
    assert [answer["Location"] for answer in answers] == [address("event_edit", made.pk)] * 2
    assert "По плану" in text_of(client, address("event_edit", made.pk))
    assert "Мероприятие: 8 октября, черновик" in text_of(client, item.get_absolute_url())
    assert "Мероприятие: 8 октября" not in text_of(client_for(member), item.get_absolute_url())
    assert client_for(member).post(url).status_code == 404


def test_event_from_item_put_away_says_why(item: PlanItem, head: Person, client_for: ClientFor) -> None:
    PlanItem.objects.filter(pk=item.pk).update(archived_at=clock.now())

    answer = client_for(head).post(address("event_from_item", item.pk), follow=True)

    assert "Пункт убран из плана" in answer.content.decode()
    assert not Event.objects.exists()


def test_life_of_an_event_in_the_browser(coming: Event, head: Person, client_for: ClientFor) -> None:
    client = client_for(head)
    past = clock.now() - timedelta(days=1)
    Event.objects.filter(pk=coming.pk).update(status="draft", starts_at=past, ends_at=past)

    def press(name: str, deed: str, **more: str) -> str:
        assert deed in text_of(client, address(name, coming.pk))
        assert client.post(address(name, coming.pk), {"deed": deed, **more}).status_code == 302
        coming.refresh_from_db()
        return coming.status

    assert press("event_announce", "Объявить") == "announced"
    assert press("event_finish", "Проведено") == "held"
    assert press("event_reopen", "Вернуть") == "announced"
    assert press("event_cancel", "Отменить мероприятие", reason="Карантин") == "cancelled"
    assert client.post(address("event_finish", coming.pk), {"deed": "Проведено"}).status_code == 422


def test_event_announce_says_what_is_missing(coming: Event, head: Person, client_for: ClientFor) -> None:
    Event.objects.filter(pk=coming.pk).update(status="draft", place="")
    url = address("event_announce", coming.pk)

    assert "Укажите: место, куда приходить" in text_of(client_for(head), url)
    assert client_for(head).post(url, {"deed": "Объявить"}).status_code == 422
    assert (
        client_for(head).post(address("event_cancel", coming.pk), {"deed": "Отменить мероприятие"}).status_code == 422
    )


def test_event_announce_invites_those_of_the_last_time(
    coming: Event, head: Person, member: Person, association: Association, client_for: ClientFor
) -> None:
    EnrolmentFactory(event=coming, person=member)
    made: Any = EventFactory(association=association, draft=True, starts_at=AHEAD, cloned_from=coming)
    url = address("event_announce", made.pk)
    assert "кто был в прошлый раз: 1 человек" in text_of(client_for(head), url)

    client_for(head).post(url, {"deed": "Объявить", "same_people": "on"})

    assert made.enrolments.get().person == member


def test_plan_left_untold_is_hinted_and_told(
    item: PlanItem, head: Person, region_head: Person, association: Association, client_for: ClientFor
) -> None:
    held: Any = EventFactory(association=association, held=True, plan_item=item)
    AttendanceFactory.create_batch(3, event=held)
    ItemOutcomeFactory(item=item, source_key=held.object_key, participation_count=1, held_on=held.last_day)
    url = address("event_work", held.pk)
    assert "В списке 3 участия, а в плане записано 1." in text_of(client_for(head), url)
    assert "Записать в план" not in text_of(client_for(region_head), url)

    client_for(head).post(address("event_tell_plan", held.pk))

    assert ItemOutcome.objects.get(withdrawn_at=None).participation_count == 3
    assert "В списке 3" not in text_of(client_for(head), url)
    assert client_for(region_head).post(address("event_tell_plan", held.pk)).status_code == 404


def test_event_clone_and_repeat_in_the_browser(coming: Event, head: Person, client_for: ClientFor) -> None:
    client = client_for(head)
    assert "Что взять с собой" in text_of(client, address("event_clone", coming.pk))

    key = str(uuid.uuid4())
    sent = {"title": "Ещё раз", "starts_at": "2040-11-13T15:00", "what": ["programme"], "submission_key": key}
    for _ in "ab":
        assert client.post(address("event_clone", coming.pk), sent).status_code == 302
    made = Event.objects.get(cloned_from=coming)
    assert (made.title, made.starts_at) == ("Ещё раз", datetime(2040, 11, 13, 12, 0, tzinfo=UTC))
    assert client.post(address("event_clone", coming.pk), {"title": ""}).status_code == 422

    assert client.post(address("event_repeat", coming.pk), {"rhythm": "week"}).status_code == 422
    answer = client.post(address("event_repeat", coming.pk), {"rhythm": "week", "times": "3"})
    series = EventSeries.objects.get()
    assert answer["Location"] == address("series_detail", series.pk)
    page = text_of(client, answer["Location"])
    assert "Цикл: 3\xa0встречи" in page
    assert "Пока не объявлено: 2\xa0встречи" in page
    assert "Цикл: 1\xa0встреча" in text_of(client_for(), answer["Location"])
    assert client_for().post(address("series_announce", series.pk)).status_code == 302
    client.post(address("series_announce", series.pk))
    assert "Цикл: 3\xa0встречи" in text_of(client_for(), answer["Location"])

    sent = {"title": "Иначе", "place": "Дом", "room_url": ""}
    assert client.post(address("event_following", coming.pk), sent).status_code == 302
    assert set(series.events.values_list("title", flat=True)) == {"Иначе"}


def test_series_is_seen_as_far_as_its_events(
    coming: Event, association: Association, stranger: Person, client_for: ClientFor
) -> None:
    series = EventSeries.objects.create(association=association, title="Среды", created_at=AHEAD)
    Event.objects.filter(pk=coming.pk).update(series=series, status="draft")

    assert client_for().get(address("series_detail", series.pk)).status_code == 404
    assert client_for(stranger).post(address("series_announce", series.pk)).status_code == 404


@pytest.mark.parametrize("who", ["head", "region_head"])
def test_association_events_cost_the_same_for_one_and_three(
    request: pytest.FixtureRequest, who: str, association: Association, client_for: ClientFor
) -> None:
    client, costs = client_for(request.getfixturevalue(who)), []
    for count in (1, 2):
        EventFactory.create_batch(count, association=association, capacity=10)
        client.get(address("association_events", "luga"))
        with CaptureQueriesContext(connection) as queries:
            page = text_of(client, address("association_events", "luga"))
        costs.append(len(queries))

    assert page.count('data-label="Когда"') == 3
    assert costs[0] == costs[1]
    assert costs[0] <= 12


def test_association_events_are_filtered(
    coming: Event, association: Association, neighbour: Association, head: Person, region_head: Person,
    member: Person, stranger: Person, client_for: ClientFor,
) -> None:  # fmt: skip
    for values in (
        {"title": "Прошлое"}, {"title": "Набросок", "draft": True}, {"title": "Убранное", "archived_at": AHEAD},
        {"title": "Эфир", "form": "webinar", "school_year": 2023}, {"title": "Несостоявшееся", "cancelled": True},
    ):  # fmt: skip
        EventFactory(association=association, **values)
    EventFactory(association=neighbour, title="Чужое")
    titles = {"Круг чтения", "Прошлое", "Набросок", "Убранное", "Эфир", "Несостоявшееся", "Чужое"}

    def shown(who: Person, **query: str) -> set[str]:
        page = text_of(client_for(who), address("association_events", "luga"), **query)
        return {title for title in titles if f">{title}</a>" in page}

    assert shown(head) == {"Круг чтения", "Прошлое", "Набросок", "Эфир", "Несостоявшееся"}
    assert shown(region_head) == {"Круг чтения", "Прошлое", "Эфир", "Несостоявшееся"}
    assert shown(head, state="ahead") == {"Круг чтения"}
    assert shown(head, state="past") == {"Прошлое", "Набросок", "Эфир", "Несостоявшееся"}
    assert shown(head, state="draft") == {"Набросок"}
    assert shown(head, state="archived") == {"Убранное"}
    assert shown(region_head, state="archived") == {"Круг чтения", "Прошлое", "Эфир", "Несостоявшееся"}
    assert shown(head, form="webinar") == {"Эфир"}
    assert shown(head, year="2040") == {"Круг чтения"}
    assert shown(head, q="ЧТЕНИЯ") == {"Круг чтения"}
    assert shown(head, state="nonsense", year="x") == shown(head)
    for who in (member, stranger):
        assert client_for(who).get(address("association_events", "luga")).status_code == 404


def test_whose_events_leads_straight_to_the_only_one(
    association: Association, head: Person, member: Person, region_head: Person, client_for: ClientFor
) -> None:
    address = reverse("events:own_events")
    own = reverse("events:association_events", args=[association.code])

    assert client_for(head).get(address)["Location"] == own
    assert own in client_for(region_head).get(address).content.decode()
    assert client_for(member).get(address).status_code == 404
    assert address in client_for(head).get(own).content.decode()
    assert address not in client_for(member).get(reverse("events:my_events")).content.decode()
