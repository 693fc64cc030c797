"""The blocks of the editor: what each address does, shows and hides."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from stellazh.associations.models import Association
from stellazh.people.models import Person
from stellazh.protocols import services
from stellazh.protocols.enums import AddresseeClass, AddresseeKind, UnfoldTo, VoteChoice, VoteMode
from stellazh.protocols.models import AgendaItem, Decision, Protocol, ProtocolPerson, TextRevision, Vote
from stellazh.protocols.reads.decision_blocks import decision_blocks
from stellazh.protocols.services import DecisionFields, OwnerFields, VoteFields
from tests.factories.protocols import AgendaItemFactory, DecisionFactory, DecisionOwnerFactory, ProtocolFactory

ClientFor = Callable[[Person | None], Client]
AUTOSAVE = {"x-autosave": "1"}


@pytest.fixture
def browser(client_for: ClientFor, head: Person) -> Client:
    return client_for(head)


def edit_url(decision: Decision) -> str:
    return reverse("protocols:decision_edit", args=[decision.protocol_id, decision.pk])


def editor(protocol: Protocol, anchor: str) -> str:
    return f"{reverse('protocols:protocol_edit', args=[protocol.pk])}#{anchor}"


def sent(**values: Any) -> dict[str, Any]:
    return {"expected_version": "1", "text": "Провести акцию", "owners": "", "term_raw": "", "sign_of_done": "",
            **values}  # fmt: skip


def put(protocol: Protocol, item: AgendaItem, head: Person, at: datetime, mode: str = VoteMode.UNANIMOUS) -> Vote:
    return services.put_vote(
        protocol.pk,
        item_id=item.pk,
        decision_id=None,
        fields=VoteFields(mode),
        expected_version=None,
        by=head,
        at=at,
    )


def test_decision_add_puts_the_block_into_the_page(browser: Client, protocol: Protocol, item: AgendaItem) -> None:
    url = reverse("protocols:decision_add", args=[protocol.pk])
    values = {"item": item.pk, "submission_key": "8c0c0c54-6f3d-4f9c-8b0a-1f3d3a0b7c11"}

    plain = browser.post(url, values)
    again = browser.post(url, values, headers={"hx-request": "true"})

    made = Decision.objects.get()
    assert (made.item, made.text, plain.url) == (item, "", editor(protocol, f"decision-{made.pk}"))
    assert f'data-block="decision-{made.pk}"' in again.content.decode()
    assert "Добавить решение" in again.content.decode()


def test_decision_is_saved_while_it_is_typed(browser: Client, decision: Decision, head: Person) -> None:
    values = sent(owners=f"{head.short_name}\nтворческая группа", term_raw="до 15 ноября", is_for_information="on")

    answer = browser.post(edit_url(decision), values, headers=AUTOSAVE)

    decision.refresh_from_db()
    assert (answer.status_code, answer.json()["version"], "fields" in answer.json()) == (200, 2, False)
    assert (decision.text, decision.due_on, decision.is_for_information) == (
        "Провести акцию",
        date(2024, 11, 15),
        True,
    )
    assert [(row.kind, row.person) for row in decision.owners.all()] == [("person", head), ("group", None)]


def test_names_between_commas_come_back_on_lines(
    browser: Client, decision: Decision, head: Person, member: Person
) -> None:
    values = sent(owners=f"{head.short_name}, {member.short_name}")

    answer = browser.post(edit_url(decision), values, headers=AUTOSAVE)

    assert answer.json()["fields"] == {"owners": f"{head.short_name}\n{member.short_name}"}


def test_marks_of_a_class_are_kept_as_chosen(browser: Client, decision: Decision) -> None:
    values = sent(owners="все школьные библиотекари", unfold_librarians="one")

    browser.post(edit_url(decision), values, headers=AUTOSAVE)

    assert decision.owners.get().unfold_to == UnfoldTo.ONE


def test_clash_while_typing_tells_who_and_what(
    browser: Client, decision: Decision, methodist: Person, at: datetime
) -> None:
    services.update_decision(decision.pk, expected_version=1, fields=DecisionFields(text="Иначе"), by=methodist, at=at)

    answer = browser.post(edit_url(decision), sent(), headers=AUTOSAVE)

    told = answer.json()
    assert (answer.status_code, told["version"], told["who"]) == (409, 2, methodist.short_name)
    assert told["fields"] == [{"name": "text", "label": "Решение", "theirs": "Иначе", "mine": "Провести акцию"}]


def test_settled_clash_keeps_the_text_not_taken(browser: Client, decision: Decision) -> None:
    browser.post(edit_url(decision), sent(resolved="mine", **{"rejected-text": "Чужое"}), headers=AUTOSAVE)

    assert TextRevision.objects.get(is_lost=True).fields == {"text": "Чужое"}


def test_text_too_long_is_told_beside_its_field(browser: Client, decision: Decision) -> None:
    answer = browser.post(edit_url(decision), sent(term_raw="а" * 301), headers=AUTOSAVE)

    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["term_raw"])


def test_signed_protocol_answers_that_nothing_is_typed_here(
    browser: Client, association: Association, decision: Decision
) -> None:
    signed: Any = ProtocolFactory(association=association, signed=True)
    Decision.objects.filter(pk=decision.pk).update(protocol=signed, item=None)
    decision.refresh_from_db()

    answer = browser.post(edit_url(decision), sent(), headers=AUTOSAVE)

    assert answer.status_code == 403
    assert Decision.objects.get(pk=decision.pk).text == "Провести выставку"


def test_decision_is_saved_without_scripts(browser: Client, decision: Decision) -> None:
    answer = browser.post(edit_url(decision), sent())

    decision.refresh_from_db()
    assert (decision.text, answer.url) == (
        "Провести акцию",
        editor(decision.protocol, f"decision-{decision.pk}"),
    )


def test_clash_without_scripts_shows_both(browser: Client, decision: Decision, methodist: Person, at: datetime) -> None:
    services.update_decision(decision.pk, expected_version=1, fields=DecisionFields(text="Иначе"), by=methodist, at=at)

    clash = browser.post(edit_url(decision), sent())
    page = clash.content.decode()
    again = browser.post(edit_url(decision), sent(expected_version="2"))

    decision.refresh_from_db()
    assert (clash.status_code, "Иначе" in page, 'value="2"' in page) == (422, True, True)
    assert (again.status_code, decision.text) == (302, "Провести акцию")


def test_buttons_save_and_move_or_put_away(browser: Client, protocol: Protocol, item: AgendaItem) -> None:
    first, second, third = (DecisionFactory(protocol=protocol, item=item, position=n, text=f"{n}") for n in (1, 2, 3))

    browser.post(edit_url(first), sent(text="1", then="down"))
    browser.post(edit_url(third), sent(text="3!", then="up"))
    browser.post(edit_url(third), sent(text="3!", expected_version="2", then="up"))
    browser.post(edit_url(third), sent(text="3!", expected_version="2", then="up"))
    order = list(protocol.decisions.values_list("text", flat=True))
    browser.post(edit_url(second), sent(text="2", then="archive"))

    assert order == ["3!", "2", "1"]
    assert list(protocol.decisions.filter(archived_at=None).values_list("text", flat=True)) == ["3!", "1"]
    browser.post(reverse("protocols:decision_restore", args=[protocol.pk, second.pk]))
    assert protocol.decisions.filter(archived_at=None).count() == 3


def test_button_begins_a_vote_of_one_decision(browser: Client, decision: Decision) -> None:
    browser.post(edit_url(decision), sent(then="vote"))

    assert (Vote.objects.get().decision, Vote.objects.get().mode) == (decision, "unanimous")


def test_question_who_that_is_is_answered_with_a_button(browser: Client, decision: Decision, head: Person) -> None:
    browser.post(edit_url(decision), sent(owners="группа\nОльхова", instead=f"1|{head.short_name}"))

    assert [(row.name, row.person) for row in decision.owners.all()] == [("группа", None), (head.short_name, head)]


def test_lines_are_read_while_they_are_typed(browser: Client, decision: Decision, head: Person) -> None:
    url = reverse("protocols:decision_owners", args=[decision.protocol_id, decision.pk])

    page = browser.post(url, {"owners": "все школьные библиотекари\nольх"}).content.decode()

    assert 'name="unfold_librarians"' in page
    assert f'data-line-value="{head.short_name}"' in page
    assert decision.owners.count() == 0


def test_term_is_read_while_it_is_typed(browser: Client, protocol: Protocol) -> None:
    url = reverse("protocols:decision_term", args=[protocol.pk])

    found = [
        browser.get(url, {"term_raw": raw}).content.decode()
        for raw in ("до 15 ноября", "до 15 ноября 2023", "постоянно", "как получится", "")
    ]

    assert "до 15 ноября 2024 г." in found[0]
    assert "Этот день раньше заседания: проверьте год." in found[1]
    assert "Без последнего дня: напоминаний не будет." in found[2]
    assert "Дня не видно: напечатается как есть, напоминаний не будет." in found[3]
    assert found[4].strip() == ""


def test_vote_is_begun_changed_and_taken_out(
    browser: Client, protocol: Protocol, item: AgendaItem, present: list[ProtocolPerson]
) -> None:
    begun = browser.post(reverse("protocols:vote_add", args=[protocol.pk]), {"item": item.pk})
    vote = Vote.objects.get()
    url = reverse("protocols:vote_edit", args=[protocol.pk, vote.pk])
    counted = browser.post(
        url, {"expected_version": "1", "mode": "counts", "for_count": "2", "against_count": "1"}, headers=AUTOSAVE
    )
    too_many = browser.post(url, {"expected_version": "2", "mode": "counts", "for_count": "4"}, headers=AUTOSAVE)
    all_for = browser.post(url, {"expected_version": "2", "mode": "counts", "then": "all_for"})
    vote.refresh_from_db()
    roll = set(vote.roll.values_list("voter", "choice"))
    browser.post(url, {"expected_version": "3", "mode": "roll", "then": "remove"})

    assert begun.url == editor(protocol, f"decisions-{item.pk}")
    assert (counted.json()["version"], counted.json()["parts"]) == (
        2,
        {f"#vote-{vote.pk}-says": "за — 2, против — 1, воздержались — 0"},
    )
    assert too_many.json()["errors"] == {
        "__all__": ["Посчитано 4 голоса, а с правом голоса 3 человека. Проверьте числа или отметки присутствия."]
    }
    assert all_for.status_code == 302
    assert (vote.mode, vote.for_count, roll) == ("roll", 3, {(row.pk, VoteChoice.FOR) for row in present})
    assert not Vote.objects.exists()


def test_vote_of_a_decision_stands_with_it(browser: Client, protocol: Protocol, decision: Decision) -> None:
    url = reverse("protocols:vote_add", args=[protocol.pk])

    page = browser.post(url, {"decision": decision.pk}, headers={"hx-request": "true"}).content.decode()

    vote = Vote.objects.get()
    assert (vote.decision, vote.item) == (decision, None)
    assert f'data-block="vote-{vote.pk}"' in page


def test_refused_vote_without_scripts_is_shown(
    browser: Client, protocol: Protocol, item: AgendaItem, present: list[ProtocolPerson], head: Person, at: datetime
) -> None:
    vote = put(protocol, item, head, at)
    url = reverse("protocols:vote_edit", args=[protocol.pk, vote.pk])

    shown = browser.get(url)
    refused = browser.post(url, {"expected_version": "1", "mode": "counts", "for_count": "9"})

    assert (shown.status_code, refused.status_code) == (200, 422)
    assert "Посчитано 9 голосов" in refused.content.decode()


def test_addresses_of_strangers_are_not_there(
    client_for: ClientFor,
    protocol: Protocol,
    decision: Decision,
    item: AgendaItem,
    head: Person,
    member: Person,
    stranger: Person,
    region_head: Person,
    at: datetime,
) -> None:
    vote = put(protocol, item, head, at)
    addresses = [
        ("get", edit_url(decision)),
        ("post", edit_url(decision)),
        ("post", reverse("protocols:decision_add", args=[protocol.pk])),
        ("post", reverse("protocols:decision_restore", args=[protocol.pk, decision.pk])),
        ("post", reverse("protocols:decision_owners", args=[protocol.pk, decision.pk])),
        ("get", reverse("protocols:decision_term", args=[protocol.pk])),
        ("post", reverse("protocols:vote_add", args=[protocol.pk])),
        ("get", reverse("protocols:vote_edit", args=[protocol.pk, vote.pk])),
    ]

    for person in (member, stranger, region_head):
        client = client_for(person)
        assert [getattr(client, way)(url).status_code for way, url in addresses] == [404] * len(addresses)
    guest = client_for(None)
    assert [getattr(guest, way)(url).status_code for way, url in addresses] == [302] * len(addresses)


def test_decision_and_vote_of_another_protocol_are_not_there(
    browser: Client, association: Association, decision: Decision, item: AgendaItem, head: Person, at: datetime
) -> None:
    other: Any = ProtocolFactory(association=association)
    vote = put(decision.protocol, item, head, at)

    found = [
        browser.get(reverse(f"protocols:{name}", args=[other.pk, pk])).status_code
        for name, pk in (("decision_edit", decision.pk), ("vote_edit", vote.pk))
    ]

    assert found == [404, 404]


def test_blocks_stand_under_their_questions(
    protocol: Protocol, item: AgendaItem, decision: Decision, head: Person, at: datetime
) -> None:
    DecisionFactory(protocol=protocol, item=item, position=2)
    loose: Any = DecisionFactory(protocol=protocol)
    away: Any = DecisionFactory(protocol=protocol, item=item, archived_at=at)
    put(protocol, item, head, at)

    parts = decision_blocks(protocol, [item], on=date(2024, 9, 10))

    assert [(block.number, block.is_first, block.is_last) for block in parts[item.pk].blocks] == [
        ("1.1", True, False),
        ("1.2", False, True),
    ]
    assert parts[item.pk].archived == (away,)
    assert parts[item.pk].vote is not None
    assert [block.decision for block in parts[None].blocks] == [loose]
    page = render_to_string("protocols/editor_decisions.html", {"part": parts[item.pk], "protocol": protocol})
    assert page.count("data-autosave ") == 3


def test_blocks_cost_as_much_for_many_as_for_few(
    protocol: Protocol, item: AgendaItem, decision: Decision, present: list[ProtocolPerson], head: Person, at: datetime
) -> None:
    put(protocol, item, head, at, VoteMode.ROLL)
    DecisionOwnerFactory(decision=decision, person=head)
    items, counts = [item], []
    for _ in range(2):
        fresh = Protocol.objects.select_related("association__territory").get(pk=protocol.pk)
        with CaptureQueriesContext(connection) as queries:
            parts = decision_blocks(fresh, items, on=date(2024, 9, 10))
            for part in parts.values():
                render_to_string("protocols/editor_decisions.html", {"part": part, "protocol": fresh})
        counts.append(len(queries))
        for position in (2, 3):
            row: Any = AgendaItemFactory(protocol=protocol, position=position)
            items.append(row)
            made: Any = DecisionFactory(protocol=protocol, item=row)
            services.put_owners(
                made,
                [
                    OwnerFields(AddresseeKind.PERSON, head.short_name, person_id=head.pk),
                    OwnerFields(AddresseeKind.CLASS, "все школы", AddresseeClass.LIBRARIES, UnfoldTo.SCHOOL),
                ],
            )
            put(protocol, row, head, at, VoteMode.ROLL)

    assert counts == [6, 6]
