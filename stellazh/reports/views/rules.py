"""What is asked on a board: four rules, each with its own form."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.common.requests import Request
from stellazh.reports import access, services
from stellazh.reports.enums import KeptPaper
from stellazh.reports.forms import RuleForm
from stellazh.reports.models import PaperRule
from stellazh.reports.reads.rules import rules_of
from stellazh.reports.views.finding import demand, found
from stellazh.ui.attempts import NOT_TRIED, attempt, show_form


@require_GET
def rule_list(request: Request, code: str) -> HttpResponse:
    """The rules in words."""
    association = found(request, code, access.can_read_board)
    context = {
        "association": association,
        "rules": list(rules_of(association).values()),
        "may_edit": access.can_edit_rules(request.actor, association),
    }
    return render(request, "reports/rule_list.html", context)


@require_http_methods(["GET", "POST"])
def rule_edit(request: Request, code: str, kind: str) -> HttpResponse:
    """Change one of them."""
    association = found(request, code, access.can_read_board)
    demand(access.can_edit_rules(request.actor, association))
    if kind not in KeptPaper.values:
        raise Http404
    rule = rules_of(association)[KeptPaper(kind)]
    form = RuleForm(request.POST or None, rule)
    tried = NOT_TRIED
    if request.method == "POST" and form.is_valid():
        tried = attempt(form, lambda: _change(request, association, KeptPaper(kind), form))
        if tried:
            messages.success(request, "Срок сохранён.")
            return redirect("reports:rule_list", code)
    context = {"association": association, "rule": rule, "conflict": tried.conflict}
    return show_form(request, "reports/rule_edit.html", form, context)


def _change(request: Request, association: Association, kind: KeptPaper, form: RuleForm) -> PaperRule:
    data = form.cleaned_data
    return services.change_rule(
        association.pk,
        kind=kind,
        is_asked=data["is_asked"],
        due_day=data["due_day"],
        due_month=data.get("due_month"),
        months=data.get("months") or (),
        expected_version=data["expected_version"],
        by=request.actor,
        at=clock.now(),
    )
