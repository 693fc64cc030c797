"""Background work of certificates: the issue of a run, one file of all its sheets, the withdrawal of a whole run."""

from __future__ import annotations

from typing import Any, Final

from stellazh.certificates.enums import CertificateStatus
from stellazh.certificates.models import IssueRun
from stellazh.certificates.services import issuing
from stellazh.certificates.services.keys import ensure_key_where_issued
from stellazh.certificates.services.prints import PRINT, make_print
from stellazh.certificates.services.runs.life import ISSUE
from stellazh.certificates.services.withdrawing_runs import WITHDRAW, withdraw_next
from stellazh.common import clock
from stellazh.jobs.context import JobContext
from stellazh.jobs.handlers import handler
from stellazh.jobs.schedules import Schedule, schedules
from stellazh.people.models import Person

KEEP_KEY: Final = "certificates.keep_key"
NUMBERS, SHEETS, LETTERS = "Ставим номера", "Печатаем листы", "Готовим письма"


@handler(ISSUE, label="Выдача документов", retries=3, restarts=20)
def issue_run(context: JobContext, *, run_id: int) -> dict[str, Any]:
    """Numbers, then sheets, then letters, lot by lot. Begun anew, it goes on where it was; a run that was stopped is
    left as it is."""
    run = IssueRun.objects.get(pk=run_id)
    counts = issuing.counts_of(run_id)
    steps = counts.wanted * (3 if run.with_letters else 2)
    done = counts.numbered
    while made := _going(context, done, steps, NUMBERS) and issuing.give_numbers(run_id, at=clock.now()):
        done += made
    done = counts.wanted + counts.sheets
    while made := _going(context, done, steps, SHEETS) and issuing.make_some_sheets(run_id, at=clock.now()):
        done += made
    if run.with_letters:
        _letters(context, run_id, counts.wanted * 2 + counts.letters, steps)
    issuing.finish_run(run_id, at=clock.now())
    return {"url": run.get_absolute_url()}


@handler(PRINT, label="Все листы одним файлом", retries=1, restarts=5)
def print_run(context: JobContext, *, run_id: int) -> dict[str, Any]:
    """Typeset all sheets of a run into one file for the printer."""
    context.progress(0, 0, "Собираем листы в один файл")
    run = make_print(run_id, at=clock.now())
    return {"url": run.get_absolute_url()}


def _letters(context: JobContext, run_id: int, done: int, steps: int) -> None:
    after_id = 0
    while _going(context, done, steps, LETTERS):
        lot = issuing.send_letters(run_id, after_id=after_id, at=clock.now())
        if lot is None or lot.last_id is None:
            return
        after_id = lot.last_id
        done += lot.sent_count + lot.refused_count


def _going(context: JobContext, done: int, steps: int, words: str) -> bool:
    context.check_cancelled()
    context.progress(done, steps, words)
    return True


@handler(WITHDRAW, label="Отзыв документов", retries=1, restarts=20)
def withdraw_run(context: JobContext, *, run_id: int, reason: str, tell: bool, person_id: int) -> dict[str, Any]:
    """Withdraw every document of a run, one after another."""
    run, by = IssueRun.objects.get(pk=run_id), Person.objects.get(pk=person_id)
    total, done = run.certificates.count(), run.certificates.exclude(status=CertificateStatus.VALID).count()
    while True:
        context.check_cancelled()
        context.progress(done, total, "Отзываем документы")
        if not withdraw_next(run_id, reason=reason, tell=tell, by=by, at=clock.now()):
            return {"url": run.get_absolute_url()}
        done += 1


@handler(KEEP_KEY, label="Ключ подписи значков")
def keep_key(context: JobContext) -> dict[str, Any]:
    """Make the key that signs badges where documents were issued and there is none that opens."""
    return {"has_key": ensure_key_where_issued(at=clock.now())}


schedules.add(Schedule(name=KEEP_KEY, cron="50 3 * * *", job_name=KEEP_KEY))
