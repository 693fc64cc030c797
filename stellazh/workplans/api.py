"""Plans, their items and their printed forms over HTTP/JSON, to read, with the rights of the key's owner."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema
from ninja.errors import HttpError
from ninja.pagination import LimitOffsetPagination, paginate
from pydantic import Field

from stellazh.common import clock
from stellazh.people.api_auth import actor_of
from stellazh.ui.downloads import download
from stellazh.workplans.models import ItemOwner, Plan, PlanItem
from stellazh.workplans.reads.printing import NoSuchPrint, printed_plan

router = Router(tags=["Планы работы"])


class Pages(LimitOffsetPagination):
    """At most 200 rows at once."""

    class Input(Schema):
        limit: int = Field(50, ge=1, le=200)
        offset: int = Field(0, ge=0, le=10_000_000)


class PlanOut(Schema):
    """A plan without its items. `school_year` is the year it opens in; tasks and results are lists."""

    id: int
    association: str
    school_year: int
    title: str
    unified_theme: str
    methodical_theme: str
    goal: str
    tasks: list[str]
    expected_results: list[str]
    form: str
    status: str
    is_public: bool
    item_count: int
    done_count: int
    version: int

    @staticmethod
    def resolve_association(row: Plan) -> str:
        return row.association.code

    @staticmethod
    def resolve_tasks(row: Plan) -> list[str]:
        return row.tasks.splitlines()

    @staticmethod
    def resolve_expected_results(row: Plan) -> list[str]:
        return row.expected_results.splitlines()


class TermOut(Schema):
    """When: the author's wording and what it was read as."""

    raw: str
    kind: str
    start: date | None
    end: date | None


class OwnerOut(Schema):
    """A responsible one as the paper names them."""

    kind: str
    name: str
    detail: str


class ItemOut(Schema):
    """An item of a plan. `uid` never changes."""

    uid: UUID
    number: str
    section: str
    title: str
    form: str
    description: str
    term: TermOut
    place: str
    format: str
    audience: str
    outcome_document: str
    status: str
    status_reason: str
    owners: list[OwnerOut]

    @staticmethod
    def resolve_section(row: PlanItem) -> str:
        return row.section.title if row.section else ""

    @staticmethod
    def resolve_term(row: PlanItem) -> dict[str, Any]:
        return {"raw": row.term_raw, "kind": row.term_kind, "start": row.start, "end": row.end}

    @staticmethod
    def resolve_owners(row: PlanItem) -> list[ItemOwner]:
        return list(row.owners.all())


class PlanFilter(Schema):
    """Which plans: of one association by its code, of one school year."""

    association: str = Field("", max_length=60, pattern=r"^[a-z0-9-]*$")
    school_year: int | None = None


def _plans(request: HttpRequest) -> QuerySet[Plan]:
    return Plan.objects.present().visible_to(actor_of(request)).select_related("association").with_progress()


@router.get("", response=list[PlanOut], summary="Планы, которые вам видны")
@paginate(Pages)
def plan_list(request: HttpRequest, chosen: Query[PlanFilter]) -> QuerySet[Plan]:
    """Plans the key's owner may read, the newest years first."""
    rows = _plans(request).order_by("-school_year", "association__path")
    if chosen.association:
        rows = rows.filter(association__code=chosen.association)
    if chosen.school_year is not None:
        rows = rows.filter(school_year=chosen.school_year)
    return rows


@router.get("/{int:plan_id}", response=PlanOut, summary="Один план")
def plan_detail(request: HttpRequest, plan_id: int) -> Plan:
    """One plan."""
    return get_object_or_404(_plans(request), pk=plan_id)


@router.get("/{int:plan_id}/items", response=list[ItemOut], summary="Пункты плана")
@paginate(Pages)
def item_list(request: HttpRequest, plan_id: int) -> QuerySet[PlanItem]:
    """The items of a plan in the order of the paper."""
    plan = get_object_or_404(Plan.objects.present().visible_to(actor_of(request)), pk=plan_id)
    return plan.items.present().in_paper_order().select_related("section").prefetch_related("owners")


@router.get("/{int:plan_id}/files/{form}.{kind}", summary="План файлом", response={200: None})
def plan_file(request: HttpRequest, plan_id: int, form: str, kind: str) -> HttpResponse:
    """The plan as a file: form `sections` or `matrix`, kind `docx`, `pdf` or `xlsx`."""
    plan = get_object_or_404(_plans(request), pk=plan_id)
    try:
        printed = printed_plan(plan, form, kind, reader=actor_of(request), on=clock.today(plan.association.time_zone))
    except NoSuchPrint as refusal:
        raise HttpError(404, str(refusal)) from refusal
    return download(printed.body, printed.name, printed.media_type)
