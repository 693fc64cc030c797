"""Changing what was read: every step is kept with the file, and no protocol is touched before confirmation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction

from stellazh.audit.services import record
from stellazh.common.actor import Actor
from stellazh.common.verdict import require
from stellazh.common.versions import require_version
from stellazh.protocols.access import can_create_protocol
from stellazh.protocols.drafts.model import DROPPED, Choices, DraftFacts, Leftover, ProtocolDraft
from stellazh.protocols.models import ProtocolIntake
from stellazh.protocols.services.intake.checking import require_lengths
from stellazh.protocols.services.intake.opening import locked_intake, require_open
from stellazh.protocols.services.intake.refusals import UnknownPlace


@dataclass(frozen=True, slots=True)
class IntakeChanges:
    """The facts and choices as they are now; `fates` says of leftover lines, by place, what becomes of them."""

    facts: DraftFacts
    choices: Choices
    fates: Mapping[int, str] = field(default_factory=dict)


@transaction.atomic
def correct_intake(
    intake_id: int, *, expected_version: int, changes: IntakeChanges, by: Actor, at: datetime
) -> ProtocolIntake:
    """Put the corrected facts in place of those read. What is equal changes nothing.

    A leftover line sent to a speech or decision becomes the last paragraph of it. Facts may be missing still.

    Raises:
        PermissionRefused: `by` keeps no protocols there.
        IntakeNotOpen: it does not wait to be checked.
        ChangedMeanwhile: somebody saved first; both by their Russian names are in it.
        TextTooLong: a text does not fit. UnknownPlace: a line is sent nowhere.
    """
    intake = locked_intake(intake_id)
    require(can_create_protocol(by, intake.association))
    draft = require_open(intake)
    require_lengths(changes.facts)
    leftovers, facts = _settled(draft, changes)
    changed = replace(draft, facts=facts, choices=changes.choices, leftovers=leftovers)
    if changed == draft:
        return intake
    require_version(intake.version, expected_version, theirs=shown(draft.facts), mine=shown(changes.facts))
    intake.reading = changed.to_json()
    intake.version += 1
    intake.save(update_fields=["reading", "version"])
    record("intake_corrected", intake, by=by, at=at, scope=intake.association.path, note=intake.file.name[:300])
    return intake


def shown(facts: DraftFacts) -> dict[str, str]:
    """The facts by blocks in words: what two people who edit at once compare."""
    heading = facts.heading
    return {
        "Заголовок": "; ".join(str(getattr(heading, name) or "") for name in heading.__dataclass_fields__),
        "Люди": "\n".join(f"{one.role}: {one.name}, {one.post}, {one.organisation}" for one in facts.people),
        "Повестка дня": "\n".join(f"{one.title} {one.reporters}".strip() for one in facts.agenda),
        "Выступления": "\n\n".join(f"{one.name}: {one.text}" for one in facts.speeches),
        "Решения": "\n\n".join(f"{one.text} {one.owners} {one.term}".strip() for one in facts.decisions),
        "Голосования": "\n".join(
            f"{one.mode} {one.for_count} {one.against_count} {one.abstained_count}" for one in facts.votes
        ),
    }


def _settled(draft: ProtocolDraft, changes: IntakeChanges) -> tuple[tuple[Leftover, ...], DraftFacts]:
    facts, leftovers = changes.facts, list(draft.leftovers)
    for place, fate in changes.fates.items():
        if not 0 <= place < len(leftovers) or leftovers[place].fate not in ("", DROPPED):
            # Sent on by somebody already: its words stand there now.
            continue
        if fate not in ("", DROPPED):
            facts = _with_paragraph(facts, fate, leftovers[place].text)
        leftovers[place] = replace(leftovers[place], fate=fate)
    return tuple(leftovers), facts


def _with_paragraph(facts: DraftFacts, place: str, text: str) -> DraftFacts:
    kind, _, key = place.partition(":")
    if kind == "speech" and any(one.key == key for one in facts.speeches):
        return replace(
            facts,
            speeches=tuple(
                replace(one, text=f"{one.text}\n{text}".strip()) if one.key == key else one for one in facts.speeches
            ),
        )
    if kind == "decision" and any(one.key == key for one in facts.decisions):
        return replace(
            facts,
            decisions=tuple(
                replace(one, text=f"{one.text}\n{text}".strip()) if one.key == key else one for one in facts.decisions
            ),
        )
    raise UnknownPlace("Места, куда перенести строку, больше нет: выберите другое.")
