"""What protocols know of a person: meetings, remarks, decisions answered for, proposals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils import timezone

from stellazh.people.holders import Erased, PersonalDataHolder, Taken, holders
from stellazh.people.models import Person
from stellazh.protocols.enums import ProtocolStatus, ResolutionStatus
from stellazh.protocols.models import (
    Assignment,
    DecisionOwner,
    PaperForm,
    ProgressEntry,
    Proposal,
    ProposalVote,
    Protocol,
    ProtocolIntake,
    ProtocolPaper,
    ProtocolPerson,
    Remark,
    Resolution,
    Speech,
    TextRevision,
)
from stellazh.protocols.people_merging import (
    repoint_decisions,
    repoint_meetings,
    repoint_proposals,
    repoint_remarks,
)
from stellazh.russian.collation import sort_key

NAMELESS: Final = "Участник заседания"
NAMELESS_OWNER: Final = "Ответственный не назван"
_AS_SIGNED = "протокол подписан и хранится как бумага объединения: имя в нём остаётся таким, как записано"
_AS_ADOPTED = "решение принято: имя в нём остаётся таким, как записано в протоколе или резолюции"
_BINDING = (ResolutionStatus.ADOPTED, ResolutionStatus.CLOSED)


def register() -> None:
    """Name what is held."""
    for code, label, references, export, erase, repoint in (
        (
            "protocols.meetings",
            "Протоколы заседаний",
            ("protocols.ProtocolPerson.person", "protocols.Speech.person"),
            _export_meetings,
            _erase_meetings,
            repoint_meetings,
        ),
        (
            "protocols.remarks",
            "Замечания к протоколам",
            ("protocols.Remark.person",),
            _export_remarks,
            _erase_remarks,
            repoint_remarks,
        ),
        (
            "protocols.decisions",
            "Решения и поручения",
            ("protocols.DecisionOwner.person", "protocols.Assignment.person"),
            _export_decisions,
            _erase_decisions,
            repoint_decisions,
        ),
        (
            "protocols.proposals",
            "Предложения в резолюции",
            ("protocols.Proposal.person", "protocols.ProposalVote.person"),
            _export_proposals,
            _erase_proposals,
            repoint_proposals,
        ),
    ):
        holders.add(PersonalDataHolder(code, label, references, export, erase, repoint))


def _export_meetings(person: Person) -> Taken:
    rows = ProtocolPerson.objects.filter(person=person).select_related("protocol__association")
    speeches = Speech.objects.filter(person=person, archived_at=None).select_related("protocol__association", "item")
    return Taken(
        {
            "Вы в протоколах": [
                {
                    "Протокол": _paper(row.protocol),
                    "Кто": row.get_role_display(),
                    "Записано": ", ".join(part for part in (row.name, row.post, row.organisation_name) if part),
                    "Причина": row.reason,
                }
                for row in rows.order_by("protocol__held_on", "pk")
            ],
            "Ваши выступления": [
                {
                    "Протокол": _paper(row.protocol),
                    "Вопрос": row.item.title if row.item else "",
                    "Записано": ", ".join(part for part in (row.name, row.post) if part),
                    "О чём": row.text,
                }
                for row in speeches.order_by("protocol__held_on", "pk")
            ],
        }
    )


def _erase_meetings(person: Person, at: datetime) -> Sequence[Erased]:
    """The name goes out of what is not signed, and of its former texts; a signed protocol stays as it was signed."""
    known = Q(people__person=person) | Q(speeches__person=person)
    keys = set(Protocol.objects.filter(known).values_list("pk", flat=True))
    held = list(Protocol.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
    unsigned = [protocol.pk for protocol in held if protocol.status != ProtocolStatus.SIGNED]
    people = ProtocolPerson.objects.filter(person=person, protocol__in=unsigned)
    speeches = Speech.objects.filter(person=person, protocol__in=unsigned)
    names = {*people.values_list("name", flat=True), *speeches.values_list("name", flat=True)} - {"", NAMELESS}
    _forget_in_revisions(TextRevision.objects.filter(protocol__in=unsigned), names, NAMELESS)
    nobody = {"person": None, "name": NAMELESS, "post": ""}
    gone = people.update(**nobody, sort_key=sort_key(NAMELESS), reason="") + speeches.update(**nobody)
    kept = ProtocolPerson.objects.filter(person=person).count() + Speech.objects.filter(person=person).count()
    _rename_keeper(person)
    return [
        Erased("Имя в черновиках протоколов", gone),
        Erased("Имя в подписанных протоколах", 0, kept, _AS_SIGNED),
    ]


def _forget_in_revisions(revisions: QuerySet[TextRevision], names: Iterable[str], instead: str) -> None:
    """What stood in a draft before is not read by anybody but its writers, and forgets the name all the same."""
    wanted = sorted(names, key=len, reverse=True)
    for revision in revisions if wanted else ():
        fields = {key: _without(value, wanted, instead) for key, value in revision.fields.items()}
        if fields != revision.fields:
            TextRevision.objects.filter(pk=revision.pk).update(fields=fields)


def _without(value: Any, names: Sequence[str], instead: str) -> Any:
    for name in names if isinstance(value, str) else ():
        value = value.replace(name, instead)
    return value


def _rename_keeper(person: Person) -> None:
    """Let go the name of whoever wrote, brought, added and showed to everybody. Where no key was kept, the name itself
    tells: a namesake's lines lose it too. Who sealed a protocol stays on the seal."""
    nameless, name = f"Удалённая карточка № {person.pk}", person.actor_name
    kind, key = str(person.actor_kind), person.actor_id
    TextRevision.objects.filter(saved_by_kind=kind, saved_by_id=key).update(saved_by_name=nameless)
    ProgressEntry.objects.filter(made_by_kind=kind, made_by_id=key).update(made_by_name=nameless)
    ProtocolPaper.objects.filter(added_by=name).update(added_by=nameless)
    PaperForm.objects.filter(added_by=name).update(added_by=nameless)
    ProtocolIntake.objects.filter(brought_by=name).update(brought_by=nameless)
    Protocol.objects.filter(published_by_name=name).update(published_by_name=nameless)
    Resolution.objects.filter(published_by_name=name).update(published_by_name=nameless)


def _export_remarks(person: Person) -> Taken:
    rows = Remark.objects.filter(person=person).select_related("protocol__association")
    return Taken(
        [
            {
                "Протокол": _paper(row.protocol),
                "Замечание": row.text,
                "Состояние": row.get_state_display(),
                "Ответ": row.answer,
                "День": _moment(row.made_at),
            }
            for row in rows.order_by("made_at", "pk")
        ]
    )


def _erase_remarks(person: Person, at: datetime) -> Sequence[Erased]:
    """What was asked stays without her: the answer to it has shaped the paper."""
    rows = Remark.objects.filter(person=person)
    return [Erased("Имя под замечаниями к протоколам", rows.update(person=None, name=NAMELESS))]


def _export_decisions(person: Person) -> Taken:
    owners = DecisionOwner.objects.filter(person=person, decision__archived_at=None)
    marks = Assignment.objects.filter(person=person).prefetch_related("entries")
    return Taken(
        {
            "Вы отвечаете за решения": [
                {
                    "Откуда": str(row.decision.protocol or row.decision.resolution),
                    "Решение": row.decision.text,
                    "Срок": row.decision.term_raw,
                    "Записано": row.name,
                }
                for row in owners.select_related("decision__protocol", "decision__resolution").order_by("pk")
            ],
            "Поручения вам": [
                {
                    "Решение": row.decision.text,
                    "Исполнить до": f"{row.due_on:%d.%m.%Y}" if row.due_on else "",
                    "Состояние": row.get_state_display(),
                    "Что сделано": row.words,
                    "Ход": [f"{_moment(line.made_at)}: {line.text}" for line in row.entries.all()],
                }
                for row in marks.select_related("decision").order_by("made_at", "pk")
            ],
        }
    )


def _erase_decisions(person: Person, at: datetime) -> Sequence[Erased]:
    """In a draft nobody is bound yet: the name goes. Of what is adopted the words of the paper stay."""
    rows = DecisionOwner.objects.filter(person=person)
    drafts = rows.filter(decision__binding_at=None)
    signed = Q(decision__protocol__status=ProtocolStatus.SIGNED) | Q(decision__resolution__status__in=_BINDING)
    drafts = drafts.exclude(signed)
    names = set(drafts.values_list("name", flat=True)) - {NAMELESS_OWNER}
    revisions = TextRevision.objects.filter(protocol__in=drafts.values("decision__protocol_id"))
    _forget_in_revisions(revisions, names, NAMELESS_OWNER)
    gone = DecisionOwner.objects.filter(pk__in=list(drafts.values_list("pk", flat=True))).update(
        person=None, name=NAMELESS_OWNER
    )
    kept = rows.count() + Assignment.objects.filter(person=person).count()
    return [
        Erased("Имя ответственного в черновиках", gone),
        Erased("Принятые решения и поручения", 0, kept, _AS_ADOPTED),
    ]


def _export_proposals(person: Person) -> Taken:
    rows = Proposal.objects.filter(person=person).select_related("resolution")
    votes = ProposalVote.objects.filter(person=person).select_related("proposal__resolution")
    return Taken(
        {
            "Ваши предложения": [
                {
                    "Резолюция": str(row.resolution),
                    "Предложение": row.text,
                    "Состояние": row.get_state_display(),
                    "Ответ": row.answer,
                    "День": _moment(row.made_at),
                }
                for row in rows.order_by("made_at", "pk")
            ],
            "Вы поддержали": [
                {"Резолюция": str(row.proposal.resolution), "Предложение": row.proposal.text}
                for row in votes.order_by("voted_at", "pk")
            ],
        }
    )


def _erase_proposals(person: Person, at: datetime) -> Sequence[Erased]:
    """What was proposed stays without her; votes stay counted once the collecting is over."""
    renamed = Proposal.objects.filter(person=person).update(person=None, name="Участник")
    open_ones = Resolution.objects.filter(status=ResolutionStatus.COLLECTING)
    gone, _ = ProposalVote.objects.filter(person=person, proposal__resolution__in=open_ones).delete()
    kept = ProposalVote.objects.filter(person=person).count()
    why = "чтобы не менялся подсчёт голосов; имени там больше нет"
    return [
        Erased("Имя под предложениями в резолюции", renamed),
        Erased("Голоса за предложения", gone, kept, why if kept else ""),
    ]


def _paper(protocol: Protocol) -> str:
    return f"{protocol}, {protocol.association}: {protocol.title}"


def _moment(value: datetime) -> str:
    return f"{timezone.localtime(value):%d.%m.%Y %H:%M}"
