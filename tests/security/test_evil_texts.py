"""Texts made to be more than text: they are shown and printed as they were typed, and run nowhere."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from stellazh.associations.models import Association
from stellazh.people.models import Person
from stellazh.workplans.models import Plan
from tests.factories.workplans import (
    ItemOutcomeFactory,
    ItemOwnerFactory,
    PlanFactory,
    PlanItemFactory,
    PlanSectionFactory,
)

MARKUP = "'\"><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}{%load%}"
FORMULA = '=HYPERLINK("http://evil.example","x")'
TYPST = '#eval("1") #read("/etc/passwd") $x$ @ref <label> \\ *b* _i_ `c`'
CALENDAR = "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:чужое"
CONTROLS = "а\x01\x07\x08\x0b\x0c\x1b\x1f\x7f\x85\u202e\u2028\ufffe\uffffб"
EVIL = (MARKUP, FORMULA, TYPST, CALENDAR, CONTROLS)


@pytest.fixture
def plan(association: Association) -> Plan:
    """A published plan whose every text is evil."""
    Association.objects.filter(pk=association.pk).update(short_name=MARKUP[:120], about=MARKUP)
    made: Any = PlanFactory(
        association=association, published=True, title=MARKUP, goal=CONTROLS, tasks=f"{TYPST}\n{FORMULA}",
        unified_theme=MARKUP, signer_name=MARKUP[:100],
    )  # fmt: skip
    for text in EVIL:
        section = PlanSectionFactory(plan=made, title=text)
        item = PlanItemFactory(
            plan=made, section=section, title=text, number=text[:12], place=text[:100], description=text,
            audience=text[:100], note=text, term_raw=text[:100],
        )  # fmt: skip
        ItemOwnerFactory(item=item, name=text[:100], detail=text[:100])
        ItemOutcomeFactory(item=item, evidence=text[:200])
    return made


@pytest.mark.parametrize("form", ["sections", "matrix"])
@pytest.mark.parametrize("kind", ["docx", "pdf", "xlsx"])
def test_paper_is_made_of_any_text(plan: Plan, form: str, kind: str, client_for: Callable[..., Client]) -> None:
    address = reverse("workplans:plan_export", args=[plan.pk, form, kind])

    answer = client_for().get(address, {"fact": "1"})

    assert answer.status_code == 200
    if kind != "pdf":
        parts = zipfile.ZipFile(io.BytesIO(answer.content))
        written = "".join(parts.read(name).decode() for name in parts.namelist() if name.endswith((".xml", ".rels")))
        assert "<f>" not in written
        assert 'TargetMode="External"' not in written
        assert "w:instrText" not in re.sub(r"<w:instrText[^>]*>\s*(PAGE|NUMPAGES)[^<]*</w:instrText>", "", written)


def test_calendar_holds_as_many_entries_as_items(plan: Plan, client_for: Callable[..., Client]) -> None:
    body = client_for().get(reverse("workplans:plan_ics", args=[plan.pk])).content.decode()

    assert len(re.findall(r"^BEGIN:VEVENT\r?$", body, flags=re.MULTILINE)) == len(EVIL)
    assert re.findall(r"^SUMMARY:чужое", body, flags=re.MULTILINE) == []


def pages(plan: Plan) -> list[str]:
    item = plan.items.order_by("pk")[0]
    code = plan.association.code
    return [
        reverse("workplans:plan_detail", args=[plan.pk]),
        reverse("workplans:plan_detail", args=[plan.pk]) + "?form=matrix",
        reverse("workplans:plan_edit", args=[plan.pk]),
        reverse("workplans:plan_history", args=[plan.pk]),
        reverse("workplans:plan_versions", args=[plan.pk]),
        reverse("workplans:plan_copy", args=[plan.pk]),
        reverse("workplans:sections_edit", args=[plan.pk]),
        reverse("workplans:items_change", args=[plan.pk]) + f"?item={item.pk}",
        reverse("workplans:item_detail", args=[plan.pk, item.pk]),
        reverse("workplans:item_edit", args=[plan.pk, item.pk]),
        reverse("workplans:item_move", args=[plan.pk, item.pk]),
        reverse("workplans:item_archive", args=[plan.pk, item.pk]),
        reverse("workplans:term_hint", args=[plan.pk]) + "?term_raw=%3Cscript%3Ealert(1)%3C/script%3E",
        reverse("workplans:plan_list"),
        reverse("workplans:association_calendar", args=[code]),
        reverse("pages:association_home", args=[code]),
        reverse("pages:home"),
        reverse("pages:desk"),
        reverse("members:member_list", args=[code]) + "?q=%3Cscript%3Ealert(1)%3C/script%3E",
        reverse("members:member_find", args=[code]) + "?q=%3Cscript%3Ealert(1)%3C/script%3E",
        reverse("associations:association_list"),
        reverse("associations:association_edit", args=[code]),
        reverse("people:account"),
        reverse("ui:vision") + "?next=/%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
    ]


def test_pages_show_markup_as_text(plan: Plan, head: Person, client_for: Callable[..., Client]) -> None:
    Person.objects.filter(pk=head.pk).update(family_name=MARKUP[:100])
    client = client_for(head)

    found = {address: client.get(address) for address in pages(plan)}

    assert {address: answer.status_code for address, answer in found.items()} == dict.fromkeys(found, 200)
    for address, answer in found.items():
        body = answer.content.decode()
        assert "<script>alert" not in body, address
        assert "<img src=x" not in body, address


def test_conflict_shows_markup_as_text(plan: Plan, head: Person, client_for: Callable[..., Client]) -> None:
    item = plan.items.order_by("pk")[0]
    fields = {"title": f"моё {MARKUP}", "form": "other", "version": 77, "description": MARKUP}

    answer = client_for(head).post(reverse("workplans:item_edit", args=[plan.pk, item.pk]), fields)

    assert answer.status_code == 422
    assert "<script>alert" not in answer.content.decode()
    assert "<img src=x" not in answer.content.decode()
