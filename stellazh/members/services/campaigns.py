"""The yearly re-confirmation: beginning it, opening, changing its term, ending it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from stellazh.associations.models import Association
from stellazh.audit.services import compare, record
from stellazh.common.actor import Actor, System
from stellazh.common.clock import day_of
from stellazh.common.errors import DomainError
from stellazh.common.school_year import SchoolYear
from stellazh.common.uniqueness import made_before, unique_or
from stellazh.common.verdict import require
from stellazh.common.versions import require_version
from stellazh.jobs.services import enqueue
from stellazh.links.services import prolong_links, revoke_links
from stellazh.members.access.campaigns import can_run_campaign
from stellazh.members.enums import CampaignState
from stellazh.members.models import Campaign
from stellazh.members.services.campaign_people import add_missing, links_of, publish_progress
from stellazh.russian.calendar_words import long_date

SEND_LETTERS = "members.send_campaign_letters"
CAMPAIGNS = System("уточнение данных")
# Letters wait in mail boxes: a link works a little longer than the day that the letter names.
GRACE = timedelta(days=3)
PLACEHOLDERS = ("{имя}", "{объединение}", "{срок}", "{ссылка}")
LONGEST_LETTER = 3_000
PLACEHOLDER = re.compile(r"\{[^{}]*\}")
ALREADY_RUNS = "Уточнение данных в этом объединении уже идёт. Закончите его, потом начинайте новое."


class CampaignAlreadyRuns(DomainError):
    """Another campaign asks the same people now."""


class CampaignIsOver(DomainError):
    """The campaign is closed: nobody is asked and nothing is answered."""


class CampaignNotOpen(DomainError):
    """The campaign has not begun."""


class LetterIsIncomplete(DomainError):
    """The letter has no link, a placeholder that nothing fills, or is too long to be read."""


class TermHasPassed(DomainError):
    """The last day to answer lies behind."""


class NobodyToAsk(DomainError):
    """There is nobody in the lists of members."""


@dataclass(frozen=True, slots=True)
class CampaignFields:
    """A campaign as typed."""

    title: str
    letter: str
    closes_on: date
    includes_below: bool = False

    @classmethod
    def of(cls, campaign: Campaign) -> CampaignFields:
        """What stands there now."""
        return cls(campaign.title, campaign.letter, campaign.closes_on, campaign.includes_below)

    def shown(self) -> dict[str, str]:
        """Russian field names to texts."""
        return {
            "Название": self.title,
            "Письмо": self.letter,
            "Ответить до": long_date(self.closes_on),
            "И объединения ниже": "да" if self.includes_below else "нет",
        }

    def cleaned(self) -> CampaignFields:
        """Blanks folded. Raises: DomainError without a title; LetterIsIncomplete."""
        title, letter = " ".join(self.title.split()), self.letter.replace("\r\n", "\n").strip()
        if not title:
            raise DomainError("Назовите уточнение: например «Проверка карточек 2024».")
        unknown = [found for found in PLACEHOLDER.findall(letter) if found not in PLACEHOLDERS]
        if unknown:
            raise LetterIsIncomplete(
                f"В письме есть {unknown[0]}: такой вставки нет. Бывают {', '.join(PLACEHOLDERS)}."
            )
        if letter.count("{ссылка}") != 1:
            raise LetterIsIncomplete("В письме должна один раз стоять {ссылка}: без неё человек не сможет ответить.")
        if len(letter) > LONGEST_LETTER:
            raise LetterIsIncomplete(f"Письмо длиннее {LONGEST_LETTER} знаков: его не дочитают. Сократите.")
        return CampaignFields(title[:200], letter, self.closes_on, self.includes_below)


def letters_key(campaign_id: int, *, is_reminder: bool = False) -> str:
    """Under which key the first letters of a campaign, or its reminders, go out: one such job at most is unfinished."""
    return f"{SEND_LETTERS}:{campaign_id}:{'again' if is_reminder else 'first'}"


@transaction.atomic
def create_campaign(
    association_id: int, *, fields: CampaignFields, submission_key: UUID | None = None, by: Actor, at: datetime
) -> Campaign:
    """Begin a draft, of the school year that `at` falls in. Nobody is asked yet.

    Raises:
        PermissionRefused; LetterIsIncomplete; DomainError: no title; FormSentTwice.
        TermHasPassed: the last day is not after today.
    """
    association = Association.objects.select_for_update().get(pk=association_id)
    require(can_run_campaign(by, association))
    made = made_before(Campaign.objects.filter(association=association), submission_key)
    if made is not None:
        return made
    fields = fields.cleaned()
    today = day_of(at, association.time_zone)
    _require_ahead(fields.closes_on, today)
    campaign = Campaign.objects.create(
        association=association,
        school_year=SchoolYear.of(today).start,
        title=fields.title,
        letter=fields.letter,
        closes_on=fields.closes_on,
        includes_below=fields.includes_below,
        submission_key=submission_key,
    )
    _record("campaign_created", campaign, by=by, at=at, changes=compare({}, fields.shown()))
    return campaign


@transaction.atomic
def update_campaign(
    campaign_id: int, *, expected_version: int, fields: CampaignFields, by: Actor, at: datetime
) -> Campaign:
    """Change a draft, or a running campaign: then links already sent end with the new term.

    Raises:
        PermissionRefused, ChangedMeanwhile, CampaignIsOver, LetterIsIncomplete, TermHasPassed.
        DomainError: no title, or a running campaign would ask others.
    """
    campaign = _locked(campaign_id, by)
    fields, before = fields.cleaned(), CampaignFields.of(campaign).shown()
    require_version(campaign.version, expected_version, theirs=before, mine=fields.shown())
    if campaign.state == CampaignState.CLOSED:
        raise CampaignIsOver("Уточнение окончено: его можно только возобновить.")
    if campaign.is_open and fields.includes_below != campaign.includes_below:
        raise DomainError("Кого спрашивать, решают до начала: теперь это не изменить.")
    today = day_of(at, campaign.association.time_zone)
    if fields.closes_on != campaign.closes_on:
        _require_ahead(fields.closes_on, today)
    campaign.title, campaign.letter = fields.title, fields.letter
    campaign.includes_below = fields.includes_below
    _set_term(campaign, fields.closes_on, at=at)
    campaign.version += 1
    campaign.save()
    _record("campaign_changed", campaign, by=by, at=at, changes=compare(before, fields.shown()))
    return campaign


@transaction.atomic
def open_campaign(campaign_id: int, *, by: Actor, at: datetime) -> int:
    """Ask every member once, in the association and, if it says so, below; how many. Letters go in the background.

    Raises:
        PermissionRefused, CampaignIsOver, TermHasPassed.
        CampaignAlreadyRuns: this one, another one here, or one above that asks these people too.
        NobodyToAsk: the lists are empty.
    """
    campaign = _locked(campaign_id, by)
    if campaign.state == CampaignState.CLOSED:
        raise CampaignIsOver("Это уточнение окончено: его можно возобновить.")
    if campaign.is_open:
        raise CampaignAlreadyRuns("Уточнение уже начато.")
    _require_ahead(campaign.closes_on, day_of(at, campaign.association.time_zone))
    _begin(campaign, at=at)
    asked_count = add_missing(campaign, at=at)
    if not asked_count:
        raise NobodyToAsk("В списке участников никого нет: сначала внесите людей.")
    _enqueue_letters(campaign, by=by, at=at)
    _record("campaign_opened", campaign, by=by, at=at, note=f"Спрошено: {asked_count}")
    publish_progress(campaign)
    return asked_count


@transaction.atomic
def extend_campaign(campaign_id: int, *, closes_on: date, by: Actor, at: datetime) -> Campaign:
    """Give more time: links already sent live on.

    Raises:
        PermissionRefused; CampaignNotOpen; TermHasPassed: the day is not later than the present term, or lies behind.
    """
    campaign = _locked(campaign_id, by)
    _require_open(campaign)
    if closes_on <= campaign.closes_on:
        raise TermHasPassed(f"Сейчас срок {long_date(campaign.closes_on)}: назовите день позже.")
    _require_ahead(closes_on, day_of(at, campaign.association.time_zone))
    before = long_date(campaign.closes_on)
    _set_term(campaign, closes_on, at=at)
    campaign.version += 1
    campaign.save(update_fields=["closes_on", "version"])
    _record("campaign_extended", campaign, by=by, at=at, changes={"Ответить до": (before, long_date(closes_on))})
    return campaign


@transaction.atomic
def close_campaign(campaign_id: int, *, by: Actor, at: datetime) -> Campaign:
    """End it: links open nothing, nobody is reminded. One already closed stays as it is.

    Raises:
        PermissionRefused; CampaignNotOpen: it has not begun.
    """
    campaign = _locked(campaign_id, by)
    if campaign.state == CampaignState.CLOSED:
        return campaign
    _require_open(campaign)
    campaign.state, campaign.closed_at = CampaignState.CLOSED, at
    campaign.version += 1
    campaign.save(update_fields=["state", "closed_at", "version"])
    revoke_links(links_of(campaign.answers.all()), by=CAMPAIGNS, at=at)
    _record("campaign_closed", campaign, by=by, at=at)
    publish_progress(campaign)
    return campaign


@transaction.atomic
def reopen_campaign(campaign_id: int, *, closes_on: date, by: Actor, at: datetime) -> Campaign:
    """Let people answer again, until `closes_on`. Answers stay; links sent before stay dead: remind to send new ones.

    Raises:
        PermissionRefused, TermHasPassed, CampaignAlreadyRuns; CampaignNotOpen: it was never closed.
    """
    campaign = _locked(campaign_id, by)
    if campaign.state != CampaignState.CLOSED:
        raise CampaignNotOpen("Возобновить можно только оконченное уточнение.")
    _require_ahead(closes_on, day_of(at, campaign.association.time_zone))
    campaign.closes_on, campaign.closed_at = closes_on, None
    _begin(campaign, at=campaign.opened_at or at)
    _record("campaign_reopened", campaign, by=by, at=at, changes={"Ответить до": ("", long_date(closes_on))})
    publish_progress(campaign)
    return campaign


def end_of_links(campaign: Campaign) -> datetime:
    """Until when links of the campaign live: the end of its last day where the association is, and `GRACE`."""
    zone = ZoneInfo(campaign.association.time_zone)
    return datetime.combine(campaign.closes_on + timedelta(days=1), time(), zone) + GRACE


def require_open(campaign: Campaign) -> None:
    """Pass while the campaign collects answers.

    Raises:
        CampaignNotOpen, CampaignIsOver.
    """
    if campaign.state == CampaignState.CLOSED:
        raise CampaignIsOver(
            "Уточнение данных окончено, ответы больше не принимаются. Если в карточке ошибка, скажите руководителю."
        )
    _require_open(campaign)


def _require_open(campaign: Campaign) -> None:
    if campaign.state == CampaignState.DRAFT:
        raise CampaignNotOpen("Уточнение ещё не начато.")
    if campaign.state == CampaignState.CLOSED:
        raise CampaignIsOver("Уточнение уже окончено.")


def _require_ahead(day: date, today: date) -> None:
    if day <= today:
        raise TermHasPassed("Срок ответа — день позже сегодняшнего: людям нужно время.")


def _set_term(campaign: Campaign, closes_on: date, *, at: datetime) -> None:
    if closes_on == campaign.closes_on:
        return
    campaign.closes_on = closes_on
    if campaign.is_open:
        prolong_links(links_of(campaign.answers.all()), expires_at=end_of_links(campaign), by=CAMPAIGNS, at=at)


def _begin(campaign: Campaign, *, at: datetime) -> None:
    above = Campaign.objects.open().filter(includes_below=True).exclude(pk=campaign.pk)
    path = campaign.association.path
    if any(path.startswith(wider) for wider in above.values_list("association__path", flat=True)):
        raise CampaignAlreadyRuns("Этих людей уже спрашивает вышестоящее объединение: дождитесь конца его уточнения.")
    campaign.state, campaign.opened_at = CampaignState.OPEN, at
    campaign.version += 1
    with unique_or(CampaignAlreadyRuns(ALREADY_RUNS)):
        campaign.save()


def _enqueue_letters(campaign: Campaign, *, by: Actor, at: datetime) -> None:
    enqueue(
        SEND_LETTERS,
        {"campaign_id": campaign.pk, "answer_ids": None, "silent_since": None},
        by=by,
        at=at,
        label=f"Письма: {campaign.title}"[:200],
        scope=campaign.association.path[:100],
        key=letters_key(campaign.pk),
    )


def _locked(campaign_id: int, by: Actor) -> Campaign:
    rows = Campaign.objects.select_for_update(of=("self",)).select_related("association__territory")
    campaign = rows.get(pk=campaign_id)
    require(can_run_campaign(by, campaign.association))
    return campaign


def _record(
    action: str,
    campaign: Campaign,
    *,
    by: Actor,
    at: datetime,
    changes: dict[str, tuple[str, str]] | None = None,
    note: str = "",
) -> None:
    record(action, campaign, by=by, at=at, scope=campaign.association.path, changes=changes, note=note)
