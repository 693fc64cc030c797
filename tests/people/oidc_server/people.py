"""Who visits the other side, and what it tells of them. The cookie `who` stands for a sign-in over there."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from oauth2_provider.oauth2_validators import OAuth2Validator


class Known:
    """Signs in whom the cookie names."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        who = request.COOKIES.get("who")
        if who:
            request.user = User.objects.get(username=who)
        return self.get_response(request)


class Claims(OAuth2Validator):  # type: ignore[misc]
    """Tells the address and the name of whoever agreed."""

    oidc_claim_scope = None

    def get_additional_claims(self, request: Any) -> dict[str, Any]:
        user = request.user
        return {"email": user.email, "email_verified": True, "name": user.get_full_name()}
