"""«Своя форма»: a Word file by which an association wants one of its papers printed (docs/adr/0021-own-word-forms.md).

Each app whose papers can have one keeps them in a table of its own: which papers there are is hers to say.
"""

from __future__ import annotations

from django.db import models

from stellazh.files.models import StoredFile


class OwnWordForm(models.Model):
    """What every such row holds beside its association and its paper. One of each paper is in use; older ones stay."""

    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(editable=False)
    added_by = models.CharField(max_length=200, editable=False)
    retired_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True
        ordering = ["-added_at", "-pk"]


def one_in_use(paper: str, name: str) -> models.UniqueConstraint:
    """An association has one form in use for each value of the column `paper`."""
    return models.UniqueConstraint(fields=["association", paper], condition=models.Q(retired_at=None), name=name)
