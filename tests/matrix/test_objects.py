"""Object-level rights: ids of a neighbour's things, put into one's own addresses and forms; and what lists let slip."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.urls import reverse

from stellazh.common import clock
from stellazh.documents.models import Document
from stellazh.events.models import Event
from stellazh.events.services.programme import SlotFields, add_slot
from stellazh.pages.models import NewsPage, SitePicture
from stellazh.people.models import Person
from stellazh.people.services import issue_token
from stellazh.protocols.models import Protocol, RollCall
from stellazh.textindex.entries import rebuild
from stellazh.workplans.models import Plan
from tests.factories.events import EnrolmentFactory
from tests.factories.people import PersonFactory
from tests.factories.workplans import ItemOutcomeFactory, PlanFactory, PlanItemFactory, PlanSectionFactory
from tests.matrix.row import Named
from tests.matrix.table import TABLE
from tests.matrix.test_matrix import outcome
from tests.matrix.world import World

WORD = "Тайнопись"


# As programs are told it.
SPELT = json.dumps(WORD)[1:-1]


def says_it(answer: Any) -> bool:
    """Whether the telling word stands in a page, or in what is handed to a program."""
    return answer.status_code == 200 and WORD in _text(answer)


@pytest.fixture
def own(world: World) -> Plan:
    """A draft of the neighbour's head, who is the stranger here."""
    plan: Any = PlanFactory(association=world.neighbour, school_year=world.year)
    PlanItemFactory(plan=plan, section=PlanSectionFactory(plan=plan))
    return plan


def _in_ones_own_card(world: World, kind: str, row_id: int) -> Mapping[str, Any]:
    person = world.people["head_of_neighbour"]
    return {"person_id": person.pk, "row_id": row_id, **({"kind": kind} if kind else {})}


def _at_ones_own_event(**names: Callable[[World], Any]) -> Named:
    return lambda world: {"event_id": world.neighbours_event.pk, **{name: of(world) for name, of in names.items()}}


def _in_ones_own_questions(question: str) -> Named:
    return lambda world: {
        "public_id": world.neighbours_questions.public_id,
        "question_id": getattr(world, question).pk,
    }


def _in_ones_own_protocol(**names: Callable[[World], Any]) -> Named:
    return lambda world: {
        "protocol_id": world.neighbours_protocol.pk,
        **{name: of(world) for name, of in names.items()},
    }


def _recording(film: str) -> Callable[[World], int]:
    return lambda world: int(world.event.recordings.get(item=getattr(world, film)).pk)


# An address of the stranger's own with something of ours in it.
MIXED: Mapping[str, Named] = {
    "members:member_edit": lambda w: {"code": "bereg", "membership_id": w.membership.pk},
    "members:member_end": lambda w: {"code": "bereg", "membership_id": w.membership.pk},
    "members:member_invite": lambda w: {"code": "bereg", "membership_id": w.membership.pk},
    "members:role_grant": lambda w: {"code": "bereg", "membership_id": w.membership.pk},
    "members:role_end": lambda w: {"code": "bereg", "grant_id": w.grant.pk},
    "members:member_invite_report": lambda w: {"code": "bereg", "public_id": w.inviting.public_id},
    "members:merge_create": lambda w: {"person_id": w.people["head_of_neighbour"].pk, "other_id": w.newcomer.pk},
    "members:post_edit": lambda w: {"person_id": w.people["head_of_neighbour"].pk, "post_id": w.post.pk},
    "members:post_end": lambda w: {"person_id": w.people["head_of_neighbour"].pk, "post_id": w.post.pk},
    "members:card_row_edit": lambda w: _in_ones_own_card(w, "awards", w.award.pk),
    "members:card_row_remove": lambda w: _in_ones_own_card(w, "trainings", w.training.pk),
    "members:guardian_consent": lambda w: _in_ones_own_card(w, "", w.result.pk),
    "members:guardian_withdraw": lambda w: _in_ones_own_card(w, "", w.named_result.pk),
    "members:roster_row": lambda w: {"roster_id": w.neighbours_roster.pk, "number": 999},
    "events:attendance_place": _at_ones_own_event(attendance_id=lambda w: w.attendance.pk),
    "events:check_in_screen": _at_ones_own_event(code_id=lambda w: w.check_in_code.pk),
    "events:check_in_close": _at_ones_own_event(code_id=lambda w: w.check_in_code.pk),
    "events:door_close": _at_ones_own_event(link_id=lambda w: w.link("bearer_of_door").link.pk),
    "events:enrolment_detail": _at_ones_own_event(enrolment_id=lambda w: w.enrolment.pk),
    "events:enrolment_change": _at_ones_own_event(enrolment_id=lambda w: w.enrolment.pk),
    "events:enrolment_withdraw": _at_ones_own_event(enrolment_id=lambda w: w.enrolment.pk),
    "events:letter_detail": _at_ones_own_event(letter_id=lambda w: w.letter.pk),
    "events:letter_edit": _at_ones_own_event(letter_id=lambda w: w.letter.pk),
    "events:letter_send": _at_ones_own_event(letter_id=lambda w: w.letter.pk),
    "events:letter_plan": _at_ones_own_event(letter_id=lambda w: w.letter_with_moment.pk),
    "events:letter_cancel": _at_ones_own_event(letter_id=lambda w: w.planned_letter.pk),
    "events:room_list_detail": _at_ones_own_event(public_id=lambda w: w.room_list.public_id),
    "events:room_row": _at_ones_own_event(public_id=lambda w: w.room_list.public_id, row_id=lambda w: w.room_row.pk),
    "events:room_list_take": _at_ones_own_event(public_id=lambda w: w.room_list.public_id),
    "events:room_list_undo": _at_ones_own_event(public_id=lambda w: w.room_list.public_id),
    "events:slot_edit": _at_ones_own_event(slot_id=lambda w: w.slot.pk),
    "events:slot_move": _at_ones_own_event(slot_id=lambda w: w.slot.pk),
    "events:slot_archive": _at_ones_own_event(slot_id=lambda w: w.slot.pk),
    "events:slot_restore": _at_ones_own_event(slot_id=lambda w: w.archived_slot.pk),
    "events:material_edit": _at_ones_own_event(material_id=lambda w: w.material.pk),
    "events:material_version": _at_ones_own_event(material_id=lambda w: w.material.pk),
    "events:material_move": _at_ones_own_event(material_id=lambda w: w.material.pk),
    "events:material_archive": _at_ones_own_event(material_id=lambda w: w.material.pk),
    "events:material_restore": _at_ones_own_event(material_id=lambda w: w.archived_material.pk),
    "events:recording_publish": _at_ones_own_event(item_id=lambda w: w.unshown_film.pk),
    "events:recording_edit": _at_ones_own_event(recording_id=_recording("film")),
    "events:recording_move": _at_ones_own_event(recording_id=_recording("film")),
    "events:recording_archive": _at_ones_own_event(recording_id=_recording("film")),
    "events:recording_restore": _at_ones_own_event(recording_id=_recording("archived_film")),
    "questionnaires:question_edit": _in_ones_own_questions("question"),
    "questionnaires:question_move": _in_ones_own_questions("question"),
    "questionnaires:question_archive": _in_ones_own_questions("question"),
    "questionnaires:question_restore": _in_ones_own_questions("archived_question"),
    "questionnaires:text_list": _in_ones_own_questions("question"),
    "questionnaires:submission_detail": lambda w: {
        "public_id": w.neighbours_questions.public_id,
        "submission_id": w.submission.public_id,
    },
    "protocols:person_edit": _in_ones_own_protocol(row_id=lambda w: w.protocol_person.pk),
    "protocols:person_remove": _in_ones_own_protocol(row_id=lambda w: w.protocol_person.pk),
    "protocols:item_edit": _in_ones_own_protocol(item_id=lambda w: w.agenda_item.pk),
    "protocols:item_move": _in_ones_own_protocol(item_id=lambda w: w.agenda_item.pk),
    "protocols:item_archive": _in_ones_own_protocol(item_id=lambda w: w.agenda_item.pk),
    "protocols:item_restore": _in_ones_own_protocol(item_id=lambda w: w.archived_agenda_item.pk),
    "protocols:speech_edit": _in_ones_own_protocol(speech_id=lambda w: w.speech.pk),
    "protocols:speech_move": _in_ones_own_protocol(speech_id=lambda w: w.speech.pk),
    "protocols:speech_archive": _in_ones_own_protocol(speech_id=lambda w: w.speech.pk),
    "protocols:speech_restore": _in_ones_own_protocol(speech_id=lambda w: w.archived_speech.pk),
    "protocols:block_history": _in_ones_own_protocol(kind=lambda w: "speech", key=lambda w: w.speech.pk),
    "protocols:text_restore": _in_ones_own_protocol(revision_id=lambda w: w.revision.pk),
    "protocols:decision_edit": _in_ones_own_protocol(decision_id=lambda w: w.draft_decision.pk),
    "protocols:decision_owners": _in_ones_own_protocol(decision_id=lambda w: w.draft_decision.pk),
    "protocols:decision_restore": _in_ones_own_protocol(decision_id=lambda w: w.archived_decision.pk),
    "protocols:vote_edit": _in_ones_own_protocol(vote_id=lambda w: w.vote.pk),
    "protocols:protocol_approve_plan": lambda w: {
        "protocol_id": w.neighbours_signed_protocol.pk,
        "plan_id": w.plan_to_approve.pk,
    },
    "protocols:assignment_link_revoke": lambda w: {
        "assignment_id": w.neighbours_own_mark.pk,
        "link_id": w.link("bearer_of_assignment").link.pk,
    },
    "protocols:paper_form_check": lambda w: {
        "code": "bereg",
        "kind": "protocol",
        "public_id": w.brought_form.public_id,
    },
    "protocols:paper_form_sample": lambda w: {
        "code": "bereg",
        "kind": "protocol",
        "public_id": w.brought_form.public_id,
    },
    "reports:paper_take_back": lambda w: {"code": "bereg", "paper_id": w.handed_paper.pk},
    "workplans:section_rename": lambda w: {"section_id": w.section.pk},
    "workplans:section_remove": lambda w: {"section_id": w.section.pk},
    "workplans:item_detail": lambda w: {"item_id": w.item.pk},
    "workplans:item_edit": lambda w: {"item_id": w.item.pk},
    "workplans:item_status": lambda w: {"item_id": w.item.pk},
    "workplans:item_move": lambda w: {"item_id": w.item.pk},
    "workplans:item_archive": lambda w: {"item_id": w.item.pk},
    "workplans:item_restore": lambda w: {"item_id": w.archived_item.pk},
    "workplans:item_outcome": lambda w: {"item_id": w.item.pk},
    "workplans:outcome_withdraw": lambda w: {"item_id": w.item.pk, "outcome_id": w.outcome.pk},
    "workplans:version_compare": lambda w: {"number": w.approved.versions.get().number},
}


@pytest.mark.parametrize("name", list(MIXED))
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_ids_of_another_association_do_not_exist_in_ones_own_addresses(
    name: str, method: str, world: World, own: Plan
) -> None:
    row = next(row for row in TABLE if row.name == name)
    names = dict(MIXED[name](world))
    if name.startswith("workplans:"):
        names["plan_id"] = own.pk
    body = dict(row.body(world))

    found = outcome(world.client("head_of_neighbour"), method, reverse(name, kwargs=names), body)

    cells = (row.get if method == "GET" else row.post).by_column()
    assert found == ("405" if cells["head"] == "405" else "404")


def test_outcome_of_another_item_is_not_withdrawn(world: World, own: Plan) -> None:
    item = own.items.get()
    theirs: Any = ItemOutcomeFactory(item=world.item)
    address = reverse("workplans:outcome_withdraw", args=[own.pk, item.pk, theirs.pk])

    assert outcome(world.client("head_of_neighbour"), "POST", address, {}) == "404"


# Forms of the stranger's own, naming something of ours: the form does not know it.
SMUGGLED: Mapping[str, tuple[Named, Named]] = {
    "workplans:item_add": (
        lambda w: {},
        lambda w: {"title": "Новое", "form": "other", "section": w.section.pk, "submission_key": str(w.item.uid)},
    ),
    "workplans:items_change": (
        lambda w: {},
        lambda w: {"item": w.item.pk, "form": "seminar", "confirm": "1"},
    ),
    "workplans:sections_edit": (lambda w: {}, lambda w: {"up": w.section.pk}),
}


@pytest.mark.parametrize("name", list(SMUGGLED))
def test_forms_do_not_take_things_of_another_association(name: str, world: World, own: Plan) -> None:
    names, body = (make(world) for make in SMUGGLED[name])

    found = outcome(
        world.client("head_of_neighbour"), "POST", reverse(name, kwargs={"plan_id": own.pk, **names}), dict(body)
    )

    assert found in ("404", "422")


# Forms of the stranger's own event, naming something of ours.
SMUGGLED_INTO_EVENTS: Mapping[str, Named] = {
    "events:enrolment_add": lambda w: {"people": [w.newcomer.pk]},
    "events:enrolment_invite": lambda w: {"associations": [w.association.pk]},
    "events:enrolment_decide": lambda w: {"decision": "confirm", "ids": str(w.pending_enrolment.pk)},
    "events:attendance_mark": lambda w: {"rows": f"e{w.own_enrolment.pk}", "state": "present"},
    "events:attendance_walk_in": lambda w: {"person": w.newcomer.pk, "on": w.event.first_day.isoformat()},
    "events:programme_edit": lambda w: {
        "title": "Выступление",
        "kind": "talk",
        "day": w.event.first_day.isoformat(),
        "section": w.slot.pk,
    },
    "events:material_link": lambda w: {"url": "https://books.example/", "audience": "everybody", "slot": w.slot.pk},
    "events:letter_create": lambda w: {
        "kind": "free",
        "subject": "О встрече",
        "text": "Ждём вас.",
        "states": ["confirmed"],
        "territory": w.association.territory_id,
    },
}


@pytest.mark.parametrize("name", list(SMUGGLED_INTO_EVENTS))
def test_ones_own_event_takes_nothing_of_another(name: str, world: World) -> None:
    ours = (world.pending_enrolment, world.own_enrolment, world.slot)
    body = dict(SMUGGLED_INTO_EVENTS[name](world))
    before = [(thing.version, type(thing).objects.get(pk=thing.pk).version) for thing in ours]
    address = reverse(name, args=[world.neighbours_event.pk])
    counts = _of_ours(world)

    world.client("head_of_neighbour").post(address, body)

    assert [(thing.version, type(thing).objects.get(pk=thing.pk).version) for thing in ours] == before
    assert _of_ours(world) == counts
    assert world.neighbours_event.enrolments.count() == 0
    assert world.neighbours_event.attendances.count() == 0
    assert world.neighbours_event.slots.filter(parent__event=world.event).count() == 0
    assert world.neighbours_event.materials.filter(slot__event=world.event).count() == 0


def _of_ours(world: World) -> list[int]:
    return [getattr(world.event, name).count() for name in ("enrolments", "attendances", "slots", "materials")]


# An address of one draft with something of another protocol of the same association in it.
BESIDE_THE_DRAFT: Mapping[str, Callable[[Protocol], Mapping[str, Any]]] = {
    "protocols:person_edit": lambda other: {"row_id": other.people.order_by("pk")[0].pk},
    "protocols:person_remove": lambda other: {"row_id": other.people.order_by("pk")[0].pk},
    "protocols:item_edit": lambda other: {"item_id": other.agenda.get().pk},
    "protocols:item_move": lambda other: {"item_id": other.agenda.get().pk},
    "protocols:item_archive": lambda other: {"item_id": other.agenda.get().pk},
    "protocols:item_restore": lambda other: {"item_id": other.agenda.get().pk},
    "protocols:speech_edit": lambda other: {"speech_id": other.speeches.get().pk},
    "protocols:speech_move": lambda other: {"speech_id": other.speeches.get().pk},
    "protocols:speech_archive": lambda other: {"speech_id": other.speeches.get().pk},
    "protocols:speech_restore": lambda other: {"speech_id": other.speeches.get().pk},
    "protocols:block_history": lambda other: {"kind": "item", "key": other.agenda.get().pk},
    "protocols:decision_edit": lambda other: {"decision_id": other.decisions.order_by("pk")[0].pk},
    "protocols:decision_owners": lambda other: {"decision_id": other.decisions.order_by("pk")[0].pk},
    "protocols:decision_restore": lambda other: {"decision_id": other.decisions.order_by("pk")[0].pk},
}


@pytest.mark.parametrize("name", list(BESIDE_THE_DRAFT))
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_rows_of_a_signed_protocol_do_not_exist_in_the_addresses_of_a_draft(
    name: str, method: str, world: World
) -> None:
    """Else the signed text could be changed by way of a draft."""
    names = {"protocol_id": world.draft_protocol.pk, **BESIDE_THE_DRAFT[name](world.signed_protocol)}
    row = next(row for row in TABLE if row.name == name and not row.state.startswith("signed"))

    found = outcome(world.client("head"), method, reverse(name, kwargs=names), dict(row.body(world)))

    cells = (row.get if method == "GET" else row.post).by_column()
    assert found == ("405" if cells["head"] == "405" else "404")


# Forms of one's own protocol, resolution or mark, naming something that is another's.
SMUGGLED_INTO_PROTOCOLS: Mapping[str, tuple[Named, Named]] = {
    "protocols:decision_add": (
        _in_ones_own_protocol(),
        lambda w: {"item": w.agenda_item.pk},
    ),
    "protocols:speech_add": (
        _in_ones_own_protocol(),
        lambda w: {"item": w.agenda_item.pk, "kind": "spoke", "who": "Липина"},
    ),
    "protocols:vote_add": (
        _in_ones_own_protocol(),
        lambda w: {"decision": w.draft_decision.pk},
    ),
    "protocols:decision_marks": (
        lambda w: {"decision_id": w.neighbours_own_mark.decision_id},
        lambda w: {"do": "withdraw", "ids": w.mark.pk, "reason": "Отменено."},
    ),
    "protocols:assignment_detail": (
        lambda w: {"assignment_id": w.neighbours_own_mark.pk},
        lambda w: {
            "state": "done",
            "words": "Провели.",
            "version": 1,
            "chosen": [f"protocol:{w.signed_protocol.pk}"],
        },
    ),
    "protocols:resolution_adopt": (
        lambda w: {"resolution_id": w.neighbours_draft_resolution.pk},
        lambda w: {"adopted_on": clock.today().isoformat(), "protocol_id": w.signed_protocol.pk},
    ),
    "protocols:resolution_heading": (
        lambda w: {"resolution_id": w.neighbours_draft_resolution.pk},
        lambda w: {
            "title": "О чтении",
            "school_year": w.year,
            "event_id": w.members_event.pk,
            "expected_version": w.neighbours_draft_resolution.version,
        },
    ),
    "protocols:point_edit": (
        lambda w: {"point_id": w.neighbours_draft_resolution.points.order_by("pk")[0].pk},
        lambda w: {"text": "Иначе", "section_id": w.resolution_section.pk, "expected_version": 1},
    ),
    "protocols:resolution_left": (
        lambda w: {"resolution_id": w.neighbours_draft_resolution.pk},
        lambda w: {"point": w.closed.points.order_by("pk")[0].pk},
    ),
    "protocols:proposal_merge": (
        lambda w: {"resolution_id": w.neighbours_draft_resolution.pk},
        lambda w: {"ids": f"{w.proposal.pk},{w.other_proposal.pk}", "into": w.proposal.pk},
    ),
    "reports:write_late": (
        lambda w: {"code": "bereg"},
        lambda w: {
            "associations": [w.late_association.pk, w.association.pk],
            "text": "Сдайте план.",
            "last_letter_id": 0,
            "submission_key": str(w.item.uid),
        },
    ),
}


@pytest.mark.parametrize("name", list(SMUGGLED_INTO_PROTOCOLS))
def test_ones_own_protocol_takes_nothing_of_another(name: str, world: World) -> None:
    names, body = (dict(make(world)) for make in SMUGGLED_INTO_PROTOCOLS[name])

    found = outcome(world.client("head_of_neighbour"), "POST", reverse(name, kwargs=names), body)

    assert found in ("404", "422", "to")


def test_remark_to_a_question_of_another_protocol_is_not_taken(world: World) -> None:
    address = reverse("protocols:remark_new", args=[world.remarks_protocol.pk])
    body = {"item": world.agenda_item.pk, "text": "Нас было больше."}

    assert outcome(world.client("member"), "POST", address, body) == "422"


def test_roll_call_takes_nobody_of_another_protocol(world: World) -> None:
    stranger = world.neighbours_protocol.people.order_by("pk")[0]
    address = reverse("protocols:vote_edit", args=[world.draft_protocol.pk, world.vote.pk])
    body = {"expected_version": world.vote.version, "mode": "roll", f"roll_{stranger.pk}": "against"}

    world.client("head").post(address, body)

    assert not RollCall.objects.filter(voter=stranger).exists()


def test_extract_for_somebody_else_is_given_by_those_who_keep_protocols(world: World) -> None:
    """The editor reads the protocol, and takes her own extract alone."""
    address = reverse("protocols:extract_docx", args=[world.signed_protocol.pk])
    asked = (
        {"whom": f"person:{world.people['member'].pk}"},
        {"whom": "decisions", "decisions": world.followed_decision.pk},
    )

    found = [outcome(world.client("editor"), "GET", address, {}, query=query) for query in asked]

    assert found == ["404", "404"]


def test_part_of_an_umbrella_of_others_is_not_made(world: World) -> None:
    address = reverse("events:event_create", args=["bereg"])
    client, query = world.client("head_of_neighbour"), {"parent": world.event.pk}

    assert outcome(client, "GET", address, {}, query=query) == "404"
    assert outcome(client, "POST", address, {"title": "Секция"}, query=query) == "404"


def test_answer_of_a_room_names_nobody_out_of_reach(world: World) -> None:
    """The head brings a list of her own event: somebody of the neighbour's is not to be chosen by number."""
    row, somebody = world.room_row, world.people["head_of_neighbour"]
    names = {"event_id": world.event.pk, "public_id": world.room_list.public_id, "row_id": row.pk}
    address, client = reverse("events:room_row", kwargs=names), world.client("head")
    elsewhere = EnrolmentFactory(event=world.neighbours_event)

    found = [
        outcome(client, "POST", address, {f"row-{row.pk}": answer})
        for answer in (f"person:{somebody.pk}", f"enrolment:{elsewhere.pk}")
    ]

    assert found == ["422", "422"]


def test_item_is_not_moved_beside_one_of_another_plan(world: World, own: Plan) -> None:
    address = reverse("workplans:item_move", args=[own.pk, own.items.get().pk])

    found = [
        outcome(world.client("head_of_neighbour"), "POST", address, body)
        for body in ({"section": world.section.pk}, {"before": world.item.pk})
    ]

    assert found == ["422", "422"]


def test_things_are_not_moved_into_a_territory_of_others(world: World) -> None:
    client = world.client("head_of_neighbour")
    organisation = {
        "kind": "school",
        "short_name": "Школа",
        "name": "Школа",
        "territory": world.association.territory_id,
    }

    found = outcome(client, "POST", reverse("associations:organisation_create"), organisation)

    assert found == "422"


def put_a_word_everywhere(world: World) -> None:
    """One telling word in every text that only the association may read."""
    Plan.objects.filter(pk__in=[world.draft.pk, world.approved.pk, world.considered.pk]).update(
        title=WORD, goal=WORD, tasks=WORD, signer_name=WORD
    )
    for plan in (world.draft, world.approved, world.considered):
        plan.sections.update(title=f"{WORD} {plan.pk}")
        plan.items.update(
            title=WORD, place=WORD, start=clock.today(), end=clock.today(), term_kind="day", form="meeting"
        )
    put_a_word_into_events(world)
    put_a_word_into_protocols(world)
    put_a_word_into_papers(world)
    type(world.preview).objects.filter(pk=world.preview.pk).update(file_name=WORD)
    type(world.job).objects.filter(pk=world.job.pk).update(label=WORD)
    Person.objects.filter(pk=world.newcomer.pk).update(given_name=WORD)
    type(world.card).objects.filter(pk=world.card.pk).update(other_work=WORD, self_education_theme=WORD)
    type(world.award).objects.filter(pk=world.award.pk).update(title=WORD)
    type(world.post).objects.filter(pk=world.post.pk).update(title=WORD)
    type(world.registration).objects.filter(association=world.association).update(given_name=WORD, message=WORD)
    type(world.campaign).objects.filter(association=world.association).update(title=WORD, letter=WORD)
    type(world.notice).objects.filter(pk=world.notice.pk).update(title=WORD, text=WORD)
    type(world.view).objects.filter(pk=world.view.pk).update(name=WORD)
    world.responsible.basis = WORD
    world.responsible.save()
    world.outcome.evidence = WORD
    world.outcome.save()
    # Rows of the search ask for the word in small letters: the page repeats those, what is found keeps the capital.
    rebuild(progress=lambda kind, count: None)


def put_a_word_into_events(world: World) -> None:
    """One telling word in what only those who run events, their members or those who come may read."""
    hidden = (world.members_event, world.invited_event, world.draft_event, world.archived_event)
    Event.objects.filter(pk__in=[event.pk for event in hidden]).update(
        title=WORD, summary=WORD, description=WORD, place=WORD, organisers=WORD, contact=WORD
    )
    Event.objects.filter(pk=world.event.pk).update(room_url=f"https://room.example/{WORD}")
    for event in hidden[:-1]:
        add_slot(event.pk, fields=SlotFields(WORD), by=world.people["head"], at=clock.now())
    for enrolment in (world.enrolment, world.own_enrolment, world.pending_enrolment, world.guest_enrolment):
        type(enrolment).objects.filter(pk=enrolment.pk).update(name=WORD, reason=WORD, guest_phone=WORD)
    for thing, field in (
        (world.attendance, "name"),
        (world.counted, "name"),
        (world.letter, "subject"),
        (world.room_row, "raw_name"),
        (world.check_in_code, "label"),
        (world.participants_material, "title"),
        (world.members_material, "title"),
        (world.archived_material, "title"),
        (world.participants_film, "title"),
        (world.unshown_film, "title"),
        (world.archived_film, "title"),
        (world.draft_questions, "title"),
        (world.whole_upload, "name"),
        (world.series.events.exclude(announced_at__isnull=False).get(), "title"),
    ):
        type(thing).objects.filter(pk=thing.pk).update(**{field: WORD})
    assert world.submission.answers.filter(text="О книгах леса").update(text=WORD) == 1


def put_a_word_into_protocols(world: World) -> None:
    """One telling word in what only those of the association, or only those who keep protocols, may read."""
    assert world.carry
    assert world.revision
    hidden = (world.draft_protocol, world.remarks_protocol, world.signed_protocol, world.archived_protocol)
    for protocol in hidden:
        Protocol.objects.filter(pk=protocol.pk).update(title=WORD, meeting_words=WORD, place=WORD)
        protocol.people.update(name=WORD, post=WORD)
        protocol.agenda.update(title=WORD)
        protocol.speeches.update(text=WORD, name=WORD)
        protocol.decisions.update(text=WORD)
        protocol.revisions.update(fields={"text": WORD})
    for thing, field in (
        (world.remark, "text"),
        (world.attachment, "title"),
        (world.scan, "title"),
        (world.mark, "name"),
        (world.schools_mark, "words"),
        (world.carry, "words"),
        (world.proposal, "text"),
        (world.resolution_point, "text"),
        (world.resolution_section, "heading"),
        (world.adopted_point, "text"),
        (world.handed_paper, "words"),
    ):
        type(thing).objects.filter(pk=thing.pk).update(**{field: WORD})
    for resolution in (world.collecting, world.draft_resolution, world.adopted, world.archived_resolution):
        type(resolution).objects.filter(pk=resolution.pk).update(title=WORD, preamble=WORD)


def put_a_word_into_papers(world: World) -> None:
    """One telling word in documents that are not for everybody, in their sheets, in what is not on a site yet."""
    assert world.replacement
    assert world.order_row
    hidden = (world.order, world.own_order, world.unpublished_order, world.archived_order, world.replacement.older)
    for document in hidden:
        Document.objects.filter(pk=document.pk).update(title=WORD, summary=WORD, source=WORD)
        for version in document.versions.all():
            version.pages.update(text=WORD)
            type(version).objects.filter(pk=version.pk).update(what_changed=WORD, text=WORD, added_by_name=WORD)
    for sheet in (world.order_sheet, world.closed_sheet):
        type(sheet).objects.filter(pk=sheet.pk).update(request=WORD)
        sheet.rows.update(person_name=WORD)
    # On this sheet the neighbour's head has people of her own: ours are not shown to her.
    type(world.regional_row).objects.filter(pk=world.regional_row.pk).update(person_name=WORD)
    NewsPage.objects.filter(pk=world.draft_news.pk).update(title=WORD, draft_title=WORD, lead=WORD)
    SitePicture.objects.filter(pk=world.hidden_picture.pk).update(title=WORD, description=WORD)


@pytest.mark.parametrize("column", ["guest", "head_of_neighbour", "member_above", "archived_head", "bearer_of_key"])
def test_no_page_lets_a_word_of_others_slip(column: str, world: World) -> None:
    put_a_word_everywhere(world)
    client = world.client(column)
    slipped = []

    # The search first: a later row enrols the neighbour's head, and then she may find what is for those who come.
    for row in sorted(TABLE, key=lambda row: not row.name.startswith("search:")):
        # The bearer of a key has rights in the interface alone: there the key is the head's own.
        if row.has_token or (column == "bearer_of_key" and row.name.startswith("api-1:")):
            continue
        names = dict(row.names(world))
        codes = {names["code"], "bereg", "omo"} if "code" in names else {""}
        for code in sorted(codes):
            address = reverse(row.name, kwargs={**names, **({"code": code} if code else {})})
            answer = client.get(address, dict(row.query(world)))
            if says_it(answer):
                slipped.append(address)

    assert slipped == []


def test_the_word_is_there_for_those_who_may_read_it(world: World) -> None:
    """Without this, the test above could pass because nothing is shown to anybody."""
    put_a_word_everywhere(world)
    client = world.client("head")
    addresses = [
        reverse("pages:association_home", args=["luga"]),
        reverse("workplans:plan_detail", args=[world.draft.pk]),
        reverse("workplans:calendar"),
        reverse("workplans:association_calendar", args=["luga"]),
        reverse("workplans:import_list", args=["luga"]),
        reverse("members:member_list", args=["luga"]),
        reverse("jobs:job_detail", args=[world.job.public_id]),
        reverse("pages:desk"),
        reverse("members:card_detail", args=[world.newcomer.pk]),
        reverse("members:registration_list", args=["luga"]),
        reverse("members:campaign_list", args=["luga"]),
        reverse("members:directory"),
        reverse("members:composition_on", args=["luga"]),
        reverse("notices:notice_list"),
        reverse("members:white_spots"),
        reverse("events:event_list"),
        reverse("events:event_month"),
        reverse("events:association_events", args=["luga"]),
        reverse("events:event_detail", args=[world.event.pk]),
        reverse("events:event_detail", args=[world.draft_event.pk]),
        reverse("events:room", args=[world.event.pk]),
        f"{reverse('events:enrolment_list', args=[world.event.pk])}?state=all",
        reverse("events:attendance_list", args=[world.event.pk]),
        reverse("events:letter_list", args=[world.event.pk]),
        reverse("events:check_in_codes", args=[world.event.pk]),
        reverse("events:material_list", args=[world.event.pk]),
        reverse("events:scanner_tickets", args=[world.event.pk]),
        reverse("events:figure_list", args=["luga", "attendances"]),
        reverse("questionnaires:answers_summary", args=[world.questions.public_id]),
        reverse("protocols:protocol_list"),
        reverse("protocols:association_protocols", args=["luga"]),
        reverse("protocols:protocol_detail", args=[world.draft_protocol.pk]),
        reverse("protocols:protocol_detail", args=[world.signed_protocol.pk]),
        reverse("protocols:protocol_edit", args=[world.draft_protocol.pk]),
        reverse("protocols:association_assignments", args=["luga"]),
        reverse("protocols:decision_detail", args=[world.followed_decision.pk]),
        reverse("protocols:assignment_detail", args=[world.mark.pk]),
        reverse("protocols:resolution_list"),
        reverse("protocols:resolution_detail", args=[world.adopted.pk]),
        reverse("protocols:proposal_list", args=[world.collecting.pk]),
        reverse("protocols:resolution_progress", args=[world.adopted.pk]),
        f"{reverse('reports:own_papers', args=['luga'])}?year={world.year}",
        reverse("documents:document_list"),
        reverse("documents:association_documents", args=["luga"]),
        reverse("documents:document_detail", args=[world.order.pk]),
        reverse("documents:document_detail", args=[world.unpublished_order.pk]),
        reverse("documents:document_history", args=[world.order.pk]),
        reverse("documents:sheet_list"),
        reverse("documents:sheet_detail", args=[world.regional_sheet.pk]),
        reverse("pages:site_manage", args=["luga"]),
        f"{reverse('pages:site_picture_list', args=['luga'])}?people=hidden",
        f"{reverse('search:find')}?q=тайнопись",
        f"{reverse('search:offers')}?q=тайноп",
    ]

    silent = [address for address in addresses if not says_it(client.get(address))]

    assert silent == []


@pytest.mark.parametrize("column", ["member", "editor", "head_above", "operator", "bearer_of_key"])
def test_link_of_a_room_stands_nowhere_but_on_its_page(column: str, world: World) -> None:
    """Read from above, or before its window, or by a program: the link of the video meeting is told nobody.

    The key is the head's, who runs the events: her own page shows her the link, the interface never does.
    """
    secret = f"https://room.example/{WORD}"
    kept = [world.later_event] if column == "member" else [world.event, world.later_event]
    assert world.own_enrolment
    Event.objects.filter(pk__in=[event.pk for event in kept]).update(room_url=secret)
    client, slipped = world.client(column), []
    events = {"event_id": kept[-1].pk}

    for row in TABLE:
        if row.has_token or not row.name.startswith(("events:", "pages:", "api-1:", "workplans:", "notices:")):
            continue
        names = dict(row.names(world))
        # Every page of an event is asked about the later one too.
        ways = [names, {**names, **events}] if set(names) == {"event_id"} else [names]
        for way in ways:
            address = reverse(row.name, kwargs=way)
            answer = client.get(address, dict(row.query(world)))
            if answer.status_code < 500 and WORD in _text(answer):
                slipped.append(address)

    assert slipped == []


def _text(answer: Any) -> str:
    """What an answer says: calendars with their lines made whole, words for programs as people read them."""
    if answer.streaming:
        return ""
    return str(answer.content.decode(errors="ignore")).replace("\r\n ", "").replace(SPELT, WORD)


def test_key_of_a_stranger_reads_nothing_of_others(world: World) -> None:
    put_a_word_everywhere(world)
    stranger = world.people["head_of_neighbour"]
    token = issue_token(stranger, label="Сайт", by=stranger, at=clock.now()).token
    slipped, statuses = [], {}

    for row in TABLE:
        if not row.name.startswith("api-1:"):
            continue
        address = reverse(row.name, kwargs=dict(row.names(world)))
        answer = world.client("guest").get(address, headers={"Authorization": f"Bearer {token}"})
        statuses[row.name] = answer.status_code
        if says_it(answer):
            slipped.append(address)

    assert slipped == []
    assert {name for name, status in statuses.items() if status == 404} == {
        "api-1:api-root",
        "api-1:plan_detail",
        "api-1:item_list",
        "api-1:plan_file",
        "api-1:event_detail",
        "api-1:document_detail",
        # Of the draft; the published one is for everybody.
        "api-1:news_detail",
    }


def test_person_without_any_role_sees_only_what_is_public(world: World) -> None:
    nobody: Any = PersonFactory()
    put_a_word_everywhere(world)
    client = world.client("guest")
    client.force_login(nobody)
    found: dict[int, set[str]] = {}

    for row in TABLE:
        if row.has_token or row.name.startswith(("api-1:", "notices:", "people:", "ui:")):
            continue
        answer = client.get(reverse(row.name, kwargs=dict(row.names(world))), dict(row.query(world)))
        found.setdefault(answer.status_code, set()).add(str(row))
        assert not says_it(answer), str(row)

    assert found[200] == {
        "associations:association_list",
        "associations:capability_explain (of oneself)",
        "associations:capability_table",
        "associations:organisation_list",
        "associations:territory_list",
        "certificates:badge_issuer (has issued)",
        "certificates:badge_key",
        "certificates:badge_status",
        # The key is made by then.
        "certificates:badge_status (nothing to sign with yet)",
        "certificates:check (genuine)",
        "certificates:check (withdrawn)",
        "certificates:check_entry (empty)",
        "certificates:mine",
        "certificates:shipped_picture",
        "documents:association_documents",
        "documents:association_rss",
        "documents:document_detail (public)",
        "documents:document_list",
        "documents:document_print (public)",
        "documents:document_register",
        "documents:document_rss",
        "documents:reading_list",
        "documents:reading_print",
        "documents:sheet_list",
        "events:check_in (public)",
        "events:clashes",
        "events:enrol (public)",
        "events:enrol (the member is registered)",
        "events:enrol_consent",
        "events:enrol_sent (public)",
        "events:event_detail (public)",
        "events:event_feed",
        "events:event_ics (public)",
        "events:event_list",
        "events:event_month",
        "events:event_print (public)",
        "events:event_rss",
        "events:event_screen (public)",
        "events:feedback_answer (public)",
        "events:materials_zip (for everybody)",
        "events:materials_zip (for those who come)",
        "events:my_events",
        "events:programme_json (public)",
        "events:programme_word (public)",
        "events:series_detail (public)",
        "media:item_file (for everybody)",
        "media:item_preview (for everybody)",
        "members:campaigns",
        "members:card_detail (name published)",
        "members:directory",
        "members:join",
        "members:join_association",
        "members:join_confirmed",
        "members:join_consent",
        "members:join_sent",
        "members:my_lists",
        "members:school_directory",
        "members:view_save",
        "pages:association_home (no site yet)",
        "pages:association_home (with a site)",
        "pages:association_news_rss",
        "pages:desk",
        "pages:home",
        "pages:news_atom",
        "pages:news_list",
        "pages:news_rss",
        "pages:picture (shown)",
        "pages:share_card (published)",
        "pages:sitemap",
        "pages:sitemap_part (of news)",
        "personal:privacy",
        "protocols:association_protocols (published)",
        "protocols:my_assignments",
        "protocols:protocol_detail (published)",
        "protocols:protocol_list",
        "protocols:resolution_detail (published)",
        "protocols:resolution_list",
        "reports:public_report (published)",
        "search:find (asked)",
        "search:find (nothing asked)",
        "search:offers",
        "workplans:association_calendar",
        "workplans:calendar",
        "workplans:calendar_feed_public",
        "workplans:item_detail (published)",
        "workplans:plan_detail (published)",
        "workplans:plan_export (published)",
        "workplans:plan_list",
    }
