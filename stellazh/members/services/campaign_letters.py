"""Letters of a campaign: by mail in lots in the background, and on paper for those without an address."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse

from stellazh.associations.access import reach
from stellazh.audit.services import record
from stellazh.common.actor import Actor
from stellazh.common.clock import day_of
from stellazh.common.errors import DomainError
from stellazh.common.verdict import require
from stellazh.jobs.services import enqueue
from stellazh.links.services import IssuedLink, LinkOrder, create_links, revoke_links
from stellazh.mail.recipients import parse_recipient
from stellazh.mail.services import Letter, LetterIsMalformed, queue_letters
from stellazh.members.access.campaigns import can_record_answer, can_run_campaign
from stellazh.members.access.cards import CONFIRMATION
from stellazh.members.models import Campaign, CampaignAnswer
from stellazh.members.models.campaigns import CampaignAnswerQuerySet
from stellazh.members.notice_kinds import CARD_TO_CONFIRM
from stellazh.members.services.campaign_people import add_missing, links_of, publish_progress, settle_leavers
from stellazh.members.services.campaigns import (
    CAMPAIGNS,
    PLACEHOLDER,
    SEND_LETTERS,
    close_campaign,
    end_of_links,
    letters_key,
    require_open,
)
from stellazh.notices.services import notify
from stellazh.people.models import Person
from stellazh.russian.calendar_words import day_and_month

# As many as one INSERT of letters holds on both databases: a lot costs the same statements as one letter.
LOT = 40
REMIND_BEFORE = (timedelta(days=7), timedelta(days=2))


class NobodyToRemind(DomainError):
    """Everybody has answered, was written to today already, or has no address."""


@dataclass(frozen=True, slots=True)
class LotReport:
    """What a lot came to: letters queued, addresses that no letter can go to, and where the next lot begins."""

    sent_count: int
    refused_count: int
    last_id: int | None


@dataclass(frozen=True, slots=True)
class PaperLetter:
    """A letter for one person with her personal link. The link exists only here: show or print it now."""

    answer: CampaignAnswer
    text: str
    link: str


def letter_text(campaign: Campaign, person: Person, link: str, *, is_reminder: bool = False) -> str:
    """The letter to that person: every placeholder filled, nothing in the fillings taken for another one."""
    filled = {
        "{имя}": person.greeting_name,
        "{объединение}": campaign.association.short_name,
        "{срок}": term_words(campaign.closes_on),
        "{ссылка}": link,
    }
    text = PLACEHOLDER.sub(lambda found: filled.get(found[0], found[0]), campaign.letter)
    return f"Напоминаем: мы ещё ждём вашего ответа.\n\n{text}" if is_reminder else text


def term_words(day: date) -> str:
    """«1 октября 2024 года»: without a dot that would meet the one ending a sentence."""
    return f"{day_and_month(day)} {day.year} года"


def link_address(token: str) -> str:
    """The whole address of a personal link."""
    return urljoin(settings.SITE_URL, reverse("members:confirm", args=[token]))


def to_be_written(campaign: Campaign, *, silent_since: datetime | None) -> CampaignAnswerQuerySet:
    """Waiting people with an address who were never written to or, given a moment, not since then."""
    never = Q(asked_at=None)
    rows = campaign.answers.waiting().with_address().filter(person__archived_at=None)
    if silent_since is None:
        return rows.filter(never)
    return rows.annotate(last=Greatest("asked_at", Coalesce("reminded_at", "asked_at"))).filter(
        never | Q(last__lt=silent_since)
    )


def start_of_today(campaign: Campaign, *, at: datetime) -> datetime:
    """Midnight where the association is."""
    return _midnight(campaign, day_of(at, campaign.association.time_zone))


@transaction.atomic
def remind(campaign_id: int, *, answer_ids: Collection[int] | None = None, by: Actor, at: datetime) -> int:
    """Write in the background to those who have not answered, to all or to the chosen; how many there are.

    People who have joined are asked as well, those who have left no longer. Nobody is written to twice on one day.

    Raises:
        PermissionRefused, CampaignNotOpen, CampaignIsOver, NobodyToRemind.
    """
    campaign = _locked(campaign_id)
    require(can_run_campaign(by, campaign.association))
    require_open(campaign)
    settle_leavers(campaign, at=at)
    add_missing(campaign, at=at)
    silent_since = start_of_today(campaign, at=at)
    rows = to_be_written(campaign, silent_since=silent_since)
    if answer_ids is not None:
        rows = rows.filter(pk__in=list(answer_ids))
    count = rows.count()
    if not count:
        raise NobodyToRemind("Писать некому: все ответили, уже получили письмо сегодня или живут без почты.")
    _enqueue(campaign, answer_ids=answer_ids, silent_since=silent_since, by=by, at=at)
    return count


@transaction.atomic
def add_newcomers(campaign_id: int, *, by: Actor, at: datetime) -> int:
    """Ask those who have joined since, and write to them in the background; how many.

    Raises:
        PermissionRefused, CampaignNotOpen, CampaignIsOver.
    """
    campaign = _locked(campaign_id)
    require(can_run_campaign(by, campaign.association))
    require_open(campaign)
    count = add_missing(campaign, at=at)
    if count:
        _enqueue(campaign, answer_ids=None, silent_since=None, by=by, at=at)
        _record("campaign_people_added", campaign, by=by, at=at, note=f"Спрошено ещё: {count}")
        publish_progress(campaign)
    return count


@transaction.atomic
def send_lot(
    campaign_id: int,
    *,
    after_id: int,
    answer_ids: Collection[int] | None,
    silent_since: datetime | None,
    by: Actor,
    at: datetime,
) -> LotReport:
    """Write to the next forty people with keys after `after_id`: a new link each, earlier ones of theirs revoked.

    A campaign closed meanwhile sends nothing more.

    Raises:
        PermissionRefused: the right was taken meanwhile.
    """
    campaign = _locked(campaign_id)
    require(can_run_campaign(by, campaign.association))
    if not campaign.is_open:
        return LotReport(0, 0, None)
    rows = to_be_written(campaign, silent_since=silent_since).filter(pk__gt=after_id)
    if answer_ids is not None:
        rows = rows.filter(pk__in=list(answer_ids))
    locked = rows.select_for_update(of=("self",)).select_related("person__card", "association").order_by("pk")
    lot = list(locked[:LOT])
    if not lot:
        return LotReport(0, 0, None)
    reachable = [answer for answer in lot if _is_usable(address_of(answer.person))]
    _write_to(campaign, reachable, by=by, at=at)
    return LotReport(len(reachable), len(lot) - len(reachable), lot[-1].pk)


@transaction.atomic
def note_letters_sent(campaign_id: int, count: int, *, by: Actor, at: datetime) -> None:
    """Keep in the journal that a round of letters went out. For the job alone.

    Raises:
        PermissionRefused.
    """
    campaign = _locked(campaign_id)
    require(can_run_campaign(by, campaign.association))
    _record("campaign_letters_sent", campaign, by=by, at=at, note=f"Писем: {count}")
    publish_progress(campaign)


def address_of(person: Person) -> str:
    """Where letters to the person go: the sign-in address, else the one in the card."""
    card = getattr(person, "card", None)
    return person.email or (card.contact_email if card is not None else "")


@transaction.atomic
def make_paper_letters(
    campaign_id: int, *, answer_ids: Collection[int] | None = None, by: Actor, at: datetime
) -> list[PaperLetter]:
    """Letters to print for waiting people without an address, or for those named, each with a new personal link.

    Only people for whom the actor may answer «со слов». Links given out before open nothing from now on.

    Raises:
        CampaignNotOpen, CampaignIsOver.
        PermissionRefused: somebody named stands elsewhere.
    """
    campaign = _locked(campaign_id)
    require_open(campaign)
    rows = campaign.answers.waiting().filter(person__archived_at=None)
    if answer_ids is None:
        rows = rows.without_address()
        if not can_run_campaign(by, campaign.association):
            rows = rows.filter(reach(by, "members.run_campaign", "association__"))
    else:
        rows = rows.filter(pk__in=list(answer_ids))
    answers = list(
        rows.select_for_update(of=("self",))
        .select_related("person", "association__territory", "association__parent", "campaign__association__territory")
        .order_by("association__sort_key", "person__sort_key", "pk")
    )
    if answer_ids is not None:
        for answer in answers:
            require(can_record_answer(by, answer))
    issued = _new_links(campaign, answers, by=by, at=at)
    CampaignAnswer.objects.filter(pk__in=[answer.pk for answer in answers], asked_at=None).update(asked_at=at)
    letters = []
    for answer, one in zip(answers, issued, strict=True):
        link = link_address(one.token)
        letters.append(PaperLetter(answer, letter_text(campaign, answer.person, link), link))
    return letters


@transaction.atomic
def keep_time(campaign_id: int, *, by: Actor, at: datetime) -> str:
    """What the day asks of a running campaign: a reminder, the end, or nothing. Says which, in a word for the log.

    Seven and two days before the last day everybody waiting is reminded, once each; a day missed is made up for. The
    day after the last one the campaign closes.

    Raises:
        PermissionRefused: `by` may not run it.
    """
    campaign = _locked(campaign_id)
    require(can_run_campaign(by, campaign.association))
    if not campaign.is_open:
        return ""
    today = day_of(at, campaign.association.time_zone)
    if today > campaign.closes_on:
        close_campaign(campaign.pk, by=by, at=at)
        return "closed"
    due = [campaign.closes_on - before for before in REMIND_BEFORE if campaign.closes_on - before <= today]
    settle_leavers(campaign, at=at)
    added_count = add_missing(campaign, at=at)
    silent_since = _midnight(campaign, max(due)) if due else None
    if (due or added_count) and to_be_written(campaign, silent_since=silent_since).exists():
        _enqueue(campaign, answer_ids=None, silent_since=silent_since, by=by, at=at)
        return "reminded"
    return ""


def _write_to(campaign: Campaign, answers: Sequence[CampaignAnswer], *, by: Actor, at: datetime) -> None:
    issued = _new_links(campaign, answers, by=by, at=at)
    term = term_words(campaign.closes_on)
    letters = []
    for answer, one in zip(answers, issued, strict=True):
        is_reminder = answer.asked_at is not None
        subject = f"{campaign.title}: ответьте до {term}" if is_reminder else f"{campaign.title}: до {term}"
        text = letter_text(campaign, answer.person, link_address(one.token), is_reminder=is_reminder)
        letters.append(Letter(address_of(answer.person), subject, text, about=f"person:{answer.person_id}"))
    queue_letters(letters, kind=CONFIRMATION, by=by, at=at)
    ids = [answer.pk for answer in answers]
    CampaignAnswer.objects.filter(pk__in=ids).exclude(asked_at=None).update(
        reminded_at=at, reminder_count=F("reminder_count") + 1
    )
    CampaignAnswer.objects.filter(pk__in=ids, asked_at=None).update(asked_at=at)
    notify(
        CARD_TO_CONFIRM,
        [answer.person_id for answer in answers if answer.asked_at is None],
        title=f"Подтвердите свою карточку до {term}",
        text=f"{campaign.association.short_name} уточняет данные. Если всё верно, это одна кнопка.",
        address=reverse("members:own_answers"),
        about=f"campaign:{campaign.pk}",
        by=by,
        at=at,
    )


def _new_links(campaign: Campaign, answers: Sequence[CampaignAnswer], *, by: Actor, at: datetime) -> list[IssuedLink]:
    revoke_links(links_of(CampaignAnswer.objects.filter(pk__in=[one.pk for one in answers])), by=CAMPAIGNS, at=at)
    orders = [
        LinkOrder(answer, str(answer.person_id), f"Подтвердить карточку: {campaign.title}", answer.association.path)
        for answer in answers
    ]
    return create_links(CONFIRMATION, orders, expires_at=end_of_links(campaign), by=by, at=at)


def _is_usable(address: str) -> bool:
    try:
        parse_recipient(address)
    except LetterIsMalformed:
        return False
    return True


def _enqueue(
    campaign: Campaign,
    *,
    answer_ids: Collection[int] | None,
    silent_since: datetime | None,
    by: Actor,
    at: datetime,
) -> None:
    enqueue(
        SEND_LETTERS,
        {
            "campaign_id": campaign.pk,
            "answer_ids": None if answer_ids is None else sorted(answer_ids),
            "silent_since": silent_since.isoformat() if silent_since else None,
        },
        by=by,
        at=at,
        label=f"Письма: {campaign.title}"[:200],
        scope=campaign.association.path[:100],
        key=letters_key(campaign.pk, is_reminder=silent_since is not None) if answer_ids is None else "",
    )


def _midnight(campaign: Campaign, day: date) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(campaign.association.time_zone))


def _locked(campaign_id: int) -> Campaign:
    rows = Campaign.objects.select_for_update(of=("self",)).select_related("association__territory")
    return rows.get(pk=campaign_id)


def _record(action: str, campaign: Campaign, *, by: Actor, at: datetime, note: str) -> None:
    record(action, campaign, by=by, at=at, scope=campaign.association.path, note=note)
