"""Capabilities and roles: the one table of who may do what, filled by each app from its `capabilities.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.db.models import TextChoices

from stellazh.common.registries import Registry


class Role(TextChoices):
    """What a grant makes of a person within the grant's scope."""

    HEAD = "head", "Руководитель"
    DEPUTY = "deputy", "Заместитель руководителя"
    SECRETARY = "secretary", "Секретарь"
    METHODIST = "methodist", "Методист"
    EDITOR = "editor", "Редактор"
    MEMBER = "member", "Участник"
    OPERATOR = "operator", "Оператор системы"


class Reach(StrEnum):
    """How far a capability of a role goes from the grant's scope."""

    HERE = "here"
    BELOW = "here_and_below"


REACH_LABELS: Mapping[Reach, str] = {Reach.HERE: "здесь", Reach.BELOW: "здесь и ниже"}


@dataclass(frozen=True)
class Capability:
    """One thing that may be done. `code` is `app.verb_thing`; `label` finishes the sentence «может …»."""

    code: str
    label: str
    area: str
    roles: Mapping[Role, Reach] = field(default_factory=dict)


capabilities: Registry[Capability] = Registry("capability", key=lambda entry: entry.code)


def reaches(role: str, code: str) -> Reach | None:
    """How far `role` carries the capability `code`, or None when it does not carry it.

    Raises:
        KeyError: no app registered that capability.
    """
    return capabilities[code].roles.get(Role(role))
