"""One shape for every view that changes something: do it, or put the refusal beside the field it is about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from stellazh.common.errors import ChangedMeanwhile, DomainError
from stellazh.ui.conflicts import answer_conflict

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Attempt(Generic[T]):
    """What came of it. Truthy exactly when it was done; `conflict` goes into the template for `ui/conflict.html`."""

    is_done: bool
    value: T | None = None
    conflict: ChangedMeanwhile | None = None

    def __bool__(self) -> bool:
        return self.is_done


NOT_TRIED: Attempt[Any] = Attempt(is_done=False)


def attempt(
    form: forms.BaseForm, deed: Callable[[], T], *, beside: Mapping[type[DomainError], str] | None = None
) -> Attempt[T]:
    """Call `deed`. A refusal becomes an error of the form: beside the field named for its kind in `beside`, else above.

    A `ChangedMeanwhile` makes the form ready to be saved over what is stored now.
    """
    try:
        return Attempt(is_done=True, value=deed())
    except ChangedMeanwhile as clash:
        answer_conflict(form, clash)  # type: ignore[arg-type]
        return Attempt(is_done=False, conflict=clash)
    except DomainError as refusal:
        kinds = beside or {}
        field = next((name for kind, name in kinds.items() if isinstance(refusal, kind) and name in form.fields), None)
        form.add_error(field, str(refusal))
        return Attempt(is_done=False)


def show_form(request: HttpRequest, template: str, form: forms.BaseForm, context: Mapping[str, Any]) -> HttpResponse:
    """The page with the form; status 422 when the form was sent and refused."""
    return render(request, template, {"form": form, **context}, status=422 if form.errors else 200)
