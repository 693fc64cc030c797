"""Putting people into a run: from a list that the product knows, picked by hand, typed or brought in a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from stellazh.audit.services import record
from stellazh.certificates import access
from stellazh.certificates.enums import CertificateStatus
from stellazh.certificates.models import Certificate, IssueRun, RunRow
from stellazh.certificates.reading import MOST_ROWS
from stellazh.certificates.reads.people import people_in_reach, recipients_of
from stellazh.certificates.recipient_lists import Recipient, recipient_lists
from stellazh.certificates.services.locking import locked_run
from stellazh.certificates.services.runs import doubts
from stellazh.certificates.services.runs.names import cases_of
from stellazh.certificates.services.runs.refusals import ListUnfit, NobodyNamed, TooManyRecipients
from stellazh.common import clock
from stellazh.common.actor import Actor
from stellazh.common.verdict import require
from stellazh.members.services.campaign_letters import address_of
from stellazh.people.models import Person
from stellazh.russian.collation import fold
from stellazh.russian.text_lines import one_line

# Every key is a parameter of a statement, and databases count these.
KEYS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Added:
    """What came of it: rows added, of them left out because they have such a document; names that were there."""

    added_count: int
    left_out_count: int
    present_names: tuple[str, ...]


def add_list(run_id: int, *, list_code: str, by: Actor, at: datetime) -> Added:
    """Add the people of a registered list of the thing that the run is about; those in the run already stay one row.

    Raises:
        PermissionRefused: `by` may not change the run or take that list. ListUnfit: no such list.
        NobodyNamed: the list is empty. TooManyRecipients: beyond what a run holds.
    """
    run = IssueRun.objects.select_related("association__territory").get(pk=run_id)
    require(access.can_edit_run(by, run))
    entry = recipient_lists.get(list_code)
    kind = run.subject_key.partition(":")[0]
    if entry is None or entry.subject_kind != kind or entry.subject(by, run.subject_key) is None:
        raise ListUnfit("Такого списка нет, или он вам не открыт.")
    require(entry.may(by, run.subject_key))
    recipients = entry.read(run.subject_key)
    if not recipients:
        raise NobodyNamed(f"Список «{entry.label}» пуст.")
    return _add(run_id, recipients, f"Список: {entry.label}", by=by, at=at)


def add_people(run_id: int, *, person_ids: Iterable[int], by: Actor, at: datetime) -> Added:
    """Add people picked by hand, of those whose lists `by` may read.

    Raises:
        PermissionRefused. NobodyNamed: none of them is within reach. TooManyRecipients.
    """
    run = IssueRun.objects.select_related("association__territory").get(pk=run_id)
    require(access.can_edit_run(by, run))
    on = clock.day_of(at, run.association.time_zone)
    people = people_in_reach(run.association, on=on, by=by).filter(pk__in=sorted(set(person_ids))[:KEYS_AT_ONCE])
    recipients = recipients_of(people.in_order(), on=on)
    if not recipients:
        raise NobodyNamed("Отметьте хотя бы одного человека.")
    return _add(run_id, recipients, "Выбраны из списков объединения", by=by, at=at)


def add_recipients(run_id: int, *, recipients: Sequence[Recipient], source: str, by: Actor, at: datetime) -> Added:
    """Add people typed or read from a file. Those whose address or name with school is known within reach become rows
    of these persons: they then find their documents among their own. `source` stands in the journal.

    Raises:
        PermissionRefused. NobodyNamed: nobody. TooManyRecipients.
    """
    run = IssueRun.objects.select_related("association__territory").get(pk=run_id)
    require(access.can_edit_run(by, run))
    if not recipients:
        raise NobodyNamed("Впишите хотя бы одно имя.")
    known = _known(run, recipients, by=by, at=at)
    return _add(run_id, known, source, by=by, at=at)


@transaction.atomic
def _add(run_id: int, recipients: Sequence[Recipient], source: str, *, by: Actor, at: datetime) -> Added:
    run = locked_run(run_id)
    require(access.can_edit_run(by, run))
    there = list(run.rows.values_list("person_id", "name", "school"))
    fresh, present = _unlike(there, recipients)
    if len(there) + len(fresh) > MOST_ROWS:
        raise TooManyRecipients(
            f"В одной выдаче может быть не больше {MOST_ROWS} человек, а стало бы {len(there) + len(fresh)}: "
            "разделите список на части."
        )
    place = (run.rows.aggregate(last=Max("position"))["last"] or 0) + 1
    rows = _rows(run, fresh, [name for _, name, _ in there], place)
    RunRow.objects.bulk_create(rows, batch_size=200)
    left_out = sum(row.is_left_out for row in rows)
    if rows:
        run.version += 1
        run.save(update_fields=["version"])
        note = f"{source}. Добавлено: {len(rows)}, уже были: {len(present)}."
        record("run_people_added", run, by=by, at=at, scope=run.association.path, note=note)
    return Added(len(rows), left_out, tuple(present))


def received_before(run: IssueRun, rows: Iterable[tuple[int | None, str]]) -> dict[tuple[int | None, str], str]:
    """Of these (person, name): who has a valid document of the run's kind for the same thing, and which, in words.

    The same thing is the same event, and of a list of one's own the same words. One query for five hundred of them.
    """
    same = Certificate.objects.valid().filter(kind=run.kind_id).exclude(run=run.pk)
    if run.subject_key:
        same = same.filter(subject_key=run.subject_key)
    elif run.basis:
        same = same.filter(subject_key="", basis=run.basis)
    else:
        return {}
    given = list(same.filter(status=CertificateStatus.VALID).values_list("person_id", "name", "title", "number_words"))
    by_person = {person_id: (title, number) for person_id, _, title, number in given if person_id}
    by_name = {fold(name): (title, number) for _, name, title, number in given}
    found = {}
    for person_id, name in rows:
        known = by_person.get(person_id) if person_id else by_name.get(fold(name))
        if known is not None:
            found[person_id, name] = doubts.received(*known)
    return found


def _unlike(
    there: Iterable[tuple[int | None, str, str]], recipients: Sequence[Recipient]
) -> tuple[list[Recipient], list[str]]:
    """Those not in the run yet, and the names of those who are. The same name with the same school is one human."""
    people = {person_id for person_id, _, _ in there if person_id}
    strangers = {(fold(name), fold(school)) for person_id, name, school in there}
    fresh, present = [], []
    for one in recipients:
        key = (fold(one.name), fold(one.school))
        if (one.person_id in people) if one.person_id else (key in strangers):
            present.append(one.name)
            continue
        fresh.append(one)
        strangers.add(key)
        if one.person_id:
            people.add(one.person_id)
    return fresh, present


def _rows(run: IssueRun, recipients: Sequence[Recipient], names: Sequence[str], place: int) -> list[RunRow]:
    recipients = [replace(one, name=one_line(one.name)[:250]) for one in recipients]
    people = _people(one.person_id for one in recipients)
    cases = cases_of([(one.name, "") for one in recipients], people, [one.person_id for one in recipients])
    received = received_before(run, [(one.person_id, one.name) for one in recipients])
    counted = Counter(fold(name) for name in [*names, *(one.name for one in recipients)])
    rows = []
    for number, (one, name_cases) in enumerate(zip(recipients, cases, strict=True), start=place):
        others = [doubts.TWIN] if counted[fold(one.name)] > 1 else []
        had = received.get((one.person_id, one.name))
        if had:
            others.insert(0, had)
        person = people.get(one.person_id or 0)
        lacks_address = run.with_letters and not (one.email or (person and address_of(person)))
        rows.append(
            RunRow(
                run=run,
                position=number,
                person=person,
                name=one.name,
                gender=name_cases.gender,
                dative=name_cases.dative,
                genitive=name_cases.genitive,
                name_state=name_cases.state,
                post=one_line(one.post)[:250],
                organisation_id=one.organisation_id,
                school=one_line(one.school)[:300],
                municipality=one_line(one.municipality)[:200],
                email=one.email[:254],
                details={key: one_line(value)[:300] for key, value in one.details.items() if value},
                doubts=doubts.row_doubts(
                    name=one.name,
                    cases_doubt=name_cases.doubt,
                    has_school=bool(one.school.strip()),
                    lacks_address=lacks_address,
                    others=others,
                ),
                # Whoever has it does not get it twice unless somebody says so.
                is_left_out=bool(had),
            )
        )
    return rows


def _people(ids: Iterable[int | None]) -> dict[int, Person]:
    wanted = sorted({pk for pk in ids if pk})
    found: dict[int, Person] = {}
    for start in range(0, len(wanted), KEYS_AT_ONCE):
        lot = Person.objects.present().filter(pk__in=wanted[start : start + KEYS_AT_ONCE])
        found |= {person.pk: person for person in lot.select_related("card")}
    return found


def _known(run: IssueRun, recipients: Sequence[Recipient], *, by: Actor, at: datetime) -> list[Recipient]:
    """The recipients, with the person where it can be nobody else: by the address, or by a name that only one within
    reach has, at the school named or with none named. Two queries."""
    on = clock.day_of(at, run.association.time_zone)
    near = list(people_in_reach(run.association, on=on, by=by).select_related("card"))
    by_name: dict[str, list[Person]] = {}
    by_address: dict[str, Person] = {}
    for person in near:
        by_name.setdefault(fold(person.full_name), []).append(person)
        if address := address_of(person).casefold():
            by_address[address] = person
    wanted = {fold(one.name) for one in recipients}
    same = [person for name in wanted for person in by_name.get(name, [])]
    homes = {one.person_id: one for one in recipients_of(same, on=on)}
    return [_with_person(one, by_name, by_address, homes) for one in recipients]


def _with_person(
    one: Recipient,
    by_name: Mapping[str, list[Person]],
    by_address: Mapping[str, Person],
    homes: Mapping[int | None, Recipient],
) -> Recipient:
    namesakes = by_name.get(fold(one.name), [])
    person = by_address.get(one.email.casefold()) if one.email else None
    if person is not None and person not in namesakes:
        # A school's address that several write from tells nothing of who it is.
        person = None
    if person is None and len(namesakes) == 1:
        home = homes[namesakes[0].pk]
        if not one.school or fold(one.school) == fold(home.school):
            person = namesakes[0]
    if person is None:
        return one
    home = homes[person.pk]
    return replace(
        one,
        name=person.full_name,
        person_id=person.pk,
        post=one.post or home.post,
        school=one.school or home.school,
        municipality=one.municipality or home.municipality,
        organisation_id=home.organisation_id if not one.school or fold(one.school) == fold(home.school) else None,
    )
