"""The facts of an old protocol as they may be stored, and what is still wrong with them."""

from __future__ import annotations

from stellazh.common.school_year import SchoolYear
from stellazh.numbering.services import GREATEST_NUMBER
from stellazh.protocols.drafts.model import DraftFacts, DraftHeading, DraftPerson
from stellazh.protocols.enums import PartRole
from stellazh.protocols.models import AgendaItem, Decision, Protocol, ProtocolPerson, Speech
from stellazh.protocols.services.fields import PersonFields, ProtocolFields, checked_person, checked_protocol
from stellazh.protocols.services.intake.refusals import FactsIncomplete
from stellazh.protocols.services.plain_text import checked_lines, checked_text


def require_lengths(facts: DraftFacts) -> None:
    """Pass when every text fits its place.

    Raises:
        TextTooLong: names the field.
    """
    heading = facts.heading
    names = ("title", "meeting_words", "place", "present_words")
    checked_lines(Protocol, {name: getattr(heading, name) for name in names})
    for person in facts.people:
        names_of = {"name": person.name, "post": person.post, "organisation_name": person.organisation}
        checked_lines(ProtocolPerson, {**names_of, "reason": person.reason})
    for item in facts.agenda:
        checked_lines(AgendaItem, {"title": item.title, "reporters": item.reporters})
    for speech in facts.speeches:
        checked_lines(Speech, {"name": speech.name, "post": speech.post})
        checked_text("О чём", speech.text)
    for decision in facts.decisions:
        checked_lines(Decision, {"term_raw": decision.term, "sign_of_done": decision.sign})
        checked_text("Решение", decision.text)


def heading_fields(heading: DraftHeading) -> ProtocolFields:
    """The heading as a protocol takes it.

    Raises:
        FactsIncomplete: there is no day. TextMissing, TextTooLong, WrongTimes, WrongNumber: as of any protocol.
    """
    if heading.held_on is None:
        raise FactsIncomplete("Впишите дату заседания: без неё неизвестно, к какому учебному году отнести протокол.")
    return checked_protocol(
        ProtocolFields(
            title=heading.title,
            held_on=heading.held_on,
            meeting_words=heading.meeting_words,
            starts_at=heading.starts_at,
            ends_at=heading.ends_at,
            format=heading.format,
            place=heading.place,
            body_form=heading.body_form,
            present_shown=heading.present_shown,
            said_count=heading.said_count,
            present_words=heading.present_words,
        )
    )


def number_of(heading: DraftHeading) -> int | None:
    """The number as it can be kept: a whole one. None for anything else."""
    words = heading.number.strip()
    if not (words.isascii() and words.isdigit() and len(words) <= len(str(GREATEST_NUMBER))):
        return None
    return int(words) or None


def school_year_of(heading: DraftHeading) -> int | None:
    """The school year of the meeting; None while its day is unknown."""
    return SchoolYear.of(heading.held_on).start if heading.held_on else None


def person_fields(person: DraftPerson, person_id: int | None) -> PersonFields:
    """A named person as a protocol takes her.

    Raises:
        TextMissing, TextTooLong.
    """
    return checked_person(
        PersonFields(
            name=person.name,
            role=person.role,
            post=person.post,
            organisation_name=person.organisation,
            person_id=person_id,
            has_vote=person.role != PartRole.INVITED,
            reason=person.reason,
        )
    )


def require_facts(facts: DraftFacts) -> None:
    """Pass when every row says something.

    Raises:
        FactsIncomplete: names the first that does not.
    """
    for place, item in enumerate(facts.agenda, start=1):
        if not item.title.strip():
            raise FactsIncomplete(f"Вопрос {place} повестки без названия: впишите его или уберите.")
    for place, decision in enumerate(facts.decisions, start=1):
        if not decision.text.strip():
            raise FactsIncomplete(f"Решение {place} без текста: впишите его или уберите.")
    alone = [role for role in (PartRole.CHAIR, PartRole.SECRETARY) if _count(facts, role) > 1]
    if alone:
        raise FactsIncomplete(
            f"{str(alone[0].label).capitalize()} может быть один. Остальных назовите ведущими или присутствующими."
        )


def _count(facts: DraftFacts, role: str) -> int:
    return sum(person.role == role for person in facts.people)
