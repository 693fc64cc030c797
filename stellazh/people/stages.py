"""What stands between a right password and the session: the second step, for those who turned codes on."""

from __future__ import annotations

from allauth.account.stages import LoginStage
from django.http import HttpResponse
from django.shortcuts import redirect

from stellazh.common import clock
from stellazh.people.devices import trust_tokens
from stellazh.people.enums import SignInWay
from stellazh.people.services.second_step import has_codes, use_trust


class SecondStep(LoginStage):  # type: ignore[misc]
    """Asks for a code, unless a passkey came in or the browser is trusted."""

    key = "second_step"
    urlname = "people:second_step"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        """A page to be sent to, if any, and whether the sign-in may go on."""
        person = self.login.user
        if person is None:
            return redirect("people:sign_in"), False
        how = self.login.signal_kwargs or {}
        if how.get("way") == SignInWay.PASSKEY or not has_codes(person.pk):
            return None, True
        if use_trust(person.pk, tokens=trust_tokens(self.request), at=clock.now()):
            how["by_trust"] = True
            return None, True
        return redirect("people:second_step"), True
