"""What holds for every template of the product, whoever wrote it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2] / "stellazh"
TEMPLATES = sorted(ROOT.glob("*/templates/**/*.html"))
JS = ROOT / "ui" / "static" / "ui" / "js"
CODE = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)


def names(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


@pytest.mark.parametrize("path", TEMPLATES, ids=names(TEMPLATES))
def test_template_has_no_inline_style_and_no_inline_script(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert (
        re.findall(r"\sstyle\s*=|<style|<script(?![^>]*\ssrc=)[^>]*>|\son[a-z]+\s*=\s*[\"']|javascript:|hx-on", text)
        == []
    )


@pytest.mark.parametrize("path", TEMPLATES, ids=names(TEMPLATES))
def test_template_speaks_russian(path: Path) -> None:
    text = re.sub(r"<(svg|code)\b.*?</\1>", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    spoken = re.findall(r"(?:aria-label|title|placeholder|alt)=\"([^\"]*)\"", text)
    words = re.sub(r"<[^>]*>", " ", CODE.sub(" ", text))

    # Names of formats, keys and products are written in Latin letters in Russian too; so is a code on a sheet.
    allowed = {
        "word", "excel", "pdf", "docx", "xlsx", "csv", "ics", "rss", "json", "html", "cookie", "bearer", "telegram",
        "smtp", "utf", "rutube", "doc", "zip", "sha", "enter",
        "nbsp", "raquo", "laquo", "mdash", "ndash", "amp", "lt", "gt", "quot", "middot", "ctrl", "api",
        "url", "isbn", "doctype", "pin", "open", "badges", "jwt", "qxm", "pzt",
        "chrome", "edge", "firefox", "safari", "aegis", "freeotp",
    }  # fmt: skip
    english = {
        word
        for word in re.findall(r"[A-Za-z]{3,}", words + " ".join(CODE.sub(" ", part) for part in spoken))
        if word.lower() not in allowed
    }
    assert english == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=names(TEMPLATES))
def test_template_fetches_nothing_from_elsewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert (
        re.findall(
            r"<(?:link|script|img|iframe|source|video|audio)\b[^>]*\b(?:href|src)=[\"'](?:https?:)?//[^\"']*", text
        )
        == []
    )


def test_every_module_that_main_binds_exists() -> None:
    main = (JS / "main.js").read_text(encoding="utf-8")

    bound = dict(re.findall(r'"\[data-([\w-]+)\]": \(\) => import\("\./([\w-]+\.js)"\)', main))

    alone = {"main.js", "say.js", "sent.js"} | {path.name for path in JS.glob("autosave-*.js")}
    assert sorted(set(bound.values())) == sorted({path.name for path in JS.glob("*.js")} - alone)
    assert {
        name: "export function bindTo(" in (JS / name).read_text(encoding="utf-8") for name in bound.values()
    } == dict.fromkeys(bound.values(), True)


def test_scripts_run_nothing_from_text() -> None:
    found = {
        path.name: re.findall(
            r"\beval\(|new Function|innerHTML|insertAdjacentHTML|document\.write|\.style\b",
            path.read_text(encoding="utf-8"),
        )
        for path in JS.glob("*.js")
    }

    assert {name: calls for name, calls in found.items() if calls} == {}
