"""Answers: by the personal link, at one's own desk, or told to the head by telephone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from stellazh.audit.services import compare, record
from stellazh.common.actor import Actor, LinkHolder
from stellazh.common.errors import DomainError
from stellazh.common.verdict import require
from stellazh.links.services import holder, open_link
from stellazh.members.access.campaigns import can_answer, can_record_answer
from stellazh.members.access.cards import CONFIRMATION, can_edit_card
from stellazh.members.enums import AnswerState, CampaignState, ConfirmedHow
from stellazh.members.models import Award, CampaignAnswer, Card, Training
from stellazh.members.services.campaign_people import publish_progress
from stellazh.members.services.campaigns import CAMPAIGNS, require_open
from stellazh.members.services.cards import (
    AwardFields,
    CardFields,
    TrainingFields,
    add_award,
    add_training,
    confirm_card,
    update_card,
)
from stellazh.people.access import is_self

LONGEST_NOTE = 500
# A second click that comes so soon says nothing new.
SAME_CLICK = timedelta(minutes=1)


class NoteIsTooLong(DomainError):
    """The note does not fit."""


class AnswerIsMissing(DomainError):
    """There is no answer, or no note, to do that with."""


@dataclass(frozen=True, slots=True)
class OpenedAnswer:
    """What a personal link opens: the answer of its one person, and who its bearer is."""

    answer: CampaignAnswer
    actor: LinkHolder


def open_answer(token: str, *, at: datetime) -> OpenedAnswer | None:
    """The answer behind a personal link; None for every token that opens nothing, without saying why.

    Changes nothing but the link's own trace: fit for a GET. A link dies with its campaign, and when the card is put
    away or merged into another.
    """
    link = open_link(token, CONFIRMATION, at=at)
    if link is None or not link.object_id.isdecimal():
        return None
    rows = CampaignAnswer.objects.select_related("campaign__association", "association", "person__card")
    answer = rows.filter(pk=int(link.object_id), campaign__state=CampaignState.OPEN).first()
    # The owner is compared as well: an answer moved to another person's card by a merge is not that link's any more.
    if answer is None or answer.person.archived_at is not None or link.owner_id != str(answer.person_id):
        return None
    return OpenedAnswer(answer, holder(link))


@transaction.atomic
def confirm_answer(answer_id: int, *, note: str = "", by: Actor, at: datetime) -> CampaignAnswer:
    """«Всё верно»: the card is confirmed. `note` asks the head for what cannot be corrected here.

    May be said again while the campaign runs; a double click says it once.

    Raises:
        PermissionRefused: `by` is neither the person nor the bearer of her link.
        CampaignNotOpen, CampaignIsOver, NoteIsTooLong.
    """
    answer = _locked(answer_id)
    require(can_answer(by, answer))
    require_open(answer.campaign)
    state = AnswerState.CORRECTED if answer.corrected_at else AnswerState.CONFIRMED
    return _store(answer, state, note, name=answer.person.short_name, by=by, at=at)


@transaction.atomic
def correct_answer(
    answer_id: int, *, expected_version: int, fields: CardFields, note: str = "", by: Actor, at: datetime
) -> CampaignAnswer:
    """Correct the card and confirm it in one. `expected_version` is the card's.

    Raises:
        PermissionRefused, CampaignNotOpen, CampaignIsOver, NoteIsTooLong.
        What `update_card` refuses; nothing has changed then.
    """
    answer = _locked(answer_id)
    require(can_answer(by, answer))
    require_open(answer.campaign)
    before = CardFields.of(Card.objects.filter(person_id=answer.person_id).first() or Card())
    card = update_card(answer.person_id, expected_version=expected_version, fields=fields, by=by, at=at)
    if CardFields.of(card) != before:
        _mark_corrected(answer, at=at)
    return confirm_answer(answer_id, note=note, by=by, at=at)


@transaction.atomic
def add_training_of_answer(answer_id: int, *, fields: TrainingFields, by: Actor, at: datetime) -> Training:
    """Write a course into the card on the way to the answer.

    Raises:
        PermissionRefused, CampaignNotOpen, CampaignIsOver; what `add_training` refuses.
    """
    answer = _locked(answer_id)
    require(can_answer(by, answer))
    require_open(answer.campaign)
    training = add_training(answer.person_id, fields=fields, by=by, at=at)
    _mark_corrected(answer, at=at)
    return training


@transaction.atomic
def add_award_of_answer(answer_id: int, *, fields: AwardFields, by: Actor, at: datetime) -> Award:
    """Write an award into the card on the way to the answer.

    Raises:
        PermissionRefused, CampaignNotOpen, CampaignIsOver; what `add_award` refuses.
    """
    answer = _locked(answer_id)
    require(can_answer(by, answer))
    require_open(answer.campaign)
    award = add_award(answer.person_id, fields=fields, by=by, at=at)
    _mark_corrected(answer, at=at)
    return award


@transaction.atomic
def report_gone(answer_id: int, *, note: str = "", by: Actor, at: datetime) -> CampaignAnswer:
    """«Больше не работаю». Ends nothing by itself: the head decides.

    Raises:
        PermissionRefused, CampaignNotOpen, CampaignIsOver, NoteIsTooLong.
    """
    answer = _locked(answer_id)
    require(can_answer(by, answer))
    require_open(answer.campaign)
    return _store(answer, AnswerState.GONE, note, name=answer.person.short_name, by=by, at=at)


@transaction.atomic
def record_answer(answer_id: int, *, state: str, note: str = "", by: Actor, at: datetime) -> CampaignAnswer:
    """Write down what the person said by telephone; WAITING takes back what was written by mistake.

    Raises:
        PermissionRefused: `by` runs no campaign here.
        CampaignNotOpen, CampaignIsOver, NoteIsTooLong.
    """
    answer = _locked(answer_id)
    require(can_record_answer(by, answer))
    require_open(answer.campaign)
    return _store(answer, AnswerState(state), note, name=by.actor_name, by=by, at=at)


@transaction.atomic
def settle_note(answer_id: int, *, by: Actor, at: datetime) -> CampaignAnswer:
    """Say that what the note asks for is done. Done already stays as it is.

    Raises:
        PermissionRefused; AnswerIsMissing: there is no note.
    """
    answer = _locked(answer_id)
    require(can_record_answer(by, answer))
    if not answer.note:
        raise AnswerIsMissing("В этом ответе нет замечания.")
    if answer.note_settled_at is None:
        answer.note_settled_at = at
        answer.version += 1
        answer.save(update_fields=["note_settled_at", "version"])
        _record("campaign_note_settled", answer, by=by, at=at, changes={})
    return answer


def _store(
    answer: CampaignAnswer, state: AnswerState, note: str, *, name: str, by: Actor, at: datetime
) -> CampaignAnswer:
    note = " ".join(note.split())
    if len(note) > LONGEST_NOTE:
        raise NoteIsTooLong(f"Замечание — не длиннее {LONGEST_NOTE} знаков.")
    said = (state, note, name[:200])
    is_same = said == (answer.state, answer.note, answer.answered_by_name)
    if is_same and answer.answered_at is not None and at - answer.answered_at < SAME_CLICK:
        return answer
    answers = [answer]
    if state in (AnswerState.CONFIRMED, AnswerState.CORRECTED):
        _confirm_card(answer, by=by, at=at)
        # The person may be asked by two associations at once: a card that is right is right for both.
        answers = [answer, *_waiting_elsewhere(answer)]
    for other in answers:
        before = _shown(other)
        other.state, other.note, other.answered_by_name = said
        other.answered_at = None if state == AnswerState.WAITING else at
        other.answered_by_name = "" if state == AnswerState.WAITING else other.answered_by_name
        other.note_settled_at = None
        other.version += 1
        other.save()
        _record("campaign_answered", other, by=by, at=at, changes=compare(before, _shown(other)))
        publish_progress(other.campaign)
    return answer


def _waiting_elsewhere(answer: CampaignAnswer) -> list[CampaignAnswer]:
    rows = CampaignAnswer.objects.waiting().filter(person_id=answer.person_id, campaign__state=CampaignState.OPEN)
    others = rows.exclude(pk=answer.pk).select_for_update(of=("self",))
    return list(others.select_related("campaign", "association", "person"))


def _confirm_card(answer: CampaignAnswer, *, by: Actor, at: datetime) -> None:
    if is_self(by, answer.person):
        confirm_card(answer.person_id, how=ConfirmedHow.SELF, by=by, at=at)
    elif isinstance(by, LinkHolder):
        confirm_card(answer.person_id, how=ConfirmedHow.LINK, by=by, at=at)
    else:
        # Whoever runs the campaign above may write down an answer from below: that right was asked for.
        doer = by if can_edit_card(by, answer.person) else CAMPAIGNS
        confirm_card(answer.person_id, how=ConfirmedHow.BY_HEAD, by=doer, at=at)


def _mark_corrected(answer: CampaignAnswer, *, at: datetime) -> None:
    answer.corrected_at = at
    answer.save(update_fields=["corrected_at"])


def _locked(answer_id: int) -> CampaignAnswer:
    rows = CampaignAnswer.objects.select_for_update(of=("self",)).select_related(
        "campaign__association__territory", "association__territory", "association__parent", "person"
    )
    return rows.get(pk=answer_id)


def _shown(answer: CampaignAnswer) -> dict[str, str]:
    return {
        "Ответ": AnswerState(answer.state).label,
        "Кто ответил": answer.answered_by_name,
        "Замечание": answer.note,
    }


def _record(
    action: str, answer: CampaignAnswer, *, by: Actor, at: datetime, changes: dict[str, tuple[str, str]]
) -> None:
    record(action, answer, by=by, at=at, scope=answer.association.path, changes=changes, note=answer.person.full_name)
