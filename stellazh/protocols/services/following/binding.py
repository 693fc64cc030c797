"""Decisions become binding when the protocol is signed or the resolution adopted; undoing takes that back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from stellazh.common import clock
from stellazh.common.actor import Actor, System
from stellazh.common.errors import DomainError
from stellazh.common.numerals import agree
from stellazh.links.services import revoke_links
from stellazh.notices.services import notify
from stellazh.protocols.models import Assignment, Decision, ProgressEntry, Protocol
from stellazh.protocols.notice_kinds import ASSIGNMENT
from stellazh.protocols.reads.answerers import who_answers
from stellazh.protocols.reads.content import protocol_content
from stellazh.protocols.services.carrying import apply_carried, unapply_carried
from stellazh.protocols.services.decision_days import put_days
from stellazh.protocols.services.following.unfolding import unfold_all
from stellazh.protocols.services.report_links import links_to_all

# In one notice; the others stand in the list it leads to.
MOST_QUOTED = 5
FOLLOWING = System("решения")


class AlreadyAnswered(DomainError):
    """Somebody has reported on a decision, or a later meeting has spoken of it."""


@transaction.atomic
def make_binding(protocol: Protocol, *, by: Actor, at: datetime) -> list[Assignment]:
    """Fix the numbers and the days of the protocol's decisions, make their marks and tell those who got one; the marks
    made. What the meeting said of earlier decisions takes effect.

    Part of signing: the protocol is locked and the right is asked there.
    """
    decisions = _numbered(protocol)
    for decision in filter(lambda one: one.term_raw, decisions):
        # The day of the meeting may have been put right since the words were typed.
        put_days(decision, protocol.school_year, held_on=protocol.held_on)
    Decision.objects.bulk_update(decisions, ["number_text", "term_kind", "starts_on", "due_on"])
    apply_carried(protocol, by=by, at=at)
    return bind_decisions(decisions, by=by, at=at)


@transaction.atomic
def bind_decisions(decisions: Sequence[Decision], *, by: Actor, at: datetime) -> list[Assignment]:
    """Put these decisions in force from `at` and unfold them; the marks made. Each has its association selected.

    The same statements for one mark and for three hundred. Part of signing and adopting: asks no rights itself.
    """
    Decision.objects.filter(pk__in=[decision.pk for decision in decisions]).update(binding_at=at)
    for decision in decisions:
        decision.binding_at = at
    made = unfold_all(decisions, at=at)
    _tell(decisions, made, by=by, at=at)
    return made


@transaction.atomic
def unmake_binding(protocol: Protocol, *, by: Actor, at: datetime) -> None:
    """Take the protocol's decisions out of force: the numbers and the marks that nobody answered go.

    Part of undoing a signature: the protocol is locked and the right is asked there.

    Raises:
        AlreadyAnswered: somebody has reported, or a later meeting has these decisions; nothing has changed.
    """
    bound = protocol.decisions.filter(binding_at__isnull=False)
    # Held before they are asked: whoever is answering now either has answered by then, or finds nothing in force.
    decisions = list(bound.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    if ProgressEntry.objects.filter(decision__in=decisions).exists():
        raise AlreadyAnswered("По решениям этого протокола уже отчитались: подписание не отменить.")
    marks = Assignment.objects.filter(decision__in=decisions)
    revoke_links(links_to_all(list(marks.values_list("pk", flat=True))), by=FOLLOWING, at=at)
    marks.delete()
    unapply_carried(protocol, by=by, at=at)
    bound.update(binding_at=None, number_text="")


def _numbered(protocol: Protocol) -> list[Decision]:
    """The decisions that the paper prints, each with the number it has there. One without words binds nobody."""
    numbers = protocol_content(protocol).decision_numbers
    found = list(protocol.decisions.filter(pk__in=numbers).exclude(text="").select_related("association__territory"))
    for decision in found:
        decision.number_text = numbers[decision.pk]
    order = list(numbers)
    return sorted(found, key=lambda decision: order.index(decision.pk))


def _tell(decisions: Sequence[Decision], made: Sequence[Assignment], *, by: Actor, at: datetime) -> None:
    """One notice for each person, whatever number of marks she got; those with the same ones are told together."""
    if not made:
        return
    answering = who_answers(made, on=clock.day_of(at, decisions[0].association.time_zone))
    got: dict[int, set[int]] = defaultdict(set)
    for row in made:
        for person_id in answering[row.pk]:
            got[person_id].add(row.decision_id)
    together: dict[frozenset[int], list[int]] = defaultdict(list)
    for person_id, keys in got.items():
        together[frozenset(keys)].append(person_id)
    for shared, people in together.items():
        theirs = [decision for decision in decisions if decision.pk in shared]
        count = len(theirs)
        words = agree(count, "поручение", "поручения", "поручений")
        title = "Вам дано поручение" if count == 1 else f"У вас {count} {words}"
        notify(
            ASSIGNMENT,
            people,
            title=f"{title}: {theirs[0].association.short_name}",
            text="\n\n".join(_quoted(decision) for decision in theirs[:MOST_QUOTED]),
            address=reverse("protocols:my_assignments"),
            about=f"association:{theirs[0].association_id}",
            by=by,
            at=at,
        )


def _quoted(decision: Decision) -> str:
    due = f" Срок: до {decision.due_on:%d.%m.%Y}." if decision.due_on else ""
    text = decision.text.strip()
    return f"{decision.number_text}. {text}{'' if text.endswith('.') else '.'}{due}".removeprefix(". ")
