from __future__ import annotations

import re
from io import StringIO

from django.core.management import call_command

from stellazh.ui import styles


def test_joined_stylesheet_is_fresh() -> None:
    assert styles.JOINED.read_text(encoding="utf-8") == styles.joined()


def test_join_styles_writes_what_is_joined() -> None:
    out = StringIO()

    call_command("join_styles", stdout=out)

    assert out.getvalue() == f"stellazh.css: {len(styles.joined().encode())} bytes\n"


def test_every_variable_that_is_used_is_set() -> None:
    text = styles.joined()

    used = set(re.findall(r"var\(--([\w-]+)\)", text))
    named = set(re.findall(r"--([\w-]+):", text))

    assert used - named == set()


def test_every_rule_stands_in_a_layer_that_is_declared() -> None:
    declared = re.search(r"@layer ([\w, ]+);", styles.LAYERS)
    assert declared is not None

    used = set(re.findall(r"@layer (\w+)\s*\{", styles.joined()))

    assert used == set(declared[1].split(", "))


def test_no_font_or_picture_is_fetched_from_elsewhere() -> None:
    assert re.findall(r"@font-face|@import|https?:|url\(", styles.joined()) == []
