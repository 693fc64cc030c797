"""The whole way: opened by the head, written by the worker, taken by a real mail server, answered by the link."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.jobs.enums import JobState
from stellazh.jobs.models import Job
from stellazh.jobs.schedules import schedules
from stellazh.jobs.services import enqueue
from stellazh.jobs.worker import run_queued
from stellazh.members.enums import AnswerState, CampaignState
from stellazh.members.forms.campaigns import USUAL_LETTER
from stellazh.members.models import Campaign
from stellazh.members.services import campaigns
from stellazh.members.services.campaigns import CampaignFields
from stellazh.members.tasks import KEEP_TIME
from stellazh.notices.models import Notice
from stellazh.people.models import Person
from tests.factories.members import CampaignAnswerFactory, CampaignFactory
from tests.mail import conftest as post_office
from tests.mail.conftest import Smtp
from tests.members.campaign_stories import LINK, SYSTEM, joined

smtp = post_office.smtp


@pytest.fixture
def campaign(association: Association, head: Person) -> Campaign:
    """A campaign with the usual letter, opened now."""
    at = clock.now()
    fields = CampaignFields("Проверка карточек", USUAL_LETTER, (at + timedelta(days=20)).date())
    made = campaigns.create_campaign(association.pk, fields=fields, by=head, at=at)
    campaigns.open_campaign(made.pk, by=head, at=at)
    return made


def test_letter_is_received_opened_and_answered(
    association: Association, head: Person, smtp: Smtp, settings: Settings
) -> None:
    settings.SITE_URL = "https://polka.example"
    person = joined(association, family_name="Озерова", email="ozerova@example.org")
    at = clock.now()
    fields = CampaignFields("Проверка карточек", USUAL_LETTER, (at + timedelta(days=20)).date())
    campaign = campaigns.create_campaign(association.pk, fields=fields, by=head, at=at)
    campaigns.open_campaign(campaign.pk, by=head, at=at)

    run_queued()

    letters = {letter["To"]: letter for letter in smtp.office.parsed()}
    text = letters["ozerova@example.org"].get_content()
    assert "Здравствуйте, Вера Ильинична!" in text
    assert "https://polka.example/confirm/" in text
    token = LINK.findall(text)[0]
    client = Client()
    assert client.get(f"/confirm/{token}/").status_code == 200
    assert client.post(f"/confirm/{token}/").status_code == 302
    answer = campaign.answers.get(person=person)
    assert (answer.state, answer.answered_by_name) == (AnswerState.CONFIRMED, "Озерова В.И.")
    # The address of nobody else has got that link.
    others = [letter.get_content() for to, letter in letters.items() if to != "ozerova@example.org"]
    assert all(token not in text for text in others)
    assert len(others) == 1


def test_worker_sends_lot_after_lot_and_says_how_far(association: Association, campaign: Campaign) -> None:
    for n in range(45):
        CampaignAnswerFactory(campaign=campaign, person=joined(association, email=f"p{n}@example.org"))

    run_queued()

    job = Job.objects.get(name=campaigns.SEND_LETTERS)
    assert (job.state, job.done, job.total) == (JobState.DONE, 46, 46)
    assert job.result == {"url": campaign.get_absolute_url(), "sent": 46, "refused": 0}
    assert campaign.answers.filter(asked_at=None).count() == 0


def test_people_with_an_account_are_told_on_the_site_too(
    association: Association, head: Person, campaign: Campaign
) -> None:
    joined(association, family_name="Озерова")

    run_queued()

    kept = Notice.objects.values_list("person_id", "kind", "address")
    assert list(kept) == [(head.pk, "members.card_to_confirm", "/campaigns/mine/")]


def test_letters_that_nobody_may_send_any_more_are_not_sent(
    association: Association, head: Person, campaign: Campaign
) -> None:
    head.grants.update(to_on="2024-01-01")

    run_queued()

    job = Job.objects.get(name=campaigns.SEND_LETTERS)
    assert (job.state, "проводить уточнение данных" in job.error) == (JobState.FAILED, True)
    assert campaign.answers.exclude(asked_at=None).count() == 0


def test_daily_round_reminds_and_closes(association: Association, head: Person, campaign: Campaign) -> None:
    run_queued()
    today = clock.today(association.time_zone)
    campaign.answers.update(asked_at=clock.now() - timedelta(days=10))
    Campaign.objects.filter(pk=campaign.pk).update(closes_on=today + timedelta(days=6))
    late: Any = CampaignFactory(closes_on=today - timedelta(days=1))
    enqueue(KEEP_TIME, {}, by=SYSTEM, at=clock.now())

    run_queued()

    late.refresh_from_db()
    assert late.state == CampaignState.CLOSED
    answer = campaign.answers.get()
    assert (answer.reminder_count, answer.reminded_at is not None) == (1, True)
    assert Job.objects.get(name=KEEP_TIME).result == {"reminded": 1, "closed": 1}


def test_daily_round_is_scheduled() -> None:
    assert [(one.cron, one.job_name) for one in schedules if one.name == KEEP_TIME] == [("10 9 * * *", KEEP_TIME)]
