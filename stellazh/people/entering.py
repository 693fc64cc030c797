"""From a proven identity to a session: every way in leads here, and through the second step where there is one."""

from __future__ import annotations

from allauth.account.internal.flows.login import perform_login
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import Login
from allauth.account.stages import LoginStageController
from django.http import HttpRequest, HttpResponse

from stellazh.people.enums import SignInWay
from stellazh.people.models import Person
from stellazh.people.stages import SecondStep

BACKEND = "stellazh.people.backends.EmailBackend"


def enter(request: HttpRequest, person: Person, *, way: SignInWay, next_address: str) -> HttpResponse:
    """Let the person in and send them to `next_address` (or the desk), or to the second step first."""
    login = Login(user=person, redirect_url=next_address or None, signal_kwargs={"way": str(way)})
    response: HttpResponse = perform_login(request, login)
    return response


def waiting_step(request: HttpRequest) -> SecondStep | None:
    """The second step that this browser stands at, with its person; None where nobody signs in, or too late."""
    step = LoginStageController.enter(request, SecondStep.key)
    if not isinstance(step, SecondStep) or not isinstance(step.login.user, Person):
        return None
    return step


def give_up(request: HttpRequest) -> None:
    """Forget the sign-in that waits for its second step."""
    clear_login(request)
