"""The page of background work: the numbers move by themselves, the end comes without a reload, the button stops it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, expect

ROOT = Path(__file__).resolve().parents[1]
ASK = """
import json, sys, datetime, django
django.setup()
from django.test import Client
from stellazh.common import clock
from stellazh.jobs.services import enqueue
from tests.factories.people import PersonFactory
person = PersonFactory()
client = Client()
client.force_login(person)
due_at = clock.now() + datetime.timedelta(minutes=int(sys.argv[2]))
job = enqueue("served.count", {"total": int(sys.argv[1]), "seconds": 0.1}, by=person, at=clock.now(), due_at=due_at)
print(json.dumps([job.get_absolute_url(), client.cookies["sessionid"].value]))
"""


@dataclass
class Served:
    """A server with a job in it that takes its time, all in one transaction."""

    address: str
    environment: dict[str, str]
    browser: Browser

    def page_of_a_job(self, *, steps: int, minutes: int = 0) -> Page:
        """The page of a job of `steps` tenths of a second, due in `minutes`, as whoever asked for it."""
        asked = subprocess.run(
            [sys.executable, "-c", ASK, str(steps), str(minutes)],
            env=self.environment, cwd=ROOT, check=True, capture_output=True, text=True,
        )  # fmt: skip
        path, session = json.loads(asked.stdout)
        context = self.browser.new_context()
        context.add_cookies([{"name": "sessionid", "value": session, "url": self.address}])
        page = context.new_page()
        page.goto(self.address + path)
        return page


@pytest.fixture
def served(browser: Browser, tmp_path: Path) -> Iterator[Served]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.processes.settings",
        "DATABASE_URL": f"sqlite:///{tmp_path}/stellazh.sqlite3",
        "PYTHONPATH": str(ROOT),
    }
    stellazh = [sys.executable, "-m", "stellazh"]
    subprocess.run([*stellazh, "migrate"], env=environment, cwd=ROOT, check=True, capture_output=True)
    with (tmp_path / "log").open("w") as log:
        server = subprocess.Popen([*stellazh, "serve", "--port", str(port)], env=environment, cwd=ROOT, stderr=log)
        address = f"http://localhost:{port}"
        _wait_for(address)
        yield Served(address, environment, browser)
        server.terminate()
        server.wait(10)


def _wait_for(address: str) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            urlopen(f"{address}/account/sign-in/", timeout=5)
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the server does not answer")


def test_a_job_page_follows_the_work_to_its_end(served: Served) -> None:
    page = served.page_of_a_job(steps=60)

    label = page.locator(".progress__label")
    expect(label).to_contain_text("из 60", timeout=15_000)
    first = label.inner_text()
    expect(label).not_to_have_text(first)
    expect(page.get_by_role("link", name="Открыть результат")).to_have_attribute("href", "/desk/", timeout=20_000)

    expect(page.get_by_role("button", name="Остановить")).to_have_count(0)


def test_a_job_that_waits_can_be_stopped(served: Served) -> None:
    page = served.page_of_a_job(steps=1, minutes=5)

    expect(page.get_by_text("В очереди")).to_be_visible()
    page.get_by_role("button", name="Остановить").click()

    expect(page.get_by_text("Отменено")).to_be_visible()
