"""Plans as calendar files. A term is shown as exactly as it was worded: a month is a month, never its first day."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from stellazh.office.icalendar_file import Appointment, CalendarEntry, EntryStatus, WholeDays, calendar_ics
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
        for uid, summary, when, is_busy in _occurrences(item, zone):
            yield CalendarEntry(
                uid=uid,
                summary=_STATUS_PREFIXES.get(item.status, "") + summary,
                when=when,
                stamped_at=stamped_at,
                description=_description(item, paper),
                location=item.place,
                url=url_for(item.uid) if url_for else "",
                categories=(item.section,) if item.section else (),
                status=_status(item, paper),
                is_busy=is_busy,
            )


def _occurrences(item: PaperItem, zone: ZoneInfo) -> Iterator[tuple[str, str, WholeDays | Appointment, bool]]:
    """The entries one activity makes: their uid, summary, time and whether they take somebody's time."""
    first, last = item.start or item.end, item.end or item.start
    if item.months:
        for month in item.months:
            days = WholeDays(month.replace(day=1), month.replace(day=monthrange(month.year, month.month)[1]))
            yield f"{item.uid}-{month:%Y-%m}", _with_wording(item), days, False
    elif first is None or last is None:
        return
    elif item.term_kind == DEADLINE_KIND:
        yield item.uid, f"Срок: {item.title}", WholeDays(last, last), False
    elif item.term_kind not in DAY_KINDS:
        yield item.uid, _with_wording(item), WholeDays(first, last), False
    elif item.time and first == last:
        begins_at = datetime.combine(first, item.time, zone)
        yield item.uid, item.title, Appointment(begins_at, begins_at + _MEETING), True
    else:
        yield item.uid, item.title, WholeDays(first, last), True


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
