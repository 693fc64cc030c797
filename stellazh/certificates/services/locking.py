"""Rows held for the length of a transaction."""

from __future__ import annotations

from stellazh.certificates.models import Certificate, IssueRun


def locked_run(run_id: int) -> IssueRun:
    """The run with its association and kind, held until the transaction ends. Everything in it is written under it.

    Raises:
        IssueRun.DoesNotExist: there is no such run.
    """
    rows = IssueRun.objects.select_for_update(of=("self",)).select_related("association__territory", "kind")
    return rows.get(pk=run_id)


def locked_certificate(certificate_id: int) -> Certificate:
    """The document with its association and kind, held until the transaction ends. Its sheets are written under it.

    Raises:
        Certificate.DoesNotExist: there is no such document.
    """
    rows = Certificate.objects.select_for_update(of=("self",)).select_related("association__territory", "kind", "run")
    return rows.get(pk=certificate_id)
