"""Every tag and filter of the product's templates. Built in: no `{% load %}` is needed."""

from __future__ import annotations

from django import template

from stellazh.ui import dates
from stellazh.ui.components import actions, containers, facts, fields, paths, year
from stellazh.ui.conflicts import side_by_side
from stellazh.ui.icons import icon

register = template.Library()

for block in (
    actions.button,
    actions.link_button,
    actions.toolbar,
    actions.form_actions,
    containers.card,
    containers.notice,
    containers.disclosure,
    containers.dialog,
    containers.dialog_button,
    containers.empty_state,
    containers.table,
    containers.filter_bar,
    containers.cell_item,
    facts.figures,
    facts.facts,
    facts.fact,
    facts.timeline,
    facts.timeline_item,
    paths.tabs,
):
    register.simple_block_tag(block)

for single in (
    actions.copy_button,
    actions.print_button,
    facts.counted,
    facts.noun,
    facts.figure,
    facts.progress,
    fields.field,
    paths.breadcrumbs,
    paths.tab,
    year.year_shelf,
    dates.moment,
    icon,
    side_by_side,
):
    register.simple_tag(single)

register.simple_tag(containers.label, name="tag")
register.simple_tag(paths.pagination, takes_context=True)

register.filter("long_day", dates.long_day)
register.filter("short_day", dates.short_day)
register.filter("day_and_time", dates.day_and_time)
register.filter("grouped", facts.grouped)
