"""Marks as those see them who answer."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from stellazh.common.requests import Request


@require_GET
def my_assignments(request: Request) -> HttpResponse:
    """What the person, her school and the association she leads have to do, by the day it is due."""
    return render(request, "protocols/my_assignments.html", {})
