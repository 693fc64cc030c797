"""What browsers and robots ask for, and who sees the shop window."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.http import Http404
from django.test import Client, RequestFactory

from stellazh.ui import views
from stellazh.ui.showcase import showcase


def test_robots_are_let_in_unless_it_is_a_demo(client: Client, settings: object) -> None:
    settings.SITE_URL = "https://books.example"  # type: ignore[attr-defined]
    response = client.get("/robots.txt")
    settings.DEMO = True  # type: ignore[attr-defined]
    demo = client.get("/robots.txt")

    lines = response.content.decode().splitlines()
    assert (lines[0], response["Content-Type"]) == ("User-agent: *", "text/plain; charset=utf-8")
    assert {"Disallow: /cms/", "Disallow: /api/", "Disallow: /account/", "Disallow: /files/"} <= set(lines)
    assert lines[-1] == "Sitemap: https://books.example/sitemap.xml"
    assert demo.content.decode() == "User-agent: *\nDisallow: /\n"


def test_manifest_names_the_site(client: Client, settings: object) -> None:
    settings.SITE_NAME = "ММО Лужского округа"  # type: ignore[attr-defined]

    content = json.loads(client.get("/site.webmanifest").content)

    assert (content["name"], content["lang"], content["icons"]) == (
        "ММО Лужского округа", "ru", [{"src": "/static/ui/favicon.svg", "type": "image/svg+xml", "sizes": "any"}],
    )  # fmt: skip


def test_favicon_leads_to_ours(client: Client) -> None:
    response = client.get("/favicon.ico")

    assert (response.status_code, response["Location"]) == (302, "/static/ui/favicon.svg")


def test_components_are_closed_in_production(rf: RequestFactory, settings: object) -> None:
    settings.DEBUG = settings.DEMO = False  # type: ignore[attr-defined]

    with pytest.raises(Http404):
        views.components(rf.get("/components/"))


def test_components_show_a_crowded_month() -> None:
    assert [len(month.books) for month in showcase()["crowded"].months] == [60, 12, 24, 8, 6, 18, 9, 30, 7, 3, 0, 2]


def test_collected_modules_import_one_another_by_hash(settings: object, tmp_path: Path) -> None:
    settings.STATIC_ROOT = str(tmp_path)  # type: ignore[attr-defined]
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "stellazh.ui.storage.HashedStorage"}}  # type: ignore[attr-defined]

    call_command("collectstatic", verbosity=0, interactive=False)

    manifest = json.loads((tmp_path / "staticfiles.json").read_text(encoding="utf-8"))["paths"]
    modules = {name: hashed for name, hashed in manifest.items() if name.startswith("ui/js/")}
    imported = {
        f"ui/js/{name}"
        for hashed in modules.values()
        for name in re.findall(r'(?:import\(|from )"\./([^"]+)"', (tmp_path / hashed).read_text(encoding="utf-8"))
    }
    assert imported == {hashed for name, hashed in modules.items() if name != "ui/js/main.js"}
