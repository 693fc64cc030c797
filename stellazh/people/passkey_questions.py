"""A question to a device waits in the session for its one answer."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, JsonResponse

from stellazh.people.services.passkeys import Question

_KEY = "passkey_question"
LONGEST_ANSWER = 20_000
GUEST_SECONDS = 15 * 60


def ask(request: HttpRequest, question: Question) -> JsonResponse:
    """Keep the question and send it to the browser; an earlier one is forgotten."""
    request.session[_KEY] = question.state
    keep_briefly(request)
    response = JsonResponse(question.options)
    response["Cache-Control"] = "no-store"
    return response


def keep_briefly(request: HttpRequest) -> None:
    """A guest's session serves one try to come in: it must not fill the database for a month."""
    if not request.user.is_authenticated:
        request.session.set_expiry(GUEST_SECONDS)


def answer_of(request: HttpRequest) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """What the device said, and the question it answers. The question is spent, whatever the answer is worth."""
    state = request.session.pop(_KEY, None)
    text = request.POST.get("credential", "")
    try:
        credential = json.loads(text) if len(text) <= LONGEST_ANSWER else {}
    except (ValueError, RecursionError):
        credential = {}
    return (credential if isinstance(credential, dict) else {}), state
