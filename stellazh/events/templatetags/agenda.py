"""`{% load agenda %}`: events by time."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString

from stellazh.events.reads.event_list import EventRow, Said
from stellazh.ui.components.containers import label

register = template.Library()


@register.simple_tag
def agenda(rows: Iterable[EventRow], shows_month: bool = False) -> SafeString:
    """The events as a list, drawn at once: of fifty rows a template each would be half the cost of the page.

    `shows_month` where no heading names the month.
    """
    return SafeString(
        f'<ol class="agenda" role="list">{"".join(_item(row, shows_month=shows_month) for row in rows)}</ol>'
    )


@register.simple_tag
def agenda_item(row: EventRow, shows_month: bool = False) -> SafeString:
    """One event of such a list."""
    return SafeString(_item(row, shows_month=shows_month))


def _item(row: EventRow, *, shows_month: bool) -> str:
    # Every text of somebody's goes through `escape` here; what is not escaped is a number or made by us.
    said = "".join(_label(one) for one in (row.state, row.enrolment) if one.words)
    state = f'<p class="agenda__state">{said}</p>' if said else ""
    return (
        f'<li data-spine="{row.spine}"><p class="agenda__day"><b>{row.day}</b>'
        f"{escape(row.month_and_weekday if shows_month else row.weekday)}</p>"
        f'<div><h3><a href="{row.href}">{escape(row.title)}</a></h3>'
        f"<p>{escape(f'{row.form}, {row.time}' if row.time else row.form)} · {escape(row.where)}</p>"
        f"<p>{escape(row.association)}{f' · в составе: {escape(row.umbrella)}' if row.umbrella else ''}</p></div>"
        f"{state}</li>\n"
    )


def _label(said: Said) -> SafeString:
    return label(said.words, said.tone)
