"""Answers: by the link, at the desk, by telephone; twice, at once, after the end."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from stellazh.associations.models import Association
from stellazh.common.actor import Actor, Guest
from stellazh.common.errors import ChangedMeanwhile, DomainError, PermissionRefused
from stellazh.links.services import open_link
from stellazh.members.access.cards import CONFIRMATION
from stellazh.members.enums import AnswerState, ConfirmedHow
from stellazh.members.models import CampaignAnswer, Card, Membership
from stellazh.members.services import campaign_answers as services
from stellazh.members.services.campaign_people import revoke_confirmation_links
from stellazh.members.services.campaigns import CampaignIsOver, CampaignNotOpen, close_campaign
from stellazh.members.services.cards import AwardFields, CardFields, TrainingFields, set_visibility, update_card
from stellazh.people.holders import holders
from stellazh.people.models import Person
from stellazh.people.services import archive_person
from tests.checks import at_once, deeds, nothing_changes
from tests.factories.members import CampaignAnswerFactory, CampaignFactory, CardFactory, MembershipFactory
from tests.members.campaign_stories import SYSTEM, joined, token_for

DAY = timedelta(days=1)


@pytest.fixture
def answer(association: Association, head: Person) -> CampaignAnswer:
    """Somebody without an account is waited for."""
    person = joined(association, family_name="Озерова", email="ozerova@example.org")
    CardFactory(person=person, phone="+7 921 000-11-22")
    made: Any = CampaignAnswerFactory(campaign=CampaignFactory(association=association), person=person, written=True)
    return made


def bearer(answer: CampaignAnswer, at: datetime) -> Actor:
    """Whoever holds the person's own link."""
    opened = services.open_answer(token_for(answer, at=at), at=at)
    assert opened is not None
    return opened.actor


def stored(answer: CampaignAnswer) -> CampaignAnswer:
    return CampaignAnswer.objects.get(pk=answer.pk)


def card_of(answer: CampaignAnswer) -> Card:
    return Card.objects.get(person_id=answer.person_id)


def test_confirmed_by_link(answer: CampaignAnswer, at: datetime) -> None:
    actor = bearer(answer, at)

    services.confirm_answer(answer.pk, by=actor, at=at)

    said, card = stored(answer), card_of(answer)
    assert (said.state, said.answered_at, said.answered_by_name) == (AnswerState.CONFIRMED, at, "Озерова В.И.")
    assert (card.confirmed_at, card.confirmed_how) == (at, ConfirmedHow.LINK)
    assert deeds(said) == [
        (
            "campaign_answered",
            actor.actor_id,
            {"Ответ": ["ответа нет", "подтверждено без изменений"], "Кто ответил": ["", "Озерова В.И."]},
        )
    ]


def test_confirmed_at_the_desk(association: Association, member: Person, at: datetime) -> None:
    own: Any = CampaignAnswerFactory(campaign=CampaignFactory(association=association), person=member)

    services.confirm_answer(own.pk, by=member, at=at)

    assert card_of(own).confirmed_how == ConfirmedHow.SELF


def test_corrected_by_link_in_one_step(answer: CampaignAnswer, at: datetime) -> None:
    actor, card = bearer(answer, at), card_of(answer)
    fields = CardFields(phone="8 921 000-99-88", experience_total=20)

    services.correct_answer(
        answer.pk, expected_version=card.version, fields=fields, note=" Школа № 7 ", by=actor, at=at
    )

    said, changed = stored(answer), card_of(answer)
    assert (said.state, said.note, said.corrected_at) == (AnswerState.CORRECTED, "Школа № 7", at)
    assert (changed.phone, changed.experience_total) == ("+7 921 000-99-88", 20)
    assert (changed.confirmed_at, changed.confirmed_how) == (at, ConfirmedHow.LINK)


def test_saved_without_a_change_is_a_confirmation(answer: CampaignAnswer, at: datetime) -> None:
    card = card_of(answer)

    services.correct_answer(
        answer.pk, expected_version=card.version, fields=CardFields.of(card), by=bearer(answer, at), at=at
    )

    assert (stored(answer).state, stored(answer).corrected_at) == (AnswerState.CONFIRMED, None)


def test_correction_that_is_refused_answers_nothing(answer: CampaignAnswer, at: datetime) -> None:
    actor, card = bearer(answer, at), card_of(answer)

    def correct(version: int, **changes: Any) -> object:
        return services.correct_answer(
            answer.pk, expected_version=version, fields=CardFields(**changes), by=actor, at=at
        )

    nothing_changes(lambda: correct(card.version, experience_total=-1), DomainError)
    nothing_changes(lambda: correct(card.version + 1, phone="+7 900 000-00-00"), ChangedMeanwhile)


def test_course_and_award_on_the_way_make_the_answer_a_correction(answer: CampaignAnswer, at: datetime) -> None:
    actor = bearer(answer, at)

    services.add_training_of_answer(answer.pk, fields=TrainingFields("Смысловое чтение", hours=72), by=actor, at=at)
    services.add_award_of_answer(answer.pk, fields=AwardFields("Грамота"), by=actor, at=at)
    assert stored(answer).state == AnswerState.WAITING
    services.confirm_answer(answer.pk, by=actor, at=at)

    assert stored(answer).state == AnswerState.CORRECTED
    card = card_of(answer)
    assert [one.title for one in card.trainings.all()] == ["Смысловое чтение"]
    assert [one.title for one in card.awards.all()] == ["Грамота"]


def test_gone_ends_nothing_by_itself(answer: CampaignAnswer, at: datetime) -> None:
    services.report_gone(answer.pk, note="с 1 сентября", by=bearer(answer, at), at=at)

    said = stored(answer)
    assert (said.state, said.note) == (AnswerState.GONE, "с 1 сентября")
    assert Membership.objects.get(person=answer.person).to_on is None
    assert card_of(answer).confirmed_at is None


def test_latest_answer_stands(answer: CampaignAnswer, at: datetime) -> None:
    actor = bearer(answer, at)
    services.report_gone(answer.pk, by=actor, at=at)

    services.confirm_answer(answer.pk, by=actor, at=at + DAY)

    assert (stored(answer).state, stored(answer).answered_at) == (AnswerState.CONFIRMED, at + DAY)


def test_double_click_says_it_once(answer: CampaignAnswer, at: datetime) -> None:
    actor = bearer(answer, at)

    for seconds in (0, 5):
        services.confirm_answer(answer.pk, by=actor, at=at + timedelta(seconds=seconds))

    assert [action for action, _, _ in deeds(answer)] == ["campaign_answered"]
    assert stored(answer).answered_at == at


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_once_make_one(association: Association, at: datetime) -> None:
    person = joined(association)
    answer: Any = CampaignAnswerFactory(campaign=CampaignFactory(association=association), person=person)
    actor = bearer(answer, at)

    found = at_once(lambda: services.confirm_answer(answer.pk, by=actor, at=at).state)

    assert found == ["confirmed", "confirmed"]
    assert CampaignAnswer.objects.count() == 1
    assert [action for action, _, _ in deeds(answer)] == ["campaign_answered"]


def test_only_the_person_and_her_link_answer(
    answer: CampaignAnswer, head: Person, stranger: Person, member: Person, at: datetime
) -> None:
    other: Any = CampaignAnswerFactory(campaign=answer.campaign, person=member, association=answer.association)
    for by in (head, stranger, Guest(), bearer(other, at)):
        nothing_changes(lambda by=by: services.confirm_answer(answer.pk, by=by, at=at), PermissionRefused)
        nothing_changes(lambda by=by: services.report_gone(answer.pk, by=by, at=at), PermissionRefused)
        nothing_changes(
            lambda by=by: services.correct_answer(
                answer.pk, expected_version=1, fields=CardFields(phone="1"), by=by, at=at
            ),
            PermissionRefused,
        )
        nothing_changes(
            lambda by=by: services.add_training_of_answer(answer.pk, fields=TrainingFields("Курс"), by=by, at=at),
            PermissionRefused,
        )
        nothing_changes(
            lambda by=by: services.add_award_of_answer(answer.pk, fields=AwardFields("Грамота"), by=by, at=at),
            PermissionRefused,
        )


def test_after_the_end_nothing_is_answered(
    answer: CampaignAnswer, association: Association, head: Person, member: Person, at: datetime
) -> None:
    own: Any = CampaignAnswerFactory(campaign=answer.campaign, person=member)
    actor = bearer(answer, at)
    close_campaign(answer.campaign_id, by=head, at=at)

    nothing_changes(lambda: services.confirm_answer(answer.pk, by=actor, at=at), PermissionRefused)
    nothing_changes(lambda: services.confirm_answer(own.pk, by=member, at=at), CampaignIsOver)
    nothing_changes(lambda: services.record_answer(answer.pk, state=AnswerState.GONE, by=head, at=at), CampaignIsOver)
    draft: Any = CampaignAnswerFactory(campaign=CampaignFactory(association=association, draft=True), person=member)
    nothing_changes(lambda: services.report_gone(draft.pk, by=member, at=at), CampaignNotOpen)


def test_long_note_is_refused(answer: CampaignAnswer, at: datetime) -> None:
    actor = bearer(answer, at)

    nothing_changes(lambda: services.confirm_answer(answer.pk, note="а" * 501, by=actor, at=at), services.NoteIsTooLong)


def test_head_records_what_was_said_by_telephone(answer: CampaignAnswer, head: Person, at: datetime) -> None:
    services.record_answer(answer.pk, state=AnswerState.CONFIRMED, note="звонила", by=head, at=at)

    said, card = stored(answer), card_of(answer)
    assert (said.state, said.note, said.answered_by_name) == (AnswerState.CONFIRMED, "звонила", "Ольхова В.И.")
    assert (card.confirmed_at, card.confirmed_how) == (at, ConfirmedHow.BY_HEAD)

    services.record_answer(answer.pk, state=AnswerState.WAITING, by=head, at=at + DAY)

    again = stored(answer)
    assert (again.state, again.answered_at, again.answered_by_name) == (AnswerState.WAITING, None, "")


def test_answers_are_recorded_here_and_by_whoever_runs_the_campaign(
    answer: CampaignAnswer,
    region: Association,
    region_head: Person,
    head: Person,
    stranger: Person,
    member: Person,
    methodist: Person,
    at: datetime,
) -> None:
    wide: Any = CampaignAnswerFactory(
        campaign=CampaignFactory(association=region, includes_below=True),
        person=answer.person,
        association=answer.association,
    )
    for by in (stranger, member, Guest()):
        nothing_changes(
            lambda by=by: services.record_answer(wide.pk, state=AnswerState.GONE, by=by, at=at), PermissionRefused
        )
    nothing_changes(
        lambda: services.record_answer(answer.pk, state=AnswerState.GONE, by=region_head, at=at), PermissionRefused
    )

    for n, by in enumerate((region_head, head, methodist)):
        services.record_answer(wide.pk, state=AnswerState.CONFIRMED, by=by, at=at + n * DAY)
        assert stored(wide).answered_by_name == by.short_name


def test_confirmation_holds_for_every_campaign_that_waits(
    answer: CampaignAnswer, region: Association, at: datetime
) -> None:
    wide: Any = CampaignAnswerFactory(
        campaign=CampaignFactory(association=region, includes_below=True), person=answer.person
    )
    over: Any = CampaignAnswerFactory(campaign=CampaignFactory(closed=True), person=answer.person)

    services.confirm_answer(answer.pk, by=bearer(answer, at), at=at)

    assert (stored(wide).state, stored(over).state) == (AnswerState.CONFIRMED, AnswerState.WAITING)


def test_leaving_one_place_is_no_answer_for_another(answer: CampaignAnswer, region: Association, at: datetime) -> None:
    wide: Any = CampaignAnswerFactory(campaign=CampaignFactory(association=region), person=answer.person)

    services.report_gone(answer.pk, by=bearer(answer, at), at=at)

    assert stored(wide).state == AnswerState.WAITING


def test_note_is_settled_once(answer: CampaignAnswer, head: Person, member: Person, at: datetime) -> None:
    nothing_changes(lambda: services.settle_note(answer.pk, by=head, at=at), services.AnswerIsMissing)
    services.confirm_answer(answer.pk, note="Моя фамилия теперь Лесникова", by=bearer(answer, at), at=at)
    nothing_changes(lambda: services.settle_note(answer.pk, by=member, at=at), PermissionRefused)

    for n in range(2):
        services.settle_note(answer.pk, by=head, at=at + n * DAY)

    assert stored(answer).note_settled_at == at
    assert [action for action, _, _ in deeds(answer)] == ["campaign_answered", "campaign_note_settled"]


def test_link_opens_its_own_answer_alone(answer: CampaignAnswer, member: Person, at: datetime) -> None:
    other: Any = CampaignAnswerFactory(campaign=answer.campaign, person=member)
    opened = services.open_answer(token_for(answer, at=at), at=at)

    assert opened is not None
    assert (opened.answer, opened.actor.object_id) == (answer, str(answer.pk))
    assert services.open_answer("x" * 43, at=at) is None
    # A link given out for somebody else's answer, as it would be after a merge moved the row.
    assert services.open_answer(token_for(answer, at=at, owner_id=other.person_id), at=at) is None


def test_link_dies_with_its_term_its_campaign_and_the_card(answer: CampaignAnswer, head: Person, at: datetime) -> None:
    token = token_for(answer, at=at)
    last = datetime(2024, 10, 4, 20, 59, tzinfo=at.tzinfo)

    assert services.open_answer(token, at=last) is not None
    assert services.open_answer(token, at=last + timedelta(minutes=1)) is None
    archive_person(answer.person_id, by=SYSTEM, at=at)
    assert services.open_answer(token, at=at) is None


def test_links_to_a_card_are_revoked_together(answer: CampaignAnswer, head: Person, at: datetime) -> None:
    token = token_for(answer, at=at)

    nothing_changes(lambda: revoke_confirmation_links(answer.person_id, by=head, at=at), PermissionRefused)
    assert revoke_confirmation_links(answer.person_id, by=SYSTEM, at=at) == 1

    assert open_link(token, CONFIRMATION, at=at) is None


def test_merging_and_erasing_kill_the_links(
    answer: CampaignAnswer, member: Person, association: Association, at: datetime
) -> None:
    holder = holders["members.answers"]
    other: Any = CampaignAnswerFactory(campaign=answer.campaign, person=joined(association))
    tokens = [token_for(one, at=at) for one in (answer, other)]

    holder.repoint(answer.person, member, at)
    holder.erase(other.person, at)

    assert [open_link(token, CONFIRMATION, at=at) for token in tokens] == [None, None]
    assert stored(answer).person == member


def test_link_neither_shows_nor_changes_what_its_owner_keeps_to_herself(
    association: Association, member: Person, at: datetime
) -> None:
    card: Any = CardFactory(person=member, phone="+7 921 000-11-22", birth_on=date(1980, 1, 1))
    set_visibility(
        member.pk, expected_version=card.version, levels={"phone": "self"}, place="10.0.0.1", by=member, at=at
    )
    card.refresh_from_db()
    answer: Any = CampaignAnswerFactory(campaign=CampaignFactory(association=association), person=member)
    fields = CardFields(phone="+7 900 000-00-00", birth_on=date(1981, 1, 1))

    services.correct_answer(answer.pk, expected_version=card.version, fields=fields, by=bearer(answer, at), at=at)

    card.refresh_from_db()
    assert (card.phone, card.birth_on) == ("+7 921 000-11-22", date(1981, 1, 1))


def test_link_changes_only_the_card(answer: CampaignAnswer, at: datetime) -> None:
    from stellazh.people.services import PersonFields, set_email, update_person

    actor, person = bearer(answer, at), answer.person
    other = MembershipFactory(association=answer.association).person

    nothing_changes(
        lambda: update_person(person.pk, expected_version=person.version, fields=PersonFields("Иная"), by=actor, at=at),
        PermissionRefused,
    )
    nothing_changes(lambda: set_email(person.pk, email="other@example.org", by=actor, at=at), PermissionRefused)
    nothing_changes(
        lambda: update_card(other.pk, expected_version=0, fields=CardFields(phone="1"), by=actor, at=at),
        PermissionRefused,
    )
