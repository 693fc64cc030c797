"""Proposals: made, supported, merged, taken, declined; who may, what is refused, what two at once get."""

from __future__ import annotations

import threading
from datetime import datetime
from uuid import uuid4

import pytest

from stellazh.associations.models import Association
from stellazh.common.errors import ChangedMeanwhile, PermissionRefused
from stellazh.notices.models import Notice
from stellazh.people.models import Person
from stellazh.protocols.enums import AddresseeClass, ProposalState
from stellazh.protocols.models import Decision, Proposal, ProposalVote, Resolution
from stellazh.protocols.services import resolutions as services
from stellazh.protocols.services.refusals import TextMissing, TextTooLong
from stellazh.protocols.services.resolutions import refusals
from tests.checks import at_once, deeds, nothing_changes
from tests.factories.people import PersonFactory
from tests.factories.protocols import ProposalFactory


def _propose(resolution: Resolution, by: Person, at: datetime, text: str = "проводить выставки") -> Proposal:
    return services.propose(resolution.pk, addressee_class=AddresseeClass.LIBRARIES, text=text, by=by, at=at)


def test_a_member_below_proposes_once(collecting: Resolution, member: Person, at: datetime) -> None:
    key = uuid4()
    sent = {"addressee_class": "heads", "text": " – делиться опытом; ", "submission_key": key, "by": member, "at": at}

    made = services.propose(collecting.pk, **sent)
    again = services.propose(collecting.pk, **sent)

    assert again == made
    assert (made.text, made.person, made.name, made.state) == (
        "делиться опытом",
        member,
        member.actor_name,
        ProposalState.OPEN,
    )
    assert [deed[0] for deed in deeds(made)] == ["proposal_made"]


def test_what_is_not_proposed(
    collecting: Resolution, member: Person, region_head: Person, at: datetime, association: Association
) -> None:
    stranger: Person = PersonFactory()

    nothing_changes(lambda: _propose(collecting, stranger, at), PermissionRefused)
    nothing_changes(lambda: _propose(collecting, member, at, " – "), TextMissing)
    nothing_changes(lambda: _propose(collecting, member, at, "о" * 2001), TextTooLong)
    nothing_changes(
        lambda: services.propose(collecting.pk, addressee_class="all", text="да", by=member, at=at), TextMissing
    )
    services.close_collecting(collecting.pk, by=region_head, at=at)
    nothing_changes(lambda: _propose(collecting, member, at), PermissionRefused, match="Сбор предложений окончен")


def test_the_author_changes_and_withdraws(
    collecting: Resolution, member: Person, colleague: Person, at: datetime
) -> None:
    made = _propose(collecting, member, at)
    change = {"addressee_class": "centre", "text": "вести блог", "at": at}

    nothing_changes(
        lambda: services.change_proposal(made.pk, expected_version=1, by=colleague, **change), refusals.NotYourProposal
    )
    services.change_proposal(made.pk, expected_version=1, by=member, **change)
    nothing_changes(
        lambda: services.change_proposal(
            made.pk, expected_version=1, addressee_class="centre", text="иначе", by=member, at=at
        ),
        ChangedMeanwhile,
    )
    services.support(made.pk, by=colleague, at=at)
    nothing_changes(
        lambda: services.change_proposal(
            made.pk, expected_version=2, addressee_class="centre", text="иначе", by=member, at=at
        ),
        refusals.ProposalSupported,
    )
    nothing_changes(lambda: services.withdraw_proposal(made.pk, by=colleague, at=at), refusals.NotYourProposal)
    services.withdraw_proposal(made.pk, by=member, at=at)

    made.refresh_from_db()
    assert (made.text, made.addressee_class, made.state) == ("вести блог", "centre", ProposalState.WITHDRAWN)
    nothing_changes(lambda: services.support(made.pk, by=colleague, at=at), refusals.ProposalDecided)


def test_support_counts_once_and_goes_back(
    collecting: Resolution, member: Person, colleague: Person, at: datetime
) -> None:
    made = _propose(collecting, member, at)
    outsider: Person = PersonFactory()

    services.support(made.pk, by=colleague, at=at)
    services.support(made.pk, by=colleague, at=at)
    assert ProposalVote.objects.filter(proposal=made).count() == 1

    services.unsupport(made.pk, by=colleague, at=at)
    services.unsupport(made.pk, by=colleague, at=at)
    assert not ProposalVote.objects.exists()
    nothing_changes(lambda: services.support(made.pk, by=member, at=at), refusals.OwnProposal)
    nothing_changes(lambda: services.support(made.pk, by=outsider, at=at), PermissionRefused)


def test_merging_adds_votes_and_late_votes_follow(
    collecting: Resolution, member: Person, colleague: Person, region_head: Person, at: datetime
) -> None:
    into, other = _propose(collecting, member, at), _propose(collecting, colleague, at, "устраивать выставки")
    third = _propose(collecting, region_head, at, "делать выставки")
    services.support(third.pk, by=colleague, at=at)
    services.merge_proposals(other.pk, other_ids=[third.pk], by=region_head, at=at)
    services.merge_proposals(into.pk, other_ids=[other.pk], by=region_head, at=at)

    services.support(third.pk, by=region_head, at=at)

    assert set(into.votes.values_list("person_id", flat=True)) == {colleague.pk, region_head.pk}
    assert set(into.merged.all()) == {other, third}
    assert Notice.objects.filter(person=colleague, title__contains="объединили").count() == 1
    point = _taken(into, region_head, at)
    assert set(Proposal.objects.filter(point=point)) == {into, other, third}


def _taken(proposal: Proposal, by: Person, at: datetime, **place: int) -> Decision:
    if not place:
        fields = services.SectionFields("Школьным библиотекам", AddresseeClass.LIBRARIES, "school")
        place = {"section_id": services.add_section(proposal.resolution_id, fields=fields, by=by, at=at).pk}
    return services.take_proposal(proposal.pk, by=by, at=at, **place)


def test_what_is_not_merged(collecting: Resolution, member: Person, region_head: Person, at: datetime) -> None:
    into, other = _propose(collecting, member, at), _propose(collecting, member, at)
    foreign = ProposalFactory.create()

    def merge(*keys: int, by: Person = region_head) -> None:
        services.merge_proposals(into.pk, other_ids=keys, by=by, at=at)

    nothing_changes(lambda: merge(other.pk, by=member), PermissionRefused)
    nothing_changes(lambda: merge(into.pk), refusals.NothingToMerge)
    nothing_changes(lambda: merge(foreign.pk), refusals.NoSuchRow)
    services.decline_proposal(other.pk, answer="уже делается", by=region_head, at=at)
    nothing_changes(lambda: merge(other.pk), refusals.ProposalDecided)


def test_taken_into_a_new_point_or_into_one_that_is_there(
    collecting: Resolution, member: Person, region_head: Person, at: datetime
) -> None:
    first, second = _propose(collecting, member, at), _propose(collecting, member, at, "украсить зал")

    point = _taken(first, region_head, at)
    same = _taken(second, region_head, at, point_id=point.pk)

    assert same == point
    assert (point.text, point.owners.get().unfold_to) == ("проводить выставки", "school")
    assert set(point.proposals.values_list("state", flat=True)) == {ProposalState.TAKEN}
    assert Notice.objects.filter(person=member, title__contains="вошло в проект").count() == 2
    nothing_changes(lambda: _taken(first, region_head, at, point_id=point.pk), refusals.ProposalDecided)
    third = _propose(collecting, member, at)
    nothing_changes(lambda: _taken(third, region_head, at, point_id=0), refusals.NoSuchRow)
    nothing_changes(lambda: _taken(third, region_head, at, section_id=0), refusals.NoSuchRow)
    nothing_changes(lambda: _taken(third, member, at, point_id=point.pk), PermissionRefused)


def test_declined_with_an_answer_and_reconsidered(
    collecting: Resolution, member: Person, region_head: Person, at: datetime
) -> None:
    made = _propose(collecting, member, at)

    nothing_changes(
        lambda: services.decline_proposal(made.pk, answer=" ", by=region_head, at=at), refusals.AnswerMissing
    )
    nothing_changes(lambda: services.decline_proposal(made.pk, answer="нет", by=member, at=at), PermissionRefused)
    services.decline_proposal(made.pk, answer="Нет средств", by=region_head, at=at)

    made.refresh_from_db()
    assert (made.state, made.answer) == (ProposalState.DECLINED, "Нет средств")
    assert "Нет средств" in Notice.objects.get(person=member).text
    services.reconsider_proposal(made.pk, by=region_head, at=at)
    made.refresh_from_db()
    assert (made.state, made.answer) == (ProposalState.OPEN, "")
    nothing_changes(lambda: services.reconsider_proposal(made.pk, by=region_head, at=at), refusals.NoSuchRow)


@pytest.mark.django_db(transaction=True)
def test_a_double_click_supports_once(collecting: Resolution, member: Person, colleague: Person, at: datetime) -> None:
    made = _propose(collecting, member, at)

    found = at_once(lambda: str(services.support(made.pk, by=colleague, at=at).pk))

    assert found == [str(made.pk)] * 2
    assert ProposalVote.objects.filter(proposal=made).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_vote_while_merging_is_not_lost(
    collecting: Resolution, member: Person, colleague: Person, region_head: Person, at: datetime
) -> None:
    into, other = _propose(collecting, region_head, at), _propose(collecting, member, at)

    def run() -> str:
        if threading.current_thread().name == "ane":
            return str(services.merge_proposals(into.pk, other_ids=[other.pk], by=region_head, at=at).pk)
        return str(services.support(other.pk, by=colleague, at=at).pk and into.pk)

    found = at_once(run)

    assert found == [str(into.pk)] * 2
    assert set(into.votes.values_list("person_id", flat=True)) == {member.pk, colleague.pk}
