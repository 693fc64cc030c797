"""Where a request comes from, and whether its device has signed this address in before."""

from __future__ import annotations

import hashlib
import ipaddress

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE = "device"
TRUST_COOKIE = "trusted"
A_YEAR = 60 * 60 * 24 * 365
THIRTY_DAYS = 60 * 60 * 24 * 30
REMEMBERED = 8
IPV6_PREFIX = 64


def place_of(request: HttpRequest) -> str:
    """The network address of the client; of IPv6 the network of 64 bits it stands in.

    Behind N of our own proxies it is the N-th address from the end of X-Forwarded-For: what stands before it was
    written by the client and is not believed.
    """
    proxies = settings.TRUSTED_PROXY_COUNT
    if proxies > 0:
        chain = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
        if len(chain) >= proxies:
            return _one_place(chain[-proxies])
    return _one_place(str(request.META.get("REMOTE_ADDR", "")))


def _one_place(address: str) -> str:
    """The address; of IPv6 its network, for whoever has one address there has 2⁶⁴ of them."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(known, ipaddress.IPv4Address):
        return str(known)
    return str(known.ipv4_mapped or ipaddress.ip_network((known, IPV6_PREFIX), strict=False))


def is_known_device(request: HttpRequest, email: str) -> bool:
    """Whether this browser has signed that address in before."""
    return _mark(email) in _marks(request)


def remember_device(request: HttpRequest, response: HttpResponse, email: str) -> None:
    """Let this browser sign that address in without waiting from now on."""
    marks = [_mark(email), *(mark for mark in _marks(request) if mark != _mark(email))][:REMEMBERED]
    response.set_signed_cookie(
        COOKIE,
        ".".join(marks),
        salt="people.device",
        max_age=A_YEAR,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def trust_tokens(request: HttpRequest) -> list[str]:
    """The secrets by which people trust this browser: several people may use it."""
    cookie = request.get_signed_cookie(TRUST_COOKIE, default="", salt="people.trusted", max_age=THIRTY_DAYS)
    return cookie.split(".") if cookie else []


def remember_trust(request: HttpRequest, response: HttpResponse, token: str) -> None:
    """Give the browser the secret by which one more person trusts it."""
    response.set_signed_cookie(
        TRUST_COOKIE,
        ".".join([token, *trust_tokens(request)][:REMEMBERED]),
        salt="people.trusted",
        max_age=THIRTY_DAYS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _marks(request: HttpRequest) -> list[str]:
    cookie = request.get_signed_cookie(COOKIE, default="", salt="people.device", max_age=A_YEAR)
    return cookie.split(".") if cookie else []


def _mark(email: str) -> str:
    return hashlib.sha256(email.strip().casefold().encode()).hexdigest()[:20]
