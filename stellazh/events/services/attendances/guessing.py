"""Guessing made slow: wrong codes are counted, and after the first few one waits longer each time.

The arithmetic. A code is one of a million. Five wrong ones cost nothing; after the sixth one waits a minute, then 2,
4, 8, 16, 32 minutes, and an hour after each further one. Whoever tries at every moment that is allowed has therefore
12 tries in the first two hours (6 at once, then after 1, 3, 7, 15, 31 and 63 minutes), and 34 in any day: a chance of
1 to 29,000 a day for one open code. A thousand guesses take 41 days, and a code lives for hours.

People in one hall share one network address, so that 30 wrong codes from it are free; then the same delays: 59 tries
a day from one address, whatever number of accounts and registrations stands behind it. What is tried while one waits is
not compared at all, and not counted: waiting never grows by impatience.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from stellazh.common.numerals import agree
from stellazh.events.models import CheckInFailure, Event

FREE_TRIES: Final = 5
FREE_TRIES_PER_PLACE: Final = 30
LONGEST_WAIT: Final = timedelta(hours=1)
FORGOTTEN_AFTER: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Guesser:
    """Under which name wrong codes are counted, and how many are free."""

    who: str
    free_tries: int = FREE_TRIES


def wait_after(wrong_count: int, free_tries: int = FREE_TRIES) -> timedelta:
    """How long one waits after so many wrong codes: nothing, 1, 2, 4… minutes, an hour at most."""
    beyond = wrong_count - free_tries
    if beyond <= 0:
        return timedelta()
    return min(LONGEST_WAIT, timedelta(minutes=2 ** min(beyond - 1, 6)))


def blocked_until(event: Event, guessers: Iterable[Guesser], *, at: datetime) -> datetime | None:
    """Until when one of them waits; nothing when none does. The caller holds the event. One query."""
    free = {one.who: one.free_tries for one in guessers}
    failures: dict[str, list[datetime]] = {}
    recent = CheckInFailure.objects.filter(event=event, who__in=free, failed_at__gt=at - FORGOTTEN_AFTER)
    for who, failed_at in recent.values_list("who", "failed_at"):
        failures.setdefault(who, []).append(failed_at)
    ends = [max(moments) + wait_after(len(moments), free[who]) for who, moments in failures.items()]
    later = [end for end in ends if end > at]
    return max(later) if later else None


def count_failure(event: Event, guessers: Iterable[Guesser], *, at: datetime) -> None:
    """Keep one wrong code for each of them, and forget those of days past."""
    CheckInFailure.objects.filter(event=event, failed_at__lte=at - FORGOTTEN_AFTER).delete()
    CheckInFailure.objects.bulk_create(
        [CheckInFailure(event=event, who=one.who[:80], failed_at=at) for one in guessers]
    )


def wait_words(until: datetime, at: datetime) -> str:
    """«4 минуты»: how long is left, rounded up."""
    minutes = max(1, -(-int((until - at).total_seconds()) // 60))
    return f"{minutes} {agree(minutes, 'минуту', 'минуты', 'минут')}"


def forget_failures(at: datetime) -> int:
    """Forget wrong codes of days past, of every event; how many."""
    count, _ = CheckInFailure.objects.filter(failed_at__lte=at - FORGOTTEN_AFTER).delete()
    return count
