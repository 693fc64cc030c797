"""Docs cannot lie: what exists is written about, links lead somewhere, nothing of real people has slipped in."""

from __future__ import annotations

import argparse
import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps as django_apps

from stellazh.cli.parser import make_parser
from stellazh.common.capabilities import capabilities

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
DOMAINS = DOCS / "domains"
SEEDS = ROOT.parent / "shared" / "seeds"
ENV_READERS = frozenset({"text", "flag", "number", "words", "choose"})
# Quoted longer than this, a sentence is somebody's, not the language's.
LONGEST_SHARED_RUN = 8

LINK = re.compile(r"(?<!\\)\[[^\]]*\]\(([^()\s]+(?:\([^()]*\))?)\)")
FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*#*$", re.MULTILINE)
PACKAGE = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)", re.MULTILINE)
NAME = re.compile(r"\b([А-ЯЁ][а-яё]{2,}(?:-[А-ЯЁ][а-яё]+)?)\s*([А-ЯЁ])\.\s*([А-ЯЁ])\b")
WORD = re.compile(r"[а-яёa-z]+")
# Assembled, so that this very file does not hold what it looks for.
MACHINE_PATH = re.compile("|".join((r"(?<![\w.<-])/wo" + r"rk/\w", r"(?<![\w.])/ho" + r"me/[a-z]", r"/ro" + r"ot/\w")))
INDEX_ADDRESS = re.compile(
    r"https?://[^\s\"'<>]*(?:/sim" + r"ple\b|pyp" + r"i\.|artif" + r"actory|nex" + "us)", re.IGNORECASE
)


@cache
def tracked() -> tuple[Path, ...]:
    """The files that git keeps, as they are now."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return tuple(path for name in listed.decode().split("\0") if name and (path := ROOT / name).is_file())


@cache
def text_of(path: Path) -> str:
    """The file's text; nothing for pictures and other binary files."""
    content = path.read_bytes()
    return "" if b"\0" in content[:8192] else content.decode("utf-8", errors="replace")


@cache
def pages() -> tuple[Path, ...]:
    return (ROOT / "README.md", ROOT / "CHANGELOG.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md")))


def our_apps() -> list[str]:
    return sorted(path.parent.name for path in (ROOT / "stellazh").glob("*/__init__.py"))


def _without_code(text: str) -> str:
    return re.sub(r"`[^`\n]*`", "", FENCE.sub("", text))


def anchors_of(path: Path) -> set[str]:
    """The anchors that GitHub gives a page's headings."""
    found: dict[str, int] = {}
    for heading in HEADING.findall(FENCE.sub("", text_of(path))):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "").replace("*", "")
        anchor = re.sub(r"[^\w\- ]", "", plain.lower()).replace(" ", "-")
        found[anchor] = found.get(anchor, -1) + 1
        if found[anchor]:
            found[f"{anchor}-{found[anchor]}"] = 0
    return set(found)


@pytest.mark.parametrize("app", [app for app in our_apps() if app != "cli"])
def test_every_app_has_a_page(app: str) -> None:
    page = DOMAINS / f"{app}.md"

    assert page.is_file()
    assert f"domains/{app}.md" in text_of(DOCS / "index.md")


def test_every_page_can_be_reached() -> None:
    linked = {
        (page.parent / target.partition("#")[0]).resolve()
        for page in pages()
        for target in LINK.findall(_without_code(text_of(page)))
        if target.partition("#")[0].endswith(".md")
    }

    lost = [str(page.relative_to(ROOT)) for page in pages() if page not in linked and page.name != "README.md"]

    assert lost == []


def test_every_capability_is_documented() -> None:
    missing = [
        entry.code
        for entry in capabilities
        if f"`{entry.code}`" not in text_of(DOMAINS / f"{entry.code.split('.')[0]}.md")
    ]

    assert len(capabilities) > 0
    assert missing == []


def _variables() -> Iterator[str]:
    """Names passed to the readers of the environment, in the settings and in the commands."""
    for path in [*sorted((ROOT / "config").rglob("*.py")), *sorted((ROOT / "stellazh" / "cli").rglob("*.py"))]:
        for node in ast.walk(ast.parse(text_of(path))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "env"
                and node.func.attr in ENV_READERS
                and isinstance(node.args[0], ast.Constant)
            ):
                yield str(node.args[0].value)


def test_every_environment_variable_is_documented() -> None:
    variables = sorted(set(_variables()))
    page = text_of(DOCS / "operations" / "settings.md")

    missing = [name for name in variables if f"`{name}`" not in page]

    assert "DATABASE_URL" in variables
    assert missing == []


def _commands(parser: argparse.ArgumentParser, before: str = "stellazh") -> Iterator[str]:
    verbs = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not verbs:
        yield before
    for action in verbs:
        for name, inner in action.choices.items():
            yield from _commands(inner, f"{before} {name}")


def test_every_command_is_documented() -> None:
    page = text_of(DOCS / "operations" / "command-line.md")
    own = list(_commands(make_parser()))
    of_django = [path.stem for path in sorted((ROOT / "stellazh").rglob("management/commands/[a-z]*.py"))]

    missing = [name for name in [*own, *of_django] if name not in page]

    assert "stellazh serve" in own
    assert missing == []


def test_every_model_is_in_the_glossary() -> None:
    glossary = text_of(DOCS / "glossary.md")
    models = [model for model in django_apps.get_models() if model.__module__.startswith("stellazh.")]

    missing = [model.__name__ for model in models if f"`{model.__name__}`" not in glossary]

    assert missing == []


def _choices() -> Iterator[str]:
    for path in sorted((ROOT / "stellazh").glob("*/enums.py")):
        for node in ast.parse(text_of(path)).body:
            if isinstance(node, ast.ClassDef):
                yield node.name


def test_every_stored_code_has_a_word_in_the_glossary() -> None:
    glossary = text_of(DOCS / "glossary.md")

    missing = [name for name in _choices() if f"`{name}`" not in glossary]

    assert missing == []


def test_every_package_has_its_reason() -> None:
    reasons = text_of(DOCS / "adr" / "0002-parts.md").casefold()
    asked_for = [
        name.casefold()
        for path in sorted((ROOT / "requirements").glob("*.in"))
        for line in text_of(path).splitlines()
        for name in PACKAGE.findall(line)
    ]

    missing = [name for name in asked_for if f"\n| `{name}` |" not in reasons]

    assert "django" in asked_for
    assert missing == []


def _dead_links(page: Path) -> Iterator[str]:
    for target in LINK.findall(_without_code(text_of(page))):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        file = (page.parent / name).resolve() if name else page
        if not file.exists() or (anchor and file.suffix == ".md" and anchor not in anchors_of(file)):
            yield f"{page.relative_to(ROOT)} → {target}"


def test_every_link_leads_somewhere() -> None:
    dead = [link for page in pages() for link in _dead_links(page)]

    assert dead == []


def test_no_tracked_file_names_this_machine_or_a_package_index() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in tracked()
        for pattern in (MACHINE_PATH, INDEX_ADDRESS)
        if (match := pattern.search(text_of(path)))
    ]

    assert found == []


def _seed_texts() -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))] if SEEDS.is_dir() else []


def _words(text: str) -> list[str]:
    return WORD.findall(text.lower().replace("ё", "е"))


def _runs(words: list[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(words[start:] for start in range(LONGEST_SHARED_RUN)), strict=False)


@pytest.mark.parametrize("seed", _seed_texts())
def test_no_person_of_the_seeds_is_named(seed: str) -> None:
    people = {(family, first, second) for family, first, second in NAME.findall(seed)}

    found = [
        f"{path.relative_to(ROOT)}: {family} {first}.{second}."
        for path in tracked()
        for family, first, second in NAME.findall(text_of(path))
        if (family, first, second) in people
    ]

    assert found == []


@pytest.mark.parametrize("seed", _seed_texts())
def test_no_sentence_of_the_seeds_is_quoted(seed: str) -> None:
    sentences = {run for sentence in re.split(r"[.!?;\n\t|]+", seed) for run in _runs(_words(sentence))}

    found = [
        f"{path.relative_to(ROOT)}: {' '.join(run)}"
        for path in tracked()
        for run in _runs(_words(text_of(path)))
        if run in sentences
    ]

    assert found == []
