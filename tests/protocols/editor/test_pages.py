"""Writing a protocol in the browser."""

from __future__ import annotations

import gzip
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from stellazh.associations.models import Association
from stellazh.events.models import Event
from stellazh.people.models import Person
from stellazh.protocols import services
from stellazh.protocols.enums import BodyForm, PartRole, SpeechKind
from stellazh.protocols.live import may_follow_protocol
from stellazh.protocols.models import AgendaItem, Protocol, ProtocolPerson, Speech, TextRevision
from stellazh.protocols.services import SpeechFields
from tests.checks import fingerprint
from tests.factories.events import AttendanceFactory, EventFactory
from tests.factories.people import PersonFactory
from tests.factories.protocols import (
    AgendaItemFactory,
    DecisionFactory,
    DecisionOwnerFactory,
    ProtocolFactory,
    ProtocolPersonFactory,
    SpeechFactory,
)
from tests.protocols.editor.conftest import WRITING

ClientFor = Callable[..., Client]
HTMX = {"HX-Request": "true"}
AUTO = {"X-Autosave": "1"}
QUERIES, MOST_BYTES = 12, 262_000


def url(name: str, *args: object) -> str:
    return reverse(f"protocols:{name}", args=args)


def body(client: Client, address: str, status: int = 200, **headers: str) -> str:
    answer = client.get(address, headers=headers)
    assert answer.status_code == status
    return str(answer.content.decode())


@pytest.fixture
def keeper(head: Person, client_for: ClientFor) -> Client:
    return client_for(head)


def typed(speech: Speech, text: str, version: int = 1) -> dict[str, Any]:
    return {"expected_version": version, "name": speech.name, "post": speech.post, "text": text}


# The page


def test_the_page_shows_everything(protocol: Protocol, item: AgendaItem, speech: Speech, keeper: Client) -> None:
    ProtocolPersonFactory(protocol=protocol, person=None, name="Тополева Анна Петровна", is_remote=True)
    ProtocolPersonFactory(protocol=protocol, person=None, name="Вербина О. И.", role=PartRole.CHAIR)
    away = AgendaItemFactory(protocol=protocol, title="О забытом", archived_at=WRITING)
    decision = DecisionFactory(protocol=protocol, item=item)

    page = body(keeper, url("protocol_edit", protocol.pk))

    for said in (protocol.title, item.title, speech.text, away.title, decision.text, "Вербина О. И."):
        assert said in page
    assert 'value="Тополева А.П."' in page
    for block in ("protocol", f"item-{item.pk}", f"speech-{speech.pk}", f"decision-{decision.pk}"):
        assert page.count(f'data-block="{block}"') == 1
        assert f'id="{block}"' in page


def test_both_forms_of_the_body_show_every_text(
    protocol: Protocol, item: AgendaItem, speech: Speech, keeper: Client
) -> None:
    loose = SpeechFactory(protocol=protocol, item=None, text="Сказано вообще.")
    heard = SpeechFactory(protocol=protocol, item=item, kind=SpeechKind.HEARD, text="Доклад о лете.")
    of_item = DecisionFactory(protocol=protocol, item=item)
    of_all = DecisionFactory(protocol=protocol)
    address = url("body_form_set", protocol.pk)

    for form in (BodyForm.SHORT, BodyForm.FULL):
        answer = keeper.post(address, {"body_form": form})
        page = body(keeper, url("protocol_edit", protocol.pk))

        assert answer.headers["Location"] == f"{url('protocol_edit', protocol.pk)}#agenda"
        assert Protocol.objects.get().body_form == form
        for text in (loose.text, heard.text, speech.text, of_item.text, of_all.text, item.title):
            assert page.count(text) >= 1


def test_body_form_set_answers_an_unknown_way_with_a_sentence(keeper: Client, protocol: Protocol) -> None:
    answer = keeper.post(url("body_form_set", protocol.pk), {"body_form": "poem"}, follow=True)

    assert "Выберите, как записан ход заседания." in answer.content.decode()
    assert Protocol.objects.get().body_form == protocol.body_form


def test_the_page_costs_as_much_for_three_questions_as_for_one(
    protocol: Protocol, head: Person, keeper: Client
) -> None:
    def add() -> None:
        item = AgendaItemFactory(protocol=protocol)
        for kind in SpeechKind:
            SpeechFactory(protocol=protocol, item=item, kind=kind)
        made = DecisionFactory(protocol=protocol, item=item)
        # Somebody else each time: whoever is linked already is told without the lists of everybody.
        for person in (head, PersonFactory()):
            DecisionOwnerFactory(decision=made, person=person)
        ProtocolPersonFactory(protocol=protocol, person=None, name="Вербина О. И.")

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            body(keeper, url("protocol_edit", protocol.pk))
        return len(queries)

    add()
    one = cost()
    for _ in range(2):
        add()

    assert cost() == one == QUERIES


def test_twenty_questions_with_texts_are_no_heavy_page(protocol: Protocol, keeper: Client) -> None:
    text = "Рассказала о том, как прошли чтения в школах округа. " * 8
    for _ in range(20):
        item = AgendaItemFactory(protocol=protocol, title="О чтении летом и о том, кто что прочёл")
        for kind in SpeechKind:
            SpeechFactory(protocol=protocol, item=item, kind=kind, text=text)
        DecisionFactory(protocol=protocol, item=item)

    page = keeper.get(url("protocol_edit", protocol.pk)).content

    assert len(page) <= MOST_BYTES
    assert len(gzip.compress(page)) <= 25_000


def test_a_signed_protocol_is_only_read(association: Association, keeper: Client) -> None:
    signed = ProtocolFactory(association=association, signed=True)

    answer = keeper.get(url("protocol_edit", signed.pk))

    assert answer.headers["Location"] == signed.get_absolute_url()


# Beginning


def test_a_protocol_begins_from_the_event(event: Event, head: Person, keeper: Client) -> None:
    AttendanceFactory(event=event, person=head)
    address = url("protocol_from_event", event.pk)

    asked = body(keeper, address)
    answer = keeper.post(address, {"submission_key": str(uuid.uuid4())})
    again = keeper.post(address, {"submission_key": str(uuid.uuid4())}, follow=True)
    opened = keeper.get(address)

    protocol = Protocol.objects.get()
    assert event.title in asked
    assert answer.headers["Location"] == url("protocol_edit", protocol.pk)
    assert "уже начат" in again.content.decode()
    assert opened.headers["Location"] == url("protocol_edit", protocol.pk)


def test_a_refusal_to_begin_is_said(association: Association, keeper: Client) -> None:
    event = EventFactory(association=association, cancelled=True)

    answer = keeper.post(url("protocol_from_event", event.pk), {})

    assert answer.status_code == 422
    assert "Мероприятие отменено" in answer.content.decode()


def test_a_protocol_begins_without_an_event(association: Association, keeper: Client) -> None:
    address = url("protocol_new", association.code)
    blank = body(keeper, address)
    fields = {
        "title": "О лете", "held_on": "2024-10-08", "format": "onsite", "present_shown": "list", "quorum": "none",
        "submission_key": str(uuid.uuid4()), "meeting_words": "заседания",
    }  # fmt: skip

    answer = keeper.post(address, fields)
    wrong = keeper.post(address, {**fields, "title": "", "submission_key": str(uuid.uuid4())})

    made = Protocol.objects.get()
    assert "муниципального методического объединения" in blank
    assert answer.headers["Location"] == url("protocol_edit", made.pk)
    assert (made.title, wrong.status_code) == ("О лете", 422)


# Saving


def test_a_speech_saves_by_itself(protocol: Protocol, speech: Speech, keeper: Client) -> None:
    address = url("speech_edit", protocol.pk, speech.pk)

    answer = keeper.post(address, typed(speech, "Первая строка.\r\nВторая."), headers=AUTO)
    clash = keeper.post(address, typed(speech, "Другое."), headers=AUTO)
    wrong = keeper.post(address, typed(speech, "а" * 30_001, 2), headers=AUTO)

    assert (answer.status_code, answer.json()["version"]) == (200, 2)
    assert Speech.objects.get().text == "Первая строка.\nВторая."
    assert clash.status_code == 409
    assert clash.json()["fields"] == [
        {"name": "text", "label": "О чём", "theirs": "Первая строка.\nВторая.", "mine": "Другое.",
         "value": "Первая строка.\nВторая."}
    ]  # fmt: skip
    assert wrong.status_code == 422
    assert "30 000" in str(wrong.json()["errors"])


def test_a_clash_says_who_was_first(protocol: Protocol, speech: Speech, methodist: Person, keeper: Client) -> None:
    fields = SpeechFields(speech.name, text="Иначе.")
    services.update_speech(speech.pk, expected_version=1, fields=fields, by=methodist, at=WRITING)

    answer = keeper.post(url("speech_edit", protocol.pk, speech.pk), typed(speech, "Моё."), headers=AUTO)

    assert answer.json()["who"] == methodist.actor_name


def test_what_was_not_taken_is_kept(protocol: Protocol, speech: Speech, keeper: Client) -> None:
    data = {**typed(speech, "Моё."), "resolved": "mine", "rejected-text": "Чужое."}

    answer = keeper.post(url("speech_edit", protocol.pk, speech.pk), data, headers=AUTO)
    page = body(keeper, url("block_history", protocol.pk, "speech", speech.pk))

    assert answer.status_code == 200
    assert "Не вошло при одновременной правке" in page
    assert "Чужое." in page


def test_a_post_is_told_back(protocol: Protocol, speech: Speech, member: Person, keeper: Client) -> None:
    ProtocolPersonFactory(protocol=protocol, person=member, post="методист")
    data = {"expected_version": 1, "name": member.short_name, "post": "", "text": ""}

    answer = keeper.post(url("speech_edit", protocol.pk, speech.pk), data, headers=AUTO)

    assert answer.json()["fields"] == {"post": "методист"}


def test_blocks_are_ordinary_forms_too(protocol: Protocol, item: AgendaItem, speech: Speech, keeper: Client) -> None:
    address = url("speech_edit", protocol.pk, speech.pk)
    item_data = {"expected_version": 1, "title": "О зиме", "reporters": "", "kind": "topic", "outcome": "discussed"}

    saved = keeper.post(address, typed(speech, "Без скриптов."))
    clash = keeper.post(address, typed(speech, "Позже."))
    questioned = keeper.post(url("item_edit", protocol.pk, item.pk), item_data)
    alone = body(keeper, address)

    assert saved.headers["Location"] == f"{url('protocol_edit', protocol.pk)}#speech-{speech.pk}"
    assert clash.status_code == 422
    for part in ("Без скриптов.", "Позже.", 'name="expected_version" value="2"'):
        assert part in clash.content.decode()
    assert questioned.headers["Location"] == f"{url('protocol_edit', protocol.pk)}#item-{item.pk}"
    assert AgendaItem.objects.get().outcome == "discussed"
    assert "Без скриптов." in alone


def test_the_heading_saves_by_itself(protocol: Protocol, keeper: Client) -> None:
    data = {
        "expected_version": 1, "title": "О лете", "held_on": "2024-10-09", "format": "online", "quorum": "half",
        "present_shown": "count", "said_count": "13", "member_count": "20",
    }  # fmt: skip

    answer = keeper.post(url("heading_edit", protocol.pk), data, headers=AUTO)

    assert answer.status_code == 200
    assert "О лете" in answer.json()["parts"]["#heading-facts"]
    assert (Protocol.objects.get().said_count, Protocol.objects.get().body_form) == (13, "full")


def test_an_earlier_text_comes_back(protocol: Protocol, item: AgendaItem, speech: Speech, keeper: Client) -> None:
    keeper.post(url("speech_edit", protocol.pk, speech.pk), typed(speech, "Иначе."))
    revision = TextRevision.objects.get(block=f"speech-{speech.pk}")

    answer = keeper.post(url("text_restore", protocol.pk, revision.pk))

    assert answer.headers["Location"] == f"{url('protocol_edit', protocol.pk)}#speech-{speech.pk}"
    assert Speech.objects.get().text == speech.text
    for kind, key in (("protocol", protocol.pk), ("item", item.pk)):
        body(keeper, url("block_history", protocol.pk, kind, key))
    for kind, key in (("protocol", protocol.pk + 1), ("item", item.pk + 1), ("poem", 1)):
        body(keeper, url("block_history", protocol.pk, kind, key), 404)


# Rows


def test_rows_are_added_in_place(protocol: Protocol, item: AgendaItem, keeper: Client) -> None:
    speech = {"item": item.pk, "kind": "spoke", "who": "Липина Е. С.", "submission_key": str(uuid.uuid4())}

    part = keeper.post(url("speech_add", protocol.pk), speech, headers=HTMX)
    again = keeper.post(url("speech_add", protocol.pk), speech)
    added = keeper.post(url("item_add", protocol.pk), {"title": "О зиме"}, headers=HTMX)
    refused = keeper.post(url("item_add", protocol.pk), {"title": " "}, headers=HTMX)
    foreign = keeper.post(url("speech_add", protocol.pk), {**speech, "item": 10**6, "submission_key": ""})

    made = Speech.objects.get()
    assert f'data-block="speech-{made.pk}"' in part.content.decode()
    assert f'id="add-spoke-{item.pk}"' in part.content.decode()
    assert again.headers["Location"].endswith(f"#speech-{made.pk}")
    assert f'id="item-{AgendaItem.objects.get(title="О зиме").pk}"' in added.content.decode()
    assert 'id="add-item"' in added.content.decode()
    assert (refused.status_code, refused.headers["HX-Retarget"]) == (422, "#refusal")
    assert foreign.status_code == 302


def test_buttons_of_one_form_name_the_place_in_their_address(
    protocol: Protocol, item: AgendaItem, keeper: Client
) -> None:
    key = str(uuid.uuid4())
    addresses = [
        f"{url('speech_add', protocol.pk)}?kind=heard&item={item.pk}",
        f"{url('decision_add', protocol.pk)}?item={item.pk}",
        f"{url('vote_add', protocol.pk)}?item={item.pk}",
    ]
    page = body(keeper, url("protocol_edit", protocol.pk))

    for address in addresses:
        keeper.post(address, {"submission_key": key})
        keeper.post(address, {"submission_key": key})

    assert all(f'formaction="{address.replace("&", "&amp;")}"' in page for address in addresses)
    assert Speech.objects.values_list("item", "kind").get() == (item.pk, "heard")
    assert protocol.decisions.get().item == protocol.votes.get().item == item


def test_rows_move_leave_and_return(protocol: Protocol, item: AgendaItem, speech: Speech, keeper: Client) -> None:
    second = AgendaItemFactory(protocol=protocol, position=2)
    away = url("speech_archive", protocol.pk, speech.pk)

    keeper.post(url("item_move", protocol.pk, second.pk), {"way": "up"})
    moved = list(protocol.agenda.values_list("pk", flat=True))
    line = keeper.post(away, headers=HTMX).content.decode()
    back = keeper.post(url("speech_restore", protocol.pk, speech.pk), headers=HTMX).content.decode()
    keeper.post(away)
    keeper.post(url("speech_restore", protocol.pk, speech.pk))
    keeper.post(url("speech_move", protocol.pk, speech.pk), {"way": "up"})
    keeper.post(url("item_archive", protocol.pk, item.pk))
    archived = AgendaItem.objects.get(pk=item.pk).archived_at
    keeper.post(url("item_restore", protocol.pk, item.pk))

    assert moved == [second.pk, item.pk]
    assert "Выступление убрано" in line
    assert speech.text in back
    assert archived is not None
    assert AgendaItem.objects.get(pk=item.pk).archived_at is None
    assert Speech.objects.get().archived_at is None


# People


def test_people_are_named_one_after_another(protocol: Protocol, member: Person, keeper: Client) -> None:
    address = url("person_add", protocol.pk)

    part = keeper.post(address, {"name": member.full_name, "role": "invited"}, headers=HTMX).content.decode()
    twice = keeper.post(address, {"name": member.full_name, "role": "present"}, headers=HTMX)
    plain = keeper.post(address, {"name": "Вербина О. И.", "role": "present"})
    offered = body(keeper, f"{url('person_search', protocol.pk)}?name=липи")

    assert f"{member.full_name}: вписано" in part
    assert '<option value="invited" selected>' in part
    assert twice.status_code == 422
    assert "уже есть в списке" in twice.content.decode()
    assert plain.headers["Location"] == f"{url('protocol_edit', protocol.pk)}#people"
    assert member.full_name in offered


def test_a_person_is_changed_and_taken_out(protocol: Protocol, keeper: Client) -> None:
    row = ProtocolPersonFactory(protocol=protocol, person=None)
    address = url("person_edit", protocol.pk, row.pk)
    data = {"expected_version": 1, "name": row.name, "role": "excused", "reason": "курсы"}

    form = body(keeper, address)
    saved = keeper.post(address, data)
    clash = keeper.post(address, {**data, "reason": "болеет"})
    part = keeper.post(url("person_remove", protocol.pk, row.pk), headers=HTMX)

    assert row.name in form
    assert (saved.status_code, clash.status_code) == (302, 422)
    assert 'name="expected_version" value="2"' in clash.content.decode()
    assert "вычеркнута" in part.content.decode()
    assert not ProtocolPerson.objects.exists()


def test_the_list_is_taken_anew(event: Event, head: Person, keeper: Client) -> None:
    protocol = services.create_from_event(event.pk, submission_key=None, by=head, at=WRITING)
    AttendanceFactory(event=event)

    part = keeper.post(url("people_again", protocol.pk), headers=HTMX).content.decode()
    same = keeper.post(url("people_again", protocol.pk), follow=True).content.decode()

    assert "добавлено 1 человек" in part
    assert "Список совпадает" in same


# Others


def test_changes_of_others_are_told(
    protocol: Protocol, speech: Speech, head: Person, methodist: Person, keeper: Client
) -> None:
    since = (WRITING - timedelta(minutes=1)).isoformat().replace("+", "%2B")
    for person, text in ((head, "Моё."), (methodist, "Чужое.")):
        services.update_speech(
            speech.pk,
            expected_version=Speech.objects.get().version,
            fields=SpeechFields(speech.name, text=text),
            by=person,
            at=WRITING,
        )

    news = body(keeper, f"{url('protocol_news', protocol.pk)}?since={since}")
    quiet = body(keeper, f"{url('protocol_news', protocol.pk)}?since=yesterday")

    assert f"{methodist.actor_name} – выступление: {speech.name}" in news
    assert head.actor_name not in news
    assert quiet.strip() == ""


def test_what_is_missing_is_listed(protocol: Protocol, item: AgendaItem, keeper: Client) -> None:
    page = body(keeper, url("protocol_wanting", protocol.pk))
    part = body(keeper, url("protocol_wanting", protocol.pk), **HTMX)

    assert f'href="{url("protocol_edit", protocol.pk)}#people"' in page
    assert 'href="#people"' in part
    assert "<html" not in part


def test_strangers_find_nothing(
    protocol: Protocol, item: AgendaItem, speech: Speech, event: Event, client_for: ClientFor, member: Person,
    stranger: Person, region_head: Person, head: Person,
) -> None:  # fmt: skip
    row = ProtocolPersonFactory(protocol=protocol)
    p = protocol.pk
    gets = [url(name, p) for name in ("protocol_edit", "heading_edit", "protocol_wanting", "protocol_news")]
    gets += [url("person_search", p), url("person_edit", p, row.pk), url("item_edit", p, item.pk)]
    gets += [url("speech_edit", p, speech.pk), url("block_history", p, "item", item.pk)]
    gets += [url("protocol_new", protocol.association.code), url("protocol_from_event", event.pk)]
    posts = [url(name, p) for name in ("body_form_set", "person_add", "people_again", "item_add", "speech_add")]
    posts += [url(name, p, item.pk) for name in ("item_move", "item_archive", "item_restore")]
    posts += [url(name, p, speech.pk) for name in ("speech_move", "speech_archive", "speech_restore")]
    posts += [url("person_remove", p, row.pk)]
    before = fingerprint()

    for person in (member, stranger, region_head):
        client = client_for(person)
        assert {client.get(address).status_code for address in gets} == {404}
        assert {client.post(address, {}).status_code for address in (*gets, *posts)} <= {404, 405}

    assert fingerprint() == before
    assert may_follow_protocol(head, str(p))
    assert not may_follow_protocol(stranger, str(p))
    assert not may_follow_protocol(head, "x")
