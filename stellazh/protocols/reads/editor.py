"""Everything the page of writing shows, read at once: as many queries for twenty questions as for one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, TypeAlias

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from stellazh.common.actor import Actor
from stellazh.protocols.enums import AgendaKind, BodyForm, PartRole, SpeechKind
from stellazh.protocols.models import AgendaItem, Protocol, ProtocolPerson, Speech, TextRevision
from stellazh.protocols.reads.counting import Headcount, QuorumStanding, headcount, quorum_standing
from stellazh.protocols.reads.decision_blocks import DecisionPart, decision_blocks
from stellazh.protocols.reads.people import LEADING, short_name
from stellazh.protocols.services.fields import (
    ITEM_NAMES,
    PROTOCOL_NAMES,
    SPEECH_NAMES,
    labels,
)
from stellazh.ui.autosaving import Change

_MOST_NEWS: Final = 6
TextRevisions: TypeAlias = "QuerySet[TextRevision]"


@dataclass(frozen=True, slots=True)
class QuestionBlock:
    """A question with what was said on it; `number` is its place in the agenda as it stands now."""

    number: int
    item: AgendaItem
    heard: tuple[Speech, ...]
    spoke: tuple[Speech, ...]
    is_first: bool
    is_last: bool
    part: DecisionPart


@dataclass(frozen=True, slots=True)
class SpeakerName:
    """Somebody who may speak, as she is written, with the post that is put beside."""

    name: str
    post: str


@dataclass(frozen=True, slots=True)
class PeopleBlock:
    """Who is named. `leading` are chair, leaders, secretary; `names` what is offered for those who speak."""

    leading: tuple[ProtocolPerson, ...]
    heads: Headcount
    quorum: QuorumStanding
    names: tuple[SpeakerName, ...]

    @property
    def lists(self) -> tuple[tuple[str, tuple[ProtocolPerson, ...]], ...]:
        """The lists that somebody stands in, by their titles."""
        parts = (
            ("Присутствуют", tuple(row for row in self.heads.present if row.role == PartRole.PRESENT)),
            ("Приглашены", self.heads.invited),
            ("Отсутствуют по уважительной причине", self.heads.excused),
            ("Отсутствуют", self.heads.absent),
        )
        return tuple((title, rows) for title, rows in parts if rows)


@dataclass(frozen=True, slots=True)
class Editor:
    """The page. In the short form `questions` are the agenda alone and all speeches are one flow."""

    protocol: Protocol
    people: PeopleBlock
    questions: tuple[QuestionBlock, ...]
    loose: tuple[Speech, ...]
    whole: DecisionPart
    archived_items: tuple[AgendaItem, ...]
    archived_speeches: tuple[Speech, ...]

    @property
    def is_short(self) -> bool:
        return self.protocol.body_form == BodyForm.SHORT

    @property
    def follows_up(self) -> bool:
        """Whether a question of the agenda speaks of earlier decisions: they stand under it."""
        return not self.is_short and any(one.item.kind == AgendaKind.FOLLOW_UP for one in self.questions)

    @property
    def flow(self) -> tuple[Speech, ...]:
        """Every speech in the order of the meeting, those of no question last."""
        said = [speech for one in self.questions for speech in (*one.heard, *one.spoke)]
        return (*said, *self.loose)


@dataclass(frozen=True, slots=True)
class News:
    """What somebody else changed meanwhile: who, what, when, and the block it is in."""

    who: str
    what: str
    at: datetime
    block: str


def editor(protocol: Protocol, *, on: date) -> Editor:
    """The protocol as it is written; `on` is today. As many queries whatever it holds."""
    rows = list(protocol.agenda.order_by("position", "pk"))
    speeches = list(protocol.speeches.order_by("position", "pk"))
    items = [item for item in rows if item.archived_at is None]
    known = {item.pk for item in items}
    people = people_block(protocol)
    parts = decision_blocks(protocol, items, on=on)
    said = [speech for speech in speeches if speech.archived_at is None]
    questions = tuple(
        QuestionBlock(
            number=number,
            item=item,
            heard=_of(said, item.pk, SpeechKind.HEARD),
            spoke=_of(said, item.pk, SpeechKind.SPOKE),
            is_first=number == 1,
            is_last=number == len(items),
            part=parts[item.pk],
        )
        for number, item in enumerate(items, start=1)
    )
    return Editor(
        protocol=protocol,
        people=people,
        questions=questions,
        loose=tuple(speech for speech in said if speech.item_id is None),
        whole=parts[None],
        archived_items=tuple(item for item in rows if item.archived_at is not None),
        archived_speeches=tuple(
            speech
            for speech in speeches
            if speech.archived_at is not None and (speech.item_id is None or speech.item_id in known)
        ),
    )


def people_block(protocol: Protocol) -> PeopleBlock:
    """Everybody named, counted. One query."""
    prefetch_related_objects([protocol], Prefetch("people", ProtocolPerson.objects.order_by("sort_key", "pk")))
    # Kept at the protocol: whoever counts those present after us asks for them no more.
    rows = list(protocol.people.all())
    heads = headcount(protocol, rows)
    leading = tuple(row for role in LEADING for row in rows if row.role == role)
    return PeopleBlock(leading, heads, quorum_standing(protocol, heads), _names((*heads.present, *heads.invited)))


def last_change(protocol: Protocol, block: str, actor: Actor) -> Change | None:
    """Who of the others saved the block last. One query."""
    rows = TextRevision.objects.filter(protocol=protocol, block=block, is_lost=False)
    row = _of_others(rows, actor).order_by("-saved_at", "-pk").first()
    return Change(row.saved_by_name, row.saved_at) if row else None


def news_since(protocol: Protocol, since: datetime, actor: Actor) -> tuple[News, ...]:
    """What others changed since then, the newest first, each place once. Three queries at most."""
    rows = TextRevision.objects.filter(protocol=protocol, is_lost=False, saved_at__gt=since)
    newest: dict[str, TextRevision] = {}
    for row in _of_others(rows, actor).order_by("-saved_at", "-pk")[:100]:
        newest.setdefault(row.block, row)
    shown = list(newest.values())[:_MOST_NEWS]
    words = block_words(protocol, [row.block for row in shown])
    return tuple(News(row.saved_by_name, words[row.block], row.saved_at, row.block) for row in shown)


def block_words(protocol: Protocol, blocks: Iterable[str]) -> dict[str, str]:
    """What each block is, in words: «вопрос 2», «выступление: Липина Е.С.». Two queries at most."""
    keys = {block: block_key(block) for block in blocks}
    kinds = {kind for kind, _ in keys.values()}
    numbers = {}
    if "item" in kinds:
        present = protocol.agenda.filter(archived_at=None).order_by("position", "pk").values_list("pk", flat=True)
        numbers = {pk: number for number, pk in enumerate(present, start=1)}
    speakers = {}
    if "speech" in kinds:
        wanted = [pk for kind, pk in keys.values() if kind == "speech"]
        speakers = dict(protocol.speeches.filter(pk__in=wanted).values_list("pk", "name"))
    simple = {"protocol": "шапка протокола", "people": "список присутствующих", "decision": "решение"}
    simple |= {"vote": "голосование", "carry": "прошлое решение"}
    words = {}
    for block, (kind, pk) in keys.items():
        if kind == "item":
            words[block] = f"вопрос {numbers[pk]}" if pk in numbers else "вопрос повестки"
        elif kind == "speech":
            words[block] = f"выступление: {speakers[pk]}" if speakers.get(pk) else "выступление"
        else:
            words[block] = simple.get(kind, "протокол")
    return words


def block_key(block: str) -> tuple[str, int]:
    """«speech-12» as its kind and its key; the key is 0 for a block that there is one of."""
    kind, _, key = block.partition("-")
    return kind, int(key) if key.isascii() and key.isdecimal() and len(key) < 16 else 0


def block_labels(block: str) -> dict[str, str]:
    """Russian names of the fields of a block, by the names they are kept under."""
    kind = block_key(block)[0]
    if kind == "speech":
        return labels(Speech, SPEECH_NAMES)
    if kind == "item":
        return labels(AgendaItem, ITEM_NAMES)
    return labels(Protocol, PROTOCOL_NAMES) if kind == "protocol" else {"text": "Текст"}


def _names(rows: Iterable[ProtocolPerson]) -> tuple[SpeakerName, ...]:
    posts: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        posts[short_name(row.name)].add(", ".join(part for part in (row.post, row.organisation_name) if part))
    # Of namesakes nobody knows whose post it would be.
    return tuple(SpeakerName(name, next(iter(found)) if len(found) == 1 else "") for name, found in posts.items())


def _of(speeches: Sequence[Speech], item_id: int, kind: str) -> tuple[Speech, ...]:
    return tuple(speech for speech in speeches if speech.item_id == item_id and speech.kind == kind)


def _of_others(rows: TextRevisions, actor: Actor) -> TextRevisions:
    return rows.exclude(saved_by_kind=str(actor.actor_kind), saved_by_id=actor.actor_id)
