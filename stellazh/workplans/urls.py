"""Addresses of plans: one block per subject."""

from django.urls import URLPattern, path

from stellazh.workplans.views import (
    bulk,
    calendars,
    decisions,
    exports,
    imports,
    items,
    months,
    plans,
    sections,
    versions,
)

app_name = "workplans"

plan_urls: list[URLPattern] = [
    path("plans/", plans.plan_list, name="plan_list"),
    path("o/<slug:code>/plans/new/", plans.plan_create, name="plan_create"),
    path("plans/<int:plan_id>/", plans.plan_detail, name="plan_detail"),
    path("plans/<int:plan_id>/edit/", plans.plan_edit, name="plan_edit"),
    path("plans/<int:plan_id>/edit/<slug:kind>/", plans.plan_grif, name="plan_grif"),
]
decision_urls: list[URLPattern] = [
    path("plans/<int:plan_id>/consider/", decisions.plan_consider, name="plan_consider"),
    path("plans/<int:plan_id>/approve/", decisions.plan_approve, name="plan_approve"),
    path("plans/<int:plan_id>/reopen/", decisions.plan_reopen, name="plan_reopen"),
    path("plans/<int:plan_id>/publish/", decisions.plan_publish, name="plan_publish"),
    path("plans/<int:plan_id>/close/", decisions.plan_close, name="plan_close"),
    path("plans/<int:plan_id>/archive/", decisions.plan_archive, name="plan_archive"),
    path("plans/<int:plan_id>/copy/", decisions.plan_copy, name="plan_copy"),
]
section_urls: list[URLPattern] = [
    path("plans/<int:plan_id>/sections/", sections.sections_edit, name="sections_edit"),
    path("plans/<int:plan_id>/sections/<int:section_id>/", sections.section_rename, name="section_rename"),
    path("plans/<int:plan_id>/sections/<int:section_id>/remove/", sections.section_remove, name="section_remove"),
]
item_urls: list[URLPattern] = [
    path("plans/<int:plan_id>/items/add/", items.item_add, name="item_add"),
    path("plans/<int:plan_id>/items/change/", bulk.items_change, name="items_change"),
    path("plans/<int:plan_id>/items/renumber/", bulk.items_renumber, name="items_renumber"),
    path("plans/<int:plan_id>/items/term-hint/", items.plan_term_hint, name="term_hint"),
    path("plans/<int:plan_id>/items/<int:item_id>/", items.item_detail, name="item_detail"),
    path("plans/<int:plan_id>/items/<int:item_id>/edit/", items.item_edit, name="item_edit"),
    path("plans/<int:plan_id>/items/<int:item_id>/status/", items.item_status, name="item_status"),
    path("plans/<int:plan_id>/items/<int:item_id>/move/", items.item_move, name="item_move"),
    path("plans/<int:plan_id>/items/<int:item_id>/archive/", items.item_archive, name="item_archive"),
    path("plans/<int:plan_id>/items/<int:item_id>/restore/", items.item_restore, name="item_restore"),
    path("plans/<int:plan_id>/items/<int:item_id>/outcome/", items.item_outcome, name="item_outcome"),
    path(
        "plans/<int:plan_id>/items/<int:item_id>/outcome/<int:outcome_id>/withdraw/",
        items.outcome_withdraw,
        name="outcome_withdraw",
    ),
]
version_urls: list[URLPattern] = [
    path("plans/<int:plan_id>/versions/", versions.plan_versions, name="plan_versions"),
    path("plans/<int:plan_id>/versions/<int:number>/", versions.version_compare, name="version_compare"),
    path("plans/<int:plan_id>/history/", versions.plan_history, name="plan_history"),
]

calendar_urls: list[URLPattern] = [
    path("calendar/", calendars.calendar, name="calendar"),
    path("o/<slug:code>/calendar/", calendars.association_calendar, name="association_calendar"),
    path("o/<slug:code>/calendar/subscribe/", calendars.calendar_subscribe, name="calendar_subscribe"),
    path("o/<slug:code>/calendar.ics", calendars.calendar_feed_public, name="calendar_feed_public"),
    path("calendar/feed/<str:token>.ics", calendars.calendar_feed_personal, name="calendar_feed"),
    path("calendar/item/<uuid:uid>/", calendars.item_by_uid, name="item_by_uid"),
]

month_urls: list[URLPattern] = [
    path("plans/<int:plan_id>/months/<slug:month>/", months.month_plan, name="month_plan"),
    path("plans/<int:plan_id>/months/<slug:month>/withdraw/", months.month_withdraw, name="month_withdraw"),
    path("plans/<int:plan_id>/months/<slug:month>.docx", months.month_export, name="month_export"),
]

export_urls: list[URLPattern] = [
    path("plans/<int:plan_id>/files/<slug:form>.<slug:kind>", exports.plan_export, name="plan_export"),
    path("plans/<int:plan_id>/plan.ics", exports.plan_calendar_file, name="plan_ics"),
]

import_urls: list[URLPattern] = [
    path("o/<slug:code>/plans/import/", imports.import_start, name="import_start"),
    path("o/<slug:code>/plans/imports/", imports.import_list, name="import_list"),
    path("plans/import/<uuid:public_id>/", imports.import_preview, name="import_preview"),
    path("plans/import/<uuid:public_id>/heading/", imports.import_passport, name="import_passport"),
    path("plans/import/<uuid:public_id>/term/", imports.import_term, name="import_term"),
    path("plans/import/<uuid:public_id>/rows/<slug:key>/", imports.import_row, name="import_row"),
    path("plans/import/<uuid:public_id>/rows/<slug:key>/split/", imports.import_row_split, name="import_row_split"),
    path("plans/import/<uuid:public_id>/rows/<slug:key>/act/", imports.import_row_act, name="import_row_act"),
    path("plans/import/<uuid:public_id>/questions/", imports.import_doubts, name="import_doubts"),
    path("plans/import/<uuid:public_id>/confirm/", imports.import_confirm, name="import_confirm"),
    path("plans/import/<uuid:public_id>/done/", imports.import_done, name="import_done"),
    path("plans/import/<uuid:public_id>/undo/", imports.import_undo, name="import_undo"),
    path("plans/import/<uuid:public_id>/abandon/", imports.import_abandon, name="import_abandon"),
    path("plans/import/<uuid:public_id>/resume/", imports.import_resume, name="import_resume"),
]

urlpatterns = [
    *plan_urls,
    *decision_urls,
    *section_urls,
    *item_urls,
    *version_urls,
    *calendar_urls,
    *month_urls,
    *export_urls,
    *import_urls,
]
