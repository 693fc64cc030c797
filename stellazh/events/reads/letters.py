"""Letters of an event as their pages show them: to whom, in what state, how each was delivered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from stellazh.associations.models import Territory
from stellazh.events.enums import LetterState
from stellazh.events.models import Event, EventLetter, LetterDelivery
from stellazh.events.services.letters import Part, due_moment, recipients, subject_words
from stellazh.events.wording import moment_words
from stellazh.mail.enums import MailState


@dataclass(frozen=True, slots=True)
class LetterRow:
    """One letter of the list. `to_count` is how many it would go to now, or went to."""

    letter: EventLetter
    subject: str
    to: str
    when: str
    tone: str
    to_count: int
    failed_count: int


@dataclass(frozen=True, slots=True)
class DeliveryFigures:
    """What became of a sent letter: each number is a filter of the list of addressees."""

    sent: int
    waiting: int
    refused: int
    unwritten: int


FAILED = (MailState.FAILED, MailState.REFUSED)
_TONES = {LetterState.SENT: "ok", LetterState.PLANNED: "warn"}


def letter_rows(event: Event, letters: Sequence[EventLetter]) -> list[LetterRow]:
    """Rows of the list. Two queries and one for each letter that has not gone out: there are a handful."""
    counted = {
        row["letter_id"]: row
        for row in LetterDelivery.objects.filter(letter__in=letters)
        .values("letter_id")
        .annotate(count=Count("pk"), failed=Count("pk", filter=_failed()))
    }
    names = territory_names([Part.of(letter.part) for letter in letters])
    rows = []
    for letter in letters:
        part = Part.of(letter.part)
        done = counted.get(letter.pk, {"count": 0, "failed": 0})
        is_open = letter.state in {LetterState.DRAFT, LetterState.PLANNED}
        rows.append(
            LetterRow(
                letter,
                subject_words(letter, event),
                part.words(names.get(part.territory_id or 0, "")),
                when_of(letter, event),
                _TONES.get(LetterState(letter.state), ""),
                recipients(event, part).count() if is_open else done["count"],
                done["failed"],
            )
        )
    return rows


def when_of(letter: EventLetter, event: Event) -> str:
    """«отправлено 8 октября 2024 г., 14:00», «уйдёт …», nothing for a draft without a moment."""
    if letter.sent_at is not None:
        return f"отправлено {moment_words(letter.sent_at, event.zone)}"
    due_at = due_moment(letter)
    if due_at is None or letter.state == LetterState.CANCELLED:
        return ""
    word = "уйдёт" if letter.state == LetterState.PLANNED else "назначить можно на"
    return f"{word} {moment_words(due_at, event.zone)}"


def delivery_figures(letter: EventLetter) -> DeliveryFigures:
    """What became of each. One query."""
    return DeliveryFigures(
        **letter.deliveries.aggregate(
            sent=Count("pk", filter=Q(mail__state=MailState.SENT)),
            waiting=Count("pk", filter=Q(mail__state=MailState.QUEUED)),
            refused=Count("pk", filter=Q(mail__state__in=FAILED)),
            unwritten=Count("pk", filter=~Q(refusal="")),
        )
    )


def territory_names(parts: Sequence[Part]) -> dict[int, str]:
    """Names of the territories that the parts are narrowed to. One query, none when there are none."""
    wanted = {part.territory_id for part in parts if part.territory_id is not None}
    return dict(Territory.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}


def _failed() -> Q:
    return ~Q(refusal="") | Q(mail__state__in=FAILED)
