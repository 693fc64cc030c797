"""Whether somebody who was asked to read still belongs to those the document is for."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now, TruncDate

from stellazh.associations.models import Grant
from stellazh.members.models import Membership, Responsible


def still_stands(person: int | OuterRef, path: str) -> Q:
    """The person is in a list, holds a role or answers for a territory within the association whose path stands at
    `path` of the outer query, at it or below. Whoever has left keeps her mark, not the document.
    """
    is_open = Q(to_on=None) | Q(to_on__gte=TruncDate(Now()))
    listed = Membership.objects.filter(is_open, person=person, association__path__startswith=OuterRef(path))
    holds = Grant.objects.filter(is_open, person=person, association__path__startswith=OuterRef(path))
    answers = Responsible.objects.filter(
        is_open, person=person, territory__associations__path__startswith=OuterRef(path)
    )
    return Q(Exists(listed)) | Q(Exists(holds)) | Q(Exists(answers))
