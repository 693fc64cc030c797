"""`{% load charts %}`: pictures of numbers in templates."""

from __future__ import annotations

from django import template

from stellazh.ui.charts.answers import bar_chart
from stellazh.ui.charts.pictures import figure
from stellazh.ui.charts.shares import ring

register = template.Library()
register.simple_tag(bar_chart)
register.simple_tag(figure, name="chart")
register.simple_tag(ring, name="share_ring")
