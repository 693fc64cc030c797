"""What many tests ask: that nothing changed, what the audit keeps, what two threads get at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, connections

from stellazh.audit.models import AuditEntry
from stellazh.common.errors import DomainError

WHAT = ("rows", "versions")
# Traces of looking, no facts of the domain.
IGNORED = ("people.SignInTrouble", "people.CardLook", "pages.SiteRendition")
# Where a row without a version changes, one of these does.
INSTEAD_OF_VERSION = {
    "jobs.Job": "COUNT(cancel_requested_at)",
    "links.SecretLink": "COUNT(revoked_at) + COUNT(used_up_at)",
    "members.SavedView": "COALESCE(SUM(LENGTH(name)), 0)",
    "notices.Notice": "COUNT(read_at)",
    "numbering.NumberSeries": "COALESCE(SUM(last_value + first_value), 0)",
    "people.NameInCase": "COALESCE(SUM(LENGTH(text)), 0)",
    "people.Consent": "COUNT(withdrawn_at)",
    "documents.AcquaintanceRow": "COUNT(opened_at) + COUNT(read_at)",
}


@cache
def _question() -> str:
    """One query over all tables: the models stay the same for the whole run, and thousands of cells ask."""
    parts = []
    for model in apps.get_models():
        if not model.__module__.startswith(("stellazh.", "allauth.")) or model._meta.label in IGNORED:
            continue
        names = {f.column for f in model._meta.concrete_fields}
        table = model._meta.db_table
        version = "COALESCE(SUM(version), 0)" if "version" in names else INSTEAD_OF_VERSION.get(model._meta.label, "0")
        parts.append(f"SELECT '{table}', COUNT(*), {version} FROM {table}")
    return " UNION ALL ".join(parts)


def fingerprint() -> Mapping[str, int]:
    """Rows and versions of every table of ours and of ways to sign in, deeds of the audit among them. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_question())
        found = cursor.fetchall()
    return {f"{table}: {what}": int(n) for table, *both in found for what, n in zip(WHAT, both, strict=True)}


def nothing_changes(deed: Callable[[], object], refusal: type[DomainError], match: str | None = None) -> None:
    """The deed is refused and no row of any table is another."""
    before = fingerprint()
    with pytest.raises(refusal, match=match):
        deed()
    assert fingerprint() == before


def deeds(thing: Any) -> list[tuple[str, str, dict[str, list[str]]]]:
    """What the audit keeps of it: deed, doer, changes."""
    return [(e.action, e.actor_id, e.changes) for e in AuditEntry.objects.about(thing).order_by("pk")]


def at_once(deed: Callable[[], str]) -> list[str]:
    """What two threads get of the same deed begun at the same moment: its answer or the name of its refusal."""
    barrier, found = threading.Barrier(2), []

    def run() -> None:
        barrier.wait()
        try:
            found.append(deed())
        except Exception as refusal:
            found.append(type(refusal).__name__)
        finally:
            connections.close_all()

    connection.close()
    threads = [threading.Thread(target=run, name=name) for name in ("ane", "bob")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return found
