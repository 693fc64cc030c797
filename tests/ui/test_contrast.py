"""Contrast computed from tokens.css: texts ≥ 4.5:1, borders of controls and drawn signs ≥ 3:1, in every vision mode."""

from __future__ import annotations

import re

import pytest

from stellazh.ui import styles

MODES = ("usual", "high", "inverse")
TEXTS = [
    ("ink", "paper"), ("ink", "surface"), ("ink", "sunken"), ("ink-soft", "paper"), ("ink-soft", "surface"),
    ("ink-soft", "sunken"), ("link", "paper"), ("link", "surface"), ("link", "sunken"), ("link", "lamp-tint"),
    ("on-lamp", "lamp"), ("on-lamp", "lamp-deep"), ("lamp-deep", "surface"), ("lamp-deep", "lamp-tint"),
    ("ok", "ok-tint"), ("ok", "surface"), ("warn", "warn-tint"), ("bad", "bad-tint"), ("bad", "surface"),
    ("bad", "paper"),
    ("on-bad", "bad"), ("on-foot", "foot"), ("foot-link", "foot"), ("ink", "lamp-tint"), ("ink", "ok-tint"),
    ("ink", "warn-tint"), ("ink", "bad-tint"), ("ink-soft", "warn-tint"), ("link", "warn-tint"), ("link", "bad-tint"),
    ("paper", "ink"),
]  # fmt: skip
SIGNS = [
    ("line-strong", "surface"), ("line-strong", "paper"), ("line-strong", "sunken"), ("lamp", "surface"),
    ("lamp", "lamp-tint"),
    ("bad", "surface"), ("warn", "warn-tint"), ("focus", "paper"), ("focus", "surface"), ("focus", "sunken"),
    ("focus", "warn-tint"), ("focus", "bad-tint"), ("focus", "lamp-tint"),
    *((f"spine-{number}", ground) for number in range(1, 9) for ground in ("paper", "surface", "glow")),
    *(("spine-mark", f"spine-{number}") for number in range(1, 9)),
]  # fmt: skip


def tokens(mode: str) -> dict[str, str]:
    text = (styles.STATIC / "css" / "tokens.css").read_text(encoding="utf-8")
    blocks = [re.search(r":root \{(.*?)\}", text, re.DOTALL)]
    if mode != "usual":
        blocks.append(re.search(rf':root\[data-contrast="{mode}"\] \{{(.*?)\}}', text, re.DOTALL))
    found: dict[str, str] = {}
    for block in blocks:
        assert block is not None
        found.update(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block[1]))
    return found


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ratio(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_ratio_of_black_on_white_is_twenty_one() -> None:
    assert ratio("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("mode", MODES)
def test_texts_are_readable(mode: str) -> None:
    colours = tokens(mode)

    poor = {pair: round(ratio(colours[pair[0]], colours[pair[1]]), 2) for pair in TEXTS}

    assert {pair: value for pair, value in poor.items() if value < 4.5} == {}


@pytest.mark.parametrize("mode", MODES)
def test_borders_and_signs_are_visible(mode: str) -> None:
    colours = tokens(mode)

    poor = {pair: round(ratio(colours[pair[0]], colours[pair[1]]), 2) for pair in SIGNS}

    assert {pair: value for pair, value in poor.items() if value < 3} == {}


@pytest.mark.parametrize("mode", MODES[1:])
def test_low_vision_texts_reach_seven_to_one(mode: str) -> None:
    colours = tokens(mode)

    poor = {pair: round(ratio(colours[pair[0]], colours[pair[1]]), 2) for pair in TEXTS}

    assert {pair: value for pair, value in poor.items() if value < 7} == {}


def test_colours_stand_in_the_tokens_only() -> None:
    strangers = {
        path.name: re.findall(r"#[0-9a-fA-F]{3,8}\b(?![^{}]*mask)", path.read_text(encoding="utf-8"))
        for path in styles.sources()
        if path.name not in ("tokens.css", "print.css")
    }

    assert {name: found for name, found in strangers.items() if set(found) - {"#000"}} == {}
