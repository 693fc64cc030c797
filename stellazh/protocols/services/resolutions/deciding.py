"""What the editors do with proposals: merge, take into the draft, decline. The authors are told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from stellazh.common.actor import Actor
from stellazh.protocols.enums import ProposalState
from stellazh.protocols.models import Decision, Proposal, ProposalVote, Resolution
from stellazh.protocols.services.plain_text import checked_lines
from stellazh.protocols.services.resolutions.fields import PointFields, checked_point
from stellazh.protocols.services.resolutions.holding import editable_resolution, keep
from stellazh.protocols.services.resolutions.points import make_point
from stellazh.protocols.services.resolutions.proposals import require_open
from stellazh.protocols.services.resolutions.refusals import AnswerMissing, NoSuchRow, NothingToMerge
from stellazh.protocols.services.resolutions.telling import tell_people


@transaction.atomic
def merge_proposals(into_id: int, *, other_ids: Iterable[int], by: Actor, at: datetime) -> Proposal:
    """Let proposals that say the same be one. Those who made or supported the others support that one now.

    Raises:
        PermissionRefused: `by` does not prepare the resolution, or it is adopted. NothingToMerge.
        NoSuchRow: one belongs to another resolution. ProposalDecided: one has been answered already.
    """
    into, resolution = _editable(into_id, by)
    require_open(into)
    wanted = set(other_ids) - {into.pk}
    others = list(resolution.proposals.filter(pk__in=wanted))
    if not wanted:
        raise NothingToMerge("Отметьте хотя бы два предложения.")
    if len(others) != len(wanted):
        raise NoSuchRow("Одного из предложений в этой резолюции нет. Откройте страницу заново.")
    for other in others:
        require_open(other)
    voters = dict(ProposalVote.objects.filter(proposal__in=others).values_list("person_id", "voted_at"))
    voters |= {other.person_id: at for other in others if other.person_id is not None}
    voters.pop(into.person_id or 0, None)
    ProposalVote.objects.bulk_create(
        [ProposalVote(proposal=into, person_id=key, voted_at=moment) for key, moment in voters.items()],
        ignore_conflicts=True,
    )
    for other in others:
        other.state, other.merged_into = ProposalState.MERGED, into
        other.version += 1
    Proposal.objects.bulk_update(others, ["state", "merged_into", "version"])
    # What had been merged into them goes on with them.
    Proposal.objects.filter(merged_into__in=others).update(merged_into=into)
    keep("proposals_merged", into, resolution, by=by, at=at, note=f"объединено предложений: {len(others)}")
    tell_people(
        resolution,
        _authors(others),
        title="Ваше предложение объединили с похожим",
        text=f"Теперь оно звучит так: {into.text}",
        part="proposals/",
        by=by,
        at=at,
    )
    return into


@transaction.atomic
def take_proposal(
    proposal_id: int,
    *,
    section_id: int | None = None,
    point_id: int | None = None,
    text: str = "",
    by: Actor,
    at: datetime,
) -> Decision:
    """Take a proposal, with all merged into it, into the draft: as a new point of a section, worded `text` or as it
    was proposed, or into a point that is there.

    Raises:
        PermissionRefused, TextMissing, TextTooLong. ProposalDecided: it has been answered already.
        NoSuchRow: neither a section nor a point of this resolution is named.
    """
    proposal, resolution = _editable(proposal_id, by)
    require_open(proposal)
    if point_id is not None:
        point = resolution.points.filter(pk=point_id, archived_at=None).first()
        if point is None:
            raise NoSuchRow("Этого пункта в проекте больше нет.")
    else:
        section = resolution.sections.select_related("organisation").filter(pk=section_id or 0).first()
        if section is None:
            raise NoSuchRow("Выберите раздел, в который войдёт предложение.")
        section.resolution = resolution
        point = make_point(section, checked_point(PointFields(text.strip() or proposal.text)), by=by, at=at)
    told = _decided(proposal, state=ProposalState.TAKEN, point=point)
    keep("proposal_taken", proposal, resolution, by=by, at=at)
    tell_people(
        resolution,
        _authors(told),
        title="Ваше предложение вошло в проект резолюции",
        text=proposal.text,
        part="proposals/",
        by=by,
        at=at,
    )
    return point


@transaction.atomic
def decline_proposal(proposal_id: int, *, answer: str, by: Actor, at: datetime) -> Proposal:
    """Leave a proposal, with all merged into it, out of the draft and tell the authors why.

    Raises:
        PermissionRefused, TextTooLong. AnswerMissing: no reason is given. ProposalDecided.
    """
    proposal, resolution = _editable(proposal_id, by)
    require_open(proposal)
    words = checked_lines(Proposal, {"answer": answer})["answer"]
    if not words:
        raise AnswerMissing("Напишите, почему предложение не вошло: ответ увидит тот, кто его внёс.")
    told = _decided(proposal, state=ProposalState.DECLINED, answer=words)
    keep("proposal_declined", proposal, resolution, by=by, at=at, changes={"Ответ": ("", words)})
    tell_people(
        resolution,
        _authors(told),
        title="Ответ на ваше предложение в резолюцию",
        text=f"{proposal.text}\n\nНе вошло: {words}",
        part="proposals/",
        by=by,
        at=at,
    )
    return proposal


@transaction.atomic
def reconsider_proposal(proposal_id: int, *, by: Actor, at: datetime) -> Proposal:
    """Open a declined proposal again: the click was wrong, or the meeting thought better of it.

    Raises:
        PermissionRefused. NoSuchRow: it has not been declined.
    """
    proposal, resolution = _editable(proposal_id, by)
    if proposal.state != ProposalState.DECLINED:
        raise NoSuchRow("Вернуть к рассмотрению можно только отклонённое предложение.")
    proposal.state, proposal.answer = ProposalState.OPEN, ""
    proposal.version += 1
    proposal.save(update_fields=["state", "answer", "version"])
    keep("proposal_reconsidered", proposal, resolution, by=by, at=at)
    return proposal


def _decided(
    proposal: Proposal, *, state: ProposalState, point: Decision | None = None, answer: str = ""
) -> list[Proposal]:
    """The proposal and those merged into it, answered; merged ones keep saying that they were merged."""
    merged = list(proposal.merged.all())
    proposal.state, proposal.point, proposal.answer = state, point, answer
    for row in merged:
        row.point, row.answer = point, answer
    rows = [proposal, *merged]
    for row in rows:
        row.version += 1
    Proposal.objects.bulk_update(rows, ["state", "point", "answer", "version"])
    return rows


def _authors(proposals: Sequence[Proposal]) -> set[int]:
    return {row.person_id for row in proposals if row.person_id is not None}


def _editable(proposal_id: int, by: Actor) -> tuple[Proposal, Resolution]:
    resolution_id = Proposal.objects.values_list("resolution_id", flat=True).get(pk=proposal_id)
    resolution = editable_resolution(resolution_id, by)
    return Proposal.objects.get(pk=proposal_id), resolution
