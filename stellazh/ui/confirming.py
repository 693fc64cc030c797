"""Pages that ask before they act, where one address does a thing and undoes it."""

from __future__ import annotations

from django.http import HttpRequest

DEED = "deed"


def is_still_asked(request: HttpRequest, submit: str) -> bool:
    """Whether the sent page asked for what would be done now; `submit` is the word on its button.

    A double click, or two people at once, must not undo what the first of the two has done.
    """
    return request.POST.get(DEED, submit) == submit
