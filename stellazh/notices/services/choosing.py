"""What a person chooses about letters, in one place and as a whole; and unsubscribing, which only ever switches off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from zoneinfo import ZoneInfo, available_timezones

from django.db import transaction
from django.utils.formats import time_format

from stellazh.audit.services import compare, record
from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.common.verdict import require
from stellazh.common.versions import require_version
from stellazh.notices.access import can_choose, can_switch_mail_off
from stellazh.notices.enums import Delivery, DigestDays, NoticeMail
from stellazh.notices.kinds import NoticeKind, notice_kinds
from stellazh.notices.models import Notice, NoticePreference, NoticeSettings
from stellazh.notices.moments import next_digest
from stellazh.notices.services.letters import ALL_MAIL, WHOLE_DIGEST
from stellazh.people.models import Person


class UnknownChoice(DomainError):
    """No such kind, way, day, hour or time zone; or the kind cannot be chosen."""


class QuietHoursAreHalf(DomainError):
    """The quiet hours have a beginning and no end, or the reverse, or both are the same."""


@dataclass(frozen=True, slots=True)
class Choices:
    """The whole page of choices. `deliveries` maps codes of kinds to `Delivery`; kinds not named keep their way."""

    deliveries: Mapping[str, str] = field(default_factory=dict)
    digest_days: str = DigestDays.WEEKDAYS
    digest_hour: int = 9
    quiet_from: time | None = time(21, 0)
    quiet_to: time | None = time(8, 0)
    time_zone: str = ""
    is_mail_off: bool = False

    @classmethod
    def of(cls, person: Person) -> Choices:
        """What holds for the person now, chosen or not. Two queries."""
        stored = NoticeSettings.objects.filter(person=person).first() or NoticeSettings(person=person)
        chosen = dict(NoticePreference.objects.filter(person=person).values_list("kind", "delivery"))
        return cls(
            deliveries={kind.code: str(chosen.get(kind.code, kind.default)) for kind in choosable_kinds()},
            digest_days=stored.digest_days,
            digest_hour=stored.digest_hour,
            quiet_from=stored.quiet_from,
            quiet_to=stored.quiet_to,
            time_zone=stored.time_zone,
            is_mail_off=stored.is_mail_off,
        )

    def shown(self) -> dict[str, str]:
        """Russian names to texts, for the audit and for conflicts."""
        quiet = "нет"
        if self.quiet_from is not None and self.quiet_to is not None:
            quiet = f"с {time_format(self.quiet_from, 'H:i')} до {time_format(self.quiet_to, 'H:i')}"
        return {
            **{notice_kinds[code].label: str(Delivery(how).label) for code, how in self.deliveries.items()},
            "Сводка": f"{DigestDays(self.digest_days).label}, в {self.digest_hour}:00",
            "Тихие часы": quiet,
            "Часовой пояс": self.time_zone or "как на сайте",
            "Все письма": "отключены" if self.is_mail_off else "приходят",
        }


def zone_of(person: Person) -> ZoneInfo:
    """The time zone by which letters to the person tell the time."""
    return (NoticeSettings.objects.filter(person=person).first() or NoticeSettings(person=person)).zone


def choosable_kinds() -> list[NoticeKind]:
    """The kinds whose letters a person may choose about, in the order of registration."""
    return [kind for kind in notice_kinds if not kind.is_required]


@transaction.atomic
def set_choices(person_id: int, *, expected_version: int, choices: Choices, by: Actor, at: datetime) -> NoticeSettings:
    """Set one's own choices. What waits for a digest follows them: it goes by the new hour, or not at all.

    `expected_version` is 0 while nothing has been chosen yet.

    Raises:
        PermissionRefused: the choices are somebody else's.
        UnknownChoice, QuietHoursAreHalf: a value is not acceptable.
        ChangedMeanwhile: another window of the same person saved first.
    """
    # The person is locked, not the settings: two windows may save the first choices at once.
    person = Person.objects.select_for_update().get(pk=person_id)
    require(can_choose(by, person))
    _check(choices)
    stored = NoticeSettings.objects.filter(person=person).first() or NoticeSettings(person=person)
    before = Choices.of(person)
    wanted = {**before.shown(), **choices.shown()}
    require_version(stored.version, expected_version, theirs=before.shown(), mine=wanted)
    changes = compare(before.shown(), wanted)
    if not changes:
        return stored
    for name in ("digest_days", "digest_hour", "quiet_from", "quiet_to", "time_zone", "is_mail_off"):
        setattr(stored, name, getattr(choices, name))
    stored.version += 1
    stored.save()
    _prefer(person, choices.deliveries)
    _follow(person, stored, at)
    record("notices_chosen", person, by=by, at=at, changes=changes)
    return stored


@transaction.atomic
def switch_off(person_id: int, *, what: str, by: Actor, at: datetime) -> None:
    """Stop letters: of one kind (its code), of all that come in the digest (`digest`), or all of them (`all`).

    Done twice, it changes nothing the second time. Required letters go on. In-app everything stays.

    Raises:
        PermissionRefused: `by` is neither the person nor holds the link from a letter to the person.
        UnknownChoice: there is no such kind, or its letters cannot be stopped.
    """
    person = Person.objects.select_for_update().get(pk=person_id)
    require(can_switch_mail_off(by, person))
    before = Choices.of(person)
    stored = NoticeSettings.objects.filter(person=person).first() or NoticeSettings(person=person)
    if what == ALL_MAIL:
        stored.is_mail_off = True
    elif what == WHOLE_DIGEST:
        _prefer(person, {code: Delivery.OFF for code, how in before.deliveries.items() if how == Delivery.DIGEST})
    elif what in before.deliveries:
        _prefer(person, {what: Delivery.OFF})
    else:
        raise UnknownChoice("Таких писем больше нет: отключать нечего.")
    # A page of choices that is open in some window must not bring the letters back unseen.
    stored.version += 1
    changes = compare(before.shown(), {**Choices.of(person).shown(), **_words_of_all(stored)})
    if not changes:
        return
    stored.save()
    _follow(person, stored, at)
    record("notices_switched_off", person, by=by, at=at, changes=changes)


def _words_of_all(stored: NoticeSettings) -> dict[str, str]:
    return {"Все письма": Choices(is_mail_off=stored.is_mail_off).shown()["Все письма"]}


def _prefer(person: Person, deliveries: Mapping[str, str]) -> None:
    NoticePreference.objects.bulk_create(
        [NoticePreference(person=person, kind=code, delivery=how) for code, how in deliveries.items()],
        update_conflicts=True,
        unique_fields=["person", "kind"],
        update_fields=["delivery"],
    )


def _follow(person: Person, settings: NoticeSettings, at: datetime) -> None:
    """Let what waits for a digest follow the new choices."""
    waiting = Notice.objects.filter(person=person).waiting()
    off = NoticePreference.objects.filter(person=person, delivery=Delivery.OFF).values("kind")
    unwanted = waiting if settings.is_mail_off else waiting.filter(kind__in=off)
    unwanted.update(mail_state=NoticeMail.NONE, mail_due_at=None)
    due_at = next_digest(at, settings.digest_days, settings.digest_hour, settings.zone)
    waiting.update(mail_due_at=due_at)


def _check(choices: Choices) -> None:
    known = {kind.code for kind in choosable_kinds()}
    if not set(choices.deliveries) <= known or not set(choices.deliveries.values()) <= set(Delivery.values):
        raise UnknownChoice("Такого выбора нет: откройте страницу заново.")
    if choices.digest_days not in DigestDays.values or not 0 <= choices.digest_hour <= 23:
        raise UnknownChoice("Такого времени сводки нет: выберите из списка.")
    if choices.time_zone and choices.time_zone not in available_timezones():
        raise UnknownChoice("Такого часового пояса нет: выберите из списка.")
    if (choices.quiet_from is None) != (choices.quiet_to is None):
        raise QuietHoursAreHalf("Укажите и начало, и конец тихих часов — или ни того, ни другого.")
    if choices.quiet_from is not None and choices.quiet_from == choices.quiet_to:
        raise QuietHoursAreHalf("Начало и конец тихих часов совпали. Чтобы писем не было совсем, отключите их все.")
