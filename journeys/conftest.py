"""Whole stories in a real Chromium against the real server: `stellazh demo` in a folder of its own, on a free port."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
SHARED_INPUTS = ROOT.parent / "shared" / "inputs"
PASSWORD = "полка-книга-лампа"
WIDE = {"width": 1366, "height": 900}
PHONE = {"width": 390, "height": 844}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A journey without a browser is no journey: say what is missing instead of skipping."""
    if items and _browser() is None:
        pytest.exit("Для историй нужен Chromium: установите его (в Debian: apt install chromium).", returncode=4)


def _browser() -> str | None:
    return os.environ.get("STELLAZH_CHROMIUM") or next(
        (path for name in BROWSERS if (path := shutil.which(name))), None
    )


@dataclass(frozen=True)
class Site:
    """A running demonstration."""

    address: str
    folder: Path


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def filled_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration's data, made once; each module of stories gets a copy."""
    folder = tmp_path_factory.mktemp("demo") / "data"
    _run("demo", "--no-serve", folder=folder)
    return folder


class Server:
    """A server that can be killed in the middle of a word and started again: same port, same data."""

    def __init__(self, folder: Path) -> None:
        self._port = _free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self._log = folder.parent / "server.log"
        self.site = Site(f"http://localhost:{self._port}", folder)

    def start(self) -> None:
        """Start and wait until it answers."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "stellazh", "serve", "--host", "127.0.0.1", "--port", str(self._port)],
                cwd=ROOT,
                env=_environment(self.site.folder, self.site.address),
                stdout=log,
                stderr=subprocess.STDOUT,
                # A group of its own, so that the serving processes die with the main one.
                start_new_session=True,
            )
        _wait(self.site.address, self._process, self._log)

    def kill(self) -> None:
        """SIGKILL to every process of the server: nothing is written, said or closed any more."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(10)
            self._process = None

    def stop(self) -> None:
        """Stop as an operator would; a killed one has stopped already."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self.kill()
        self._process = None


@pytest.fixture(scope="module")
def killable_server(filled_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server behind `site`: a story may `kill()` it and `start()` it again."""
    folder = tmp_path_factory.mktemp("site") / "data"
    shutil.copytree(filled_demo, folder)
    server = Server(folder)
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="module")
def site(killable_server: Server) -> Site:
    """A server of its own for each module, on a copy of the data."""
    return killable_server.site


def _environment(folder: Path, address: str = "http://localhost") -> dict[str, str]:
    mine = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return {
        **mine,
        "DJANGO_SETTINGS_MODULE": "config.settings.demo",
        "STELLAZH_DEMO_DIR": str(folder),
        "STELLAZH_SITE_URL": address,
    }


def _run(*command: str, folder: Path) -> None:
    subprocess.run([sys.executable, "-m", "stellazh", *command], cwd=ROOT, env=_environment(folder), check=True)


def _wait(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if server.poll() is not None:
            pytest.fail(f"Сервер не запустился:\n{log.read_text(encoding='utf-8')[-3000:]}")
        try:
            urllib.request.urlopen(f"{address}/account/sign-in/", timeout=2)
        except OSError:
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"Сервер не ответил за минуту:\n{log.read_text(encoding='utf-8')[-3000:]}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all stories; it calls nobody but us."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=_browser(),
            args=["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
        )
        yield chromium
        chromium.close()


@dataclass
class Visitor:
    """Somebody with a browser of her own. `errors` are the complaints of her console."""

    page: Page
    site: Site
    errors: list[str]

    def go(self, path: str) -> Page:
        """Open a page of ours."""
        self.page.goto(self.site.address + path)
        return self.page

    def picture(self, name: str) -> None:
        """Keep a screenshot of the whole page when STELLAZH_PICTURES names a folder: for people to look at."""
        folder = os.environ.get("STELLAZH_PICTURES")
        if folder:
            width = (self.page.viewport_size or WIDE)["width"]
            self.page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)

    def sign_in(self, email: str) -> Page:
        """Sign in with the demo's password."""
        self.go("/account/sign-in/")
        self.page.get_by_label("Электронная почта").fill(email)
        self.page.get_by_label("Пароль").fill(PASSWORD)
        self.page.get_by_role("button", name="Войти", exact=True).click()
        self.page.wait_for_url("**/desk/")
        return self.page


NewVisitor = Callable[..., Visitor]


@pytest.fixture
def visitor(browser: Browser, site: Site) -> Iterator[NewVisitor]:
    """Make visitors: `visitor("head@demo.example", size=PHONE, scripts=False)`; without an address, a guest."""
    contexts: list[BrowserContext] = []
    visitors: list[Visitor] = []

    def make(email: str = "", *, size: dict[str, int] = WIDE, scripts: bool = True) -> Visitor:
        context = browser.new_context(
            viewport={"width": size["width"], "height": size["height"]},
            locale="ru-RU",
            java_script_enabled=scripts,
            accept_downloads=True,
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        errors: list[str] = []
        page.on(
            "console",
            lambda message: (
                errors.append(f"{message.text} {message.location['url']}") if message.type == "error" else None
            ),
        )
        page.on("pageerror", lambda fault: errors.append(str(fault)))
        page.on("request", lambda request: _only_ours(request.url, site, errors))
        one = Visitor(page, site, errors)
        visitors.append(one)
        if email:
            one.sign_in(email)
        return one

    yield make
    for context in contexts:
        context.close()


def _only_ours(url: str, site: Site, errors: list[str]) -> None:
    if not url.startswith((site.address, "data:", "blob:", "about:")):
        errors.append(f"чужой адрес: {url}")
