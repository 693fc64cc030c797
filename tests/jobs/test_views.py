from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from stellazh.common.actor import System
from stellazh.jobs.context import JobContext
from stellazh.jobs.enums import JobState
from stellazh.jobs.live import may_follow_job
from stellazh.jobs.models import Job
from stellazh.jobs.worker import run_queued
from stellazh.people.models import Person
from tests.jobs.conftest import Bench, PaperIsEmpty

Ask = Callable[..., Job]
ClientFor = Callable[..., Client]
pytestmark = pytest.mark.django_db


def test_job_detail_shows_its_owner_a_waiting_job(bench: Bench, ask: Ask, head: Person, client_for: ClientFor) -> None:
    job = ask(bench.register(bench.note), by=head, label="Чтение плана")

    response = client_for(head).get(job.get_absolute_url())

    page = response.content.decode()
    assert response.status_code == 200
    assert '<h1 class="title">Чтение плана</h1>' in page
    assert f'data-live-topic="job:{job.public_id}"' in page
    assert 'hx-trigger="job-changed, every 2s"' in page
    assert f'action="{job.get_absolute_url()}cancel/"' in page


def test_job_detail_gives_htmx_the_changing_part_alone(
    bench: Bench, ask: Ask, head: Person, client_for: ClientFor
) -> None:
    job = ask(bench.register(bench.note), by=head)

    page = client_for(head).get(job.get_absolute_url(), headers={"HX-Request": "true"}).content.decode().strip()

    assert page.startswith('<section id="job"')
    assert page.endswith("</section>")


def test_job_detail_of_a_done_job_links_its_result_and_asks_no_more(
    bench: Bench, ask: Ask, head: Person, client_for: ClientFor
) -> None:
    job = ask(bench.register(lambda context: {"url": "/plans/5/"}), by=head)
    run_queued()

    page = client_for(head).get(job.get_absolute_url()).content.decode()

    assert 'href="/plans/5/"' in page
    assert "hx-get" not in page
    assert "Остановить" not in page


def test_job_detail_of_a_failed_job_says_why(bench: Bench, ask: Ask, head: Person, client_for: ClientFor) -> None:
    def refuse(context: JobContext) -> None:
        raise PaperIsEmpty("В файле <нет> плана.")

    job = ask(bench.register(refuse), by=head)
    run_queued()

    page = client_for(head).get(job.get_absolute_url()).content.decode()

    assert "В файле &lt;нет&gt; плана." in page


def test_job_pages_are_nobody_elses(
    bench: Bench, ask: Ask, head: Person, stranger: Person, region_head: Person, client_for: ClientFor
) -> None:
    job = ask(bench.register(bench.note), by=head)
    systems = ask(bench.register(bench.note), by=System(str(head.pk)))
    answers = [
        client_for(person).get(found.get_absolute_url()).status_code
        for person, found in ((stranger, job), (region_head, job), (head, systems), (None, job))
    ]
    cancels = [client_for(person).post(f"{job.get_absolute_url()}cancel/").status_code for person in (stranger, None)]

    job.refresh_from_db()
    assert answers == [404, 404, 404, 302]
    assert cancels == [404, 302]
    assert job.state == JobState.QUEUED


def test_job_cancel_stops_a_waiting_job(bench: Bench, ask: Ask, head: Person, client_for: ClientFor) -> None:
    job = ask(bench.register(bench.note), by=head)

    response = client_for(head).post(f"{job.get_absolute_url()}cancel/")

    job.refresh_from_db()
    assert (response.status_code, response.headers["Location"]) == (302, job.get_absolute_url())
    assert job.state == JobState.CANCELLED


def test_job_cancel_is_not_done_by_following_a_link(
    bench: Bench, ask: Ask, head: Person, client_for: ClientFor
) -> None:
    job = ask(bench.register(bench.note), by=head)

    response = client_for(head).get(f"{job.get_absolute_url()}cancel/")

    job.refresh_from_db()
    assert (response.status_code, job.state) == (405, JobState.QUEUED)


def test_may_follow_job_is_for_its_owner(bench: Bench, ask: Ask, head: Person, stranger: Person) -> None:
    job = ask(bench.register(bench.note), by=head)

    asked = [may_follow_job(person, str(job.public_id)) for person in (head, stranger)]

    assert asked == [True, False]
    assert may_follow_job(head, "no-such-number") is False
