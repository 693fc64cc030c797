"""The server opens no address that somebody wrote: it shows them, and takes films and pictures from nowhere.

There is nothing to be led to a private network by: no address is fetched, no name of one is asked for. What the server
does speak to is named by whoever runs it: the mail server, the store of files, the providers of sign-in.
"""

from __future__ import annotations

import ast
import json
import re
import socket
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client
from django.urls import reverse
from wagtail import blocks

from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.documents.models import Document
from stellazh.documents.services import DocumentFields, create_document, publish_document
from stellazh.media.videos import NotAVideoAddress, parse_video_address
from stellazh.pages.models import NewsIndex, NewsPage
from stellazh.pages.models.blocks import FEATURES
from stellazh.pages.services.sites import ensure_site
from stellazh.people.models import Person
from stellazh.people.services import issue_token

ROOT = Path(__file__).resolve().parents[2]
NETWORK = frozenset(
    {
        "aiohttp", "boto3", "botocore", "ftplib", "http", "httpx", "imaplib", "nntplib", "paramiko", "poplib", "pycurl",
        "requests", "smtplib", "socket", "socketserver", "ssl", "storages", "telnetlib", "urllib", "urllib3",
        "websockets", "xmlrpc",
    }
)  # fmt: skip
# What takes addresses apart and puts them together opens none.
HARMLESS = ("urllib.parse.", "http.cookies.")
CALLS = frozenset(
    {"create_connection", "getaddrinfo", "open_connection", "open_unix_connection", "urlopen", "urlretrieve"}
)
# Each speaks to an address of the settings; the name of this computer is asked of nobody.
ALLOWED = {
    "stellazh/files/bucket.py": {"botocore", "storages"},
    "stellazh/jobs/workers.py": {"socket"},
    "stellazh/mail/delivery.py": {"smtplib"},
    "stellazh/mail/verdicts.py": {"smtplib"},
    # Only the name of a fault: allauth asks the provider that the settings name.
    "stellazh/people/views/providers.py": {"requests"},
}
# Wagtail's own parts that ask other sites: what an address is, whether there is a new version, who has which face.
ASKING = {"wagtail.embeds", "wagtail.contrib.frontend_cache"}
Fetched = list[str]


def modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted([*ROOT.glob("stellazh/**/*.py"), *ROOT.glob("config/**/*.py")]):
        yield str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [f"{name.name}." for name in node.names]
    if isinstance(node, ast.ImportFrom) and not node.level:
        return [f"{node.module}.{name.name}" for name in node.names]
    return []


def test_only_these_modules_speak_to_anybody() -> None:
    found: dict[str, set[str]] = {}
    for path, tree in modules():
        for node in ast.walk(tree):
            for name in imported(node):
                if name.partition(".")[0] in NETWORK and not name.startswith(HARMLESS):
                    found.setdefault(path, set()).add(name.partition(".")[0])

    assert found == ALLOWED


def test_no_connection_is_opened_by_hand() -> None:
    found = [
        f"{path}:{node.lineno} {node.attr}"
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in CALLS
    ]

    assert found == []


def test_nothing_of_wagtail_asks_other_sites() -> None:
    assert {app.name for app in apps.get_app_configs()} & ASKING == set()
    assert "embed" not in FEATURES
    assert settings.WAGTAIL_ENABLE_UPDATE_CHECK is False
    assert settings.WAGTAIL_GRAVATAR_PROVIDER_URL is None
    body = NewsPage._meta.get_field("body").stream_block  # type: ignore[union-attr]
    foreign = [name for name, block in body.child_blocks.items() if type(block).__module__.startswith("wagtail.embeds")]
    assert foreign == []
    assert not any(isinstance(block, blocks.RawHTMLBlock) for block in body.child_blocks.values())


@pytest.mark.parametrize("path", sorted(ROOT.glob("stellazh/**/*.typ")), ids=lambda path: path.stem)
def test_no_paper_takes_packages_or_runs_texts(path: Path) -> None:
    source = path.read_text(encoding="utf-8")

    assert re.findall(r'#?(?:import|include)\s+"@|\beval\s*\(', source) == []


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/video/0123456789abcdef0123456789abcdef/",
        "http://localhost:8000/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://2130706433/",
        "http://0x7f.1/",
        "https://rutube.ru.evil.example/video/0123456789abcdef0123456789abcdef/",
        "https://rutube.ru@127.0.0.1/video/0123456789abcdef0123456789abcdef/",
        "https://127.0.0.1#@rutube.ru/video/0123456789abcdef0123456789abcdef/",
        "file:///etc/passwd",
        "gopher://127.0.0.1:25/",
    ],
)
def test_film_is_framed_from_two_hosts_and_no_other(address: str) -> None:
    with pytest.raises(NotAVideoAddress):
        parse_video_address(address)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[Fetched]:
    """Whatever Python connected to or asked the address of while the test ran; the database is reached from C."""
    found: Fetched = []
    is_watching = True

    def hear(event: str, arguments: tuple[object, ...]) -> None:
        if is_watching and event in {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "urllib.Request"}:
            found.append(f"{event} {arguments[1:] if event == 'socket.connect' else arguments}")

    # A hook is never taken away again; it hears nothing after the test.
    sys.addaudithook(hear)
    yield found
    is_watching = False


@pytest.fixture
def trap() -> Iterator[str]:
    """An address of this computer where somebody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/paper.pdf"


def test_watch_hears_a_connection(asked: Fetched, trap: str) -> None:
    host, _, port = trap.removeprefix("http://").partition("/")[0].partition(":")

    socket.create_connection((host, int(port))).close()

    assert [one.partition(" ")[0] for one in asked] == ["socket.getaddrinfo", "socket.connect"]


def test_address_of_a_document_is_shown_and_not_opened(
    association: Association, head: Person, at: datetime, asked: Fetched, trap: str
) -> None:
    fields = DocumentFields(title="Приказ", kind="order", audience="public", source_url=trap)
    document = create_document(association.pk, fields=fields, by=head, at=at)
    publish_document(document.pk, by=head, at=at)

    token = issue_token(head, label="Программа", by=head, at=clock.now()).token
    client = Client(headers={"Authorization": f"Bearer {token}"})
    pages = [
        client.get(address).content.decode()
        for address in (document.get_absolute_url(), reverse("documents:document_rss"), "/api/v1/documents")
    ]

    assert Document.objects.get().source_url == trap
    assert [trap in page for page in pages] == [True, False, True]
    assert asked == []


def test_addresses_of_a_page_are_shown_and_not_opened(
    association: Association, head: Person, at: datetime, client_for: Callable[..., Client], asked: Fetched, trap: str
) -> None:
    home = ensure_site(association, by=head, at=at)
    body = [
        {"type": "text", "value": f'<p><a href="{trap}">сюда</a><img src="{trap}"><embed url="{trap}"></p>'},
        {"type": "link", "value": {"words": "Дальше", "page": None, "address": trap}},
        {"type": "video", "value": {"address": trap, "title": "Запись"}},
    ]
    page = NewsPage(title="Адреса", slug="addresses", on=at.date(), lead="Л", body=json.dumps(body))
    NewsIndex.objects.child_of(home).get().add_child(instance=page)

    shown = client_for(None).get(page.url).content.decode()

    assert f'href="{trap}"' in shown
    assert "<embed" not in shown
    assert f'src="{trap}"' not in shown
    assert asked == []
