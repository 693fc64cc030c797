"""What the audit keeps of the sites."""

from __future__ import annotations

from stellazh.audit.actions import AuditAction, actions


def register() -> None:
    """Name the deeds of this app."""
    for code, label in (("site_made", "Заведён сайт объединения"),):
        actions.add(AuditAction(code, label))
