"""Associations over HTTP/JSON, to read."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from stellazh.associations.models import Association

router = Router(tags=["Объединения"])


class AssociationOut(Schema):
    """An association. `parent` and `territory` are codes."""

    code: str
    kind: str
    name: str
    short_name: str
    parent: str | None
    territory: str
    time_zone: str
    is_closed: bool

    @staticmethod
    def resolve_parent(row: Association) -> str | None:
        return row.parent.code if row.parent else None

    @staticmethod
    def resolve_territory(row: Association) -> str:
        return row.territory.code

    @staticmethod
    def resolve_is_closed(row: Association) -> bool:
        return row.archived_at is not None


@router.get("", response=list[AssociationOut], summary="Все объединения")
def association_list(request: HttpRequest) -> list[Association]:
    """Every association, parents before children."""
    return list(Association.objects.select_related("parent", "territory").in_order())


@router.get("/{slug:code}", response=AssociationOut, summary="Одно объединение")
def association_detail(request: HttpRequest, code: str) -> Association:
    """The association with that code."""
    return get_object_or_404(Association.objects.select_related("parent", "territory"), code=code)
