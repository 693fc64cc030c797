"""Runs for their pages: the list of an association, one run with what is doubtful about it and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from stellazh.associations.models import Association
from stellazh.certificates.enums import CertificateStatus, NameState, RunStatus
from stellazh.certificates.layout import LayoutUnfit
from stellazh.certificates.models import Certificate, CertificateCopy, IssueRun, IssueRunQuerySet, RunRow
from stellazh.certificates.reads.values import layout_fields, run_layout
from stellazh.certificates.recipient_lists import Subject, lists_of
from stellazh.certificates.services.letters import refusals_of
from stellazh.certificates.wording import EVENT, EVENT_DATES, HOURS_COUNT, HOURS_GENITIVE, NAME_DATIVE, NAME_GENITIVE
from stellazh.common import clock
from stellazh.common.actor import Actor
from stellazh.mail.enums import MailState
from stellazh.mail.models import OutgoingMail
from stellazh.russian.calendar_words import long_date
from stellazh.russian.collation import fold

PROBLEMS_SHOWN: Final = 100


def runs_of(association: Association) -> IssueRunQuerySet:
    """Its runs, the newest first, each with `wanted_count` and `given_count`. One query with the page that is cut."""
    rows = RunRow.objects.filter(run=OuterRef("pk"), is_left_out=False).order_by()
    given = Certificate.objects.filter(run=OuterRef("pk"), status=CertificateStatus.VALID).order_by()
    runs = IssueRun.objects.filter(association=association).select_related("kind", "association").in_order()
    return runs.annotate(wanted_count=_counted(rows, "run"), given_count=_counted(given, "run"))


def _counted(rows: QuerySet[RunRow] | QuerySet[Certificate], name: str) -> Coalesce:
    return Coalesce(Subquery(rows.values(name).annotate(number=Count("pk")).values("number")), 0)


@dataclass(frozen=True, slots=True)
class RowCounts:
    """How the list stands. `doubtful` are names whose cases wait for a look, `asked` rows with any doubt."""

    all: int
    going: int
    left_out: int
    doubtful: int
    asked: int


def row_counts(run: IssueRun) -> RowCounts:
    """One query."""
    found = run.rows.aggregate(
        all=Count("pk"),
        going=Count("pk", filter=Q(is_left_out=False)),
        doubtful=Count("pk", filter=Q(is_left_out=False, name_state=NameState.DOUBTFUL)),
        asked=Count("pk", filter=Q(is_left_out=False) & ~Q(doubts=[])),
    )
    return RowCounts(found["all"], found["going"], found["all"] - found["going"], found["doubtful"], found["asked"])


def listed_rows(run: IssueRun, *, query: str = "", only: str = "") -> QuerySet[RunRow]:
    """The rows that are looked for, as the list goes. `only` is «asked» (with doubts), «out» (left out) or nothing."""
    rows = run.rows.in_order().select_related("certificate", "person")
    if only == "asked":
        rows = rows.filter(is_left_out=False).exclude(doubts=[])
    elif only == "out":
        rows = rows.filter(is_left_out=True)
    words = fold(query).split()
    if words:
        # Names are stored as they are typed; three thousand at most are folded here, alike on both databases.
        found = [pk for pk, name, school in run.rows.values_list("pk", "name", "school") if _holds(name, school, words)]
        rows = rows.filter(pk__in=found[:500])
    return rows


def _holds(name: str, school: str, words: Sequence[str]) -> bool:
    text = f"{fold(name)} {fold(school)}"
    return all(word in text for word in words)


def longest_row(run: IssueRun) -> RunRow | None:
    """The row that needs the most room on a sheet. One query."""
    rows = run.rows.going().values_list("pk", "name", "school", "post")
    longest = max(rows, key=lambda row: sum(map(len, row[1:])), default=None)
    return run.rows.get(pk=longest[0]) if longest is not None else None


def subject_of(run: IssueRun, by: Actor) -> Subject | None:
    """What the documents are for, as far as the actor may see it."""
    return subject_for(run.subject_key, by)


def subject_for(key: str, by: Actor) -> Subject | None:
    """The thing of that key, as far as the actor may see it."""
    for entry in lists_of(key.partition(":")[0]) if key else ():
        subject = entry.subject(by, key)
        if subject is not None:
            return subject
    return None


def run_doubts(run: IssueRun, subject: Subject | None, *, at: datetime) -> list[str]:
    """What is doubtful about the run as a whole, in sentences. One query at most. It comes with its template, the
    template of its kind and the association."""
    found: list[str] = []
    today = clock.day_of(at, run.association.time_zone)
    if subject is not None and subject.ended_on is not None:
        if subject.ended_on > today:
            found.append(
                f"Мероприятие ещё не закончилось: последний день – {long_date(subject.ended_on)}. "
                "Обычно документы выдают после него."
            )
        elif run.issued_on < subject.ended_on:
            found.append(
                f"Дата выдачи раньше конца мероприятия ({long_date(subject.ended_on)}): проверьте дату на листах."
            )
    found += _date_doubts(run.issued_on, today)
    try:
        layout = run_layout(run)
    except LayoutUnfit as unfit:
        return [*found, f"Шаблон пока нельзя напечатать. {unfit}"]
    if layout is None:
        return found
    fields = layout_fields(layout)
    if EVENT in fields and not run.subject_title:
        found.append("На листе есть строка с названием мероприятия, а оно не указано.")
    if EVENT_DATES in fields and not run.dates_words:
        found.append("На листе есть строка с датами мероприятия, а они не указаны.")
    if fields & {HOURS_COUNT, HOURS_GENITIVE} and not run.hours:
        found.append("На листе есть место для числа часов, а оно не указано: строка будет без часов.")
    if not run.signers.exists():
        found.append("Никто не подписывает листы: выберите подписывающих.")
    return found


def _date_doubts(issued_on: date, today: date) -> list[str]:
    if issued_on > today:
        return [f"Дата выдачи ещё не наступила: {long_date(issued_on)}."]
    if (today - issued_on).days > 366:
        return [f"Дата выдачи – {long_date(issued_on)}, больше года назад: проверьте её."]
    return []


def prints_cases(run: IssueRun) -> bool:
    """Whether names in cases stand on the sheets of the run, or may stand once it has a template."""
    try:
        layout = run_layout(run)
    except LayoutUnfit:
        return True
    letter = any(field in run.letter for field in (NAME_DATIVE, NAME_GENITIVE))
    return layout is None or letter or bool(layout_fields(layout) & {NAME_DATIVE, NAME_GENITIVE})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an issue. `refused` are names and why no letter went to them, the first hundred."""

    valid_count: int
    withdrawn_count: int
    first_number: str
    last_number: str
    letter_count: int
    refused: tuple[tuple[str, str, int], ...]
    refused_count: int
    returned: tuple[tuple[str, str], ...]


def outcome_of(run: IssueRun) -> Outcome:
    """Eight queries, whatever the number of documents."""
    ends = run.certificates.order_by("number").values_list("number_words", "status")
    rows = list(ends)
    valid = sum(status == CertificateStatus.VALID for _, status in rows)
    copies = CertificateCopy.objects.filter(certificate__run=run, ordinal=1)
    unsent: list[CertificateCopy] = []
    if run.with_letters and run.status == RunStatus.ISSUED:
        unsent = list(
            copies.filter(letter_at=None, certificate__status=CertificateStatus.VALID)
            .select_related("certificate__person__card", "certificate__row")
            .order_by("certificate__number")
        )
    why = refusals_of(unsent) if unsent else {}
    refused = [
        (copy.certificate.name, why.get(copy.pk, "письмо можно послать со страницы документа"), copy.certificate_id)
        for copy in unsent
    ]
    return Outcome(
        valid_count=valid,
        withdrawn_count=len(rows) - valid,
        first_number=rows[0][0] if rows else "",
        last_number=rows[-1][0] if rows else "",
        letter_count=copies.exclude(letter_at=None).count(),
        refused=tuple(refused[:PROBLEMS_SHOWN]),
        refused_count=len(refused),
        returned=_returned(run),
    )


def _returned(run: IssueRun) -> tuple[tuple[str, str], ...]:
    """Letters that the server of mail refused or sent back: whose and why."""
    copies = CertificateCopy.objects.filter(certificate__run=run, ordinal=1).exclude(letter_at=None)
    names = {f"certificate_copy:{pk}": name for pk, name in copies.values_list("pk", "certificate__name")}
    about = list(names)
    found: list[tuple[str, str]] = []
    for start in range(0, len(about), 500):
        mails = OutgoingMail.objects.filter(about__in=about[start : start + 500], state=MailState.REFUSED)
        found += [(names[key], error) for key, error in mails.values_list("about", "last_error")]
    return tuple(found[:PROBLEMS_SHOWN])
