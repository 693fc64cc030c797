"""A second opinion: petrovich's rules. Where they and ours part without a reason of ours, nobody is certain."""

from __future__ import annotations

from stellazh.russian.names.model import Case, Gender, Role


def disagrees(word: str, form: str, role: Role, case: Case, gender: Gender) -> bool:
    return False
