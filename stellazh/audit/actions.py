"""What can be done at all: the codes the audit keeps for ever, with the words shown for them."""

from __future__ import annotations

from dataclasses import dataclass

from stellazh.common.registries import Registry


@dataclass(frozen=True, slots=True)
class AuditAction:
    """One kind of deed. `code` is in the past tense, thing first («plan_approved»); `label` is «Утверждён план»."""

    code: str
    label: str


actions: Registry[AuditAction] = Registry("audit action", key=lambda entry: entry.code)
