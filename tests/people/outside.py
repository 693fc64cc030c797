"""The way to another site and back, as a browser goes it: our page there, the real server, our page again."""

from __future__ import annotations

import html
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from django.test import Client
from django.urls import reverse

from stellazh.people.models import Person
from tests.factories.people import PASSWORD

ROOT = Path(__file__).resolve().parents[2]
CLIENT = {"id": "stellazh", "secret": "a-secret-of-two"}


@dataclass(frozen=True)
class OidcServer:
    """A running server. `address` goes into the settings."""

    address: str

    def provider(self, code: str = "region", **changes: Any) -> dict[str, Any]:
        """The settings of this server under that code."""
        app = {
            "provider_id": code,
            "name": "Вход области",
            "client_id": CLIENT["id"],
            "secret": CLIENT["secret"],
            "settings": {"server_url": self.address, "oauth_pkce_enabled": True},
        }
        return {"openid_connect": {"APPS": [{**app, **changes}]}}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def new_key() -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


@contextmanager
def oidc_server(folder: Path, *people: dict[str, str]) -> Iterator[OidcServer]:
    """A server that knows these people, on a free port."""
    port = free_port()
    given = {
        "database": str(folder / "oidc.sqlite3"),
        "key": new_key(),
        "people": people,
        "client": {**CLIENT, "back": f"{settings.SITE_URL}{reverse('people:provider_callback', args=['region'])}"},
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.people.oidc_server", str(port)],
        cwd=ROOT,
        env={**os.environ, "OIDC_SERVER": json.dumps(given), "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    address = f"http://127.0.0.1:{port}/o"
    try:
        _wait(f"{address}/.well-known/openid-configuration", process)
        yield OidcServer(address)
    finally:
        process.terminate()
        process.wait(10)


def _wait(address: str, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise AssertionError(process.stdout.read() if process.stdout else "the server has ended")
        try:
            if requests.get(address, timeout=2).ok:
                return
        except requests.ConnectionError:
            time.sleep(0.1)
    raise AssertionError("the server did not answer within a minute")


def sign_in(person: Person, **headers: str) -> Client:
    """A client that came in by the page, with the password."""
    client = Client(**headers)  # type: ignore[arg-type]
    answer = client.post(reverse("people:sign_in"), {"email": person.email, "password": PASSWORD})
    assert answer.status_code == 302, answer.content.decode()
    return client


def leave(client: Client, view: str, code: str = "region", **sent: str) -> str:
    """Press a button of ours that leads to another site; the address there."""
    answer = client.post(reverse(view, args=[code]), sent)
    found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', answer.content.decode())
    assert found, (answer.status_code, answer.content.decode())
    return html.unescape(found[1])


def agree(address: str, who: str) -> str:
    """Be somebody over there and agree; where the server sends the browser, without our host."""
    answer = requests.get(address, cookies={"who": who}, allow_redirects=False, timeout=10)
    assert answer.status_code == 302, answer.text[:2000]
    there = answer.headers["Location"]
    assert there.startswith(settings.SITE_URL), there
    return there.removeprefix(settings.SITE_URL)


def changed(address: str, **changes: str) -> str:
    """The address with some of its parameters others."""
    from urllib.parse import parse_qsl

    parts = urlsplit(address)
    return parts._replace(query=urlencode({**dict(parse_qsl(parts.query)), **changes})).geturl()


def link(client: Client, who: str, code: str = "region") -> Any:
    """Link an account over there to whoever is signed in; the answer of our page."""
    return client.get(agree(leave(client, "people:provider_link", code), who), follow=True)


def come_in(client: Client, who: str, code: str = "region") -> Any:
    """Sign in through the other site; the answer of our page."""
    return client.get(agree(leave(client, "people:provider_sign_in", code), who))


def is_signed_in(client: Client) -> bool:
    return client.get(reverse("people:account")).status_code == 200
