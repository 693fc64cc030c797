"""Plans as calendar files. A term is shown as exactly as it was worded: a month is a month, never its first day."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from stellazh.office.icalendar_file import Appointment, CalendarEntry, EntryStatus, WholeDays, calendar_ics
from stellazh.russian.terms import Term, parse_term
from stellazh.workplans.papers.cleaning import printable_paper
from stellazh.workplans.papers.content import PaperItem, PlanPaper
from stellazh.workplans.papers.forms import fact_text, owner_text
from stellazh.workplans.papers.masthead import SUBJECT

# Terms that name their days. Every other kind names a stretch of time in which the work will be done some day.
DAY_KINDS = frozenset({"date", "date_range", "nth_weekday", "holiday_relative"})
DEADLINE_KIND = "deadline"

# A plan tells when a meeting begins and never when it ends.
_MEETING = timedelta(hours=1)
_REFRESH_EVERY = timedelta(hours=12)
_SENTENCE_START = re.compile(r"[А-ЯЁ][а-яё ]")
_SENTENCE_END = re.compile(r"(?<=\w{4})\.$")
_STATUS_PREFIXES = {"cancelled": "Отменено: ", "postponed": "Перенесено: "}

UrlFor = Callable[[str], str]


def plan_ics(paper: PlanPaper, *, timezone: str, url_for: UrlFor | None) -> bytes:
    """The plan as an .ics file; `timezone` is the IANA name of the association's zone.

    `url_for` turns the uid of an activity into its absolute address. Activities without a span of days are left out.
    """
    return calendar_feed([paper], name=paper.title or SUBJECT, timezone=timezone, url_for=url_for)


def calendar_feed(papers: Iterable[PlanPaper], *, name: str, timezone: str, url_for: UrlFor | None) -> bytes:
    """Several plans as one calendar to subscribe to, named `name`; see `plan_ics`."""
    entries = [entry for paper in papers for entry in _entries(printable_paper(paper), ZoneInfo(timezone), url_for)]
    return calendar_ics(name, entries, timezone=timezone, refresh_every=_REFRESH_EVERY)


def _entries(paper: PlanPaper, zone: ZoneInfo, url_for: UrlFor | None) -> Iterator[CalendarEntry]:
    stamped_at = datetime.combine(paper.generated_on, time(), UTC)
    for item in paper.items:
        for occurrence in _occurrences(item, paper.school_year, zone):
            yield CalendarEntry(
                uid=f"{item.uid}{occurrence.uid_suffix}",
                summary=_STATUS_PREFIXES.get(item.status, "") + occurrence.summary,
                when=occurrence.when,
                stamped_at=stamped_at,
                description=_description(item, paper),
                location=item.place,
                url=url_for(item.uid) if url_for else "",
                categories=(item.section,) if item.section else (),
                status=_status(item, paper),
                is_busy=occurrence.is_busy,
            )


@dataclass(frozen=True, slots=True)
class _Occurrence:
    """One entry of the several an activity may make; a busy one takes somebody's time."""

    summary: str
    when: WholeDays | Appointment
    is_busy: bool = False
    uid_suffix: str = ""


def _occurrences(item: PaperItem, school_year: int, zone: ZoneInfo) -> Iterator[_Occurrence]:
    first, last = item.start or item.end, item.end or item.start
    if item.months:
        for month in item.months:
            days = WholeDays(month.replace(day=1), month.replace(day=monthrange(month.year, month.month)[1]))
            yield _Occurrence(_with_wording(item), days, uid_suffix=f"-{month:%Y-%m}")
    elif first is None or last is None:
        return
    elif item.term_kind == DEADLINE_KIND:
        yield _Occurrence(f"Срок: {item.title}", WholeDays(last, last))
    elif separate := _separate_days(item, school_year):
        for day in separate:
            yield _Occurrence(item.title, _on_day(day, item, zone), is_busy=True, uid_suffix=f"-{day:%Y-%m-%d}")
    elif not _names_its_days(item, school_year):
        yield _Occurrence(_with_wording(item), WholeDays(first, last))
    elif first == last:
        yield _Occurrence(item.title, _on_day(first, item, zone), is_busy=True)
    else:
        yield _Occurrence(item.title, WholeDays(first, last), is_busy=True)


def _on_day(day: date, item: PaperItem, zone: ZoneInfo) -> WholeDays | Appointment:
    if item.time is None:
        return WholeDays(day, day)
    begins_at = datetime.combine(day, item.time, zone)
    return Appointment(begins_at, begins_at + _MEETING)


def _names_its_days(item: PaperItem, school_year: int) -> bool:
    """Whether the work is done on these very days, and not «ко Дню Победы» or from some day on."""
    if item.term_kind not in DAY_KINDS or item.start is None or item.end is None:
        return False
    term = _unchanged_term(item, school_year)
    return term is None or term.is_day


def _separate_days(item: PaperItem, school_year: int) -> tuple[date, ...]:
    """The days of «13 и 15 октября», of which the item itself holds only the first and the last."""
    term = _unchanged_term(item, school_year) if item.term_kind in DAY_KINDS else None
    return term.days if term else ()


def _unchanged_term(item: PaperItem, school_year: int) -> Term | None:
    """The term read anew, unless somebody has since set other days by hand."""
    term = _read_term(item.term_raw, school_year)
    return term if (term.kind, term.start, term.end) == (item.term_kind, item.start, item.end) else None


# Each item asks twice, and the plans of a region word their terms alike.
_read_term = lru_cache(maxsize=4096)(parse_term)


def _with_wording(item: PaperItem) -> str:
    """«Анкетирование (сентябрь 2024)»: the words of the term say how vague it is."""
    wording = item.term_raw.strip()
    # «Сентябрь» and «В течение года» lose the capital of a cell's beginning; «III квартал» and «МАЙ» keep theirs.
    if _SENTENCE_START.match(wording):
        wording = wording[0].lower() + wording[1:]
    # The dot of a sentence goes, the dot of «г.» or «уч.» stays.
    return f"{_SENTENCE_END.sub('', item.title)} ({wording})" if wording else item.title


def _description(item: PaperItem, paper: PlanPaper) -> str:
    owners = ", ".join(owner_text(owner) for owner in item.owners)
    form = ", ".join(part for part in (item.form_label, item.format_label) if part)
    labelled = (
        ("Срок по плану", item.term_raw),
        ("Ответственные", owners),
        ("Форма", form),
        ("Участники", item.audience),
        ("Итоговый документ", item.outcome_document),
        ("Выполнение", fact_text(item)),
        ("План", paper.title),
    )
    lines = [f"{label}: {text}" for label, text in labelled if text]
    return "\n".join([item.description, *lines] if item.description else lines)


def _status(item: PaperItem, paper: PlanPaper) -> EntryStatus:
    if item.status == "cancelled":
        return EntryStatus.CANCELLED
    return EntryStatus.TENTATIVE if paper.draft or item.status == "postponed" else EntryStatus.CONFIRMED
