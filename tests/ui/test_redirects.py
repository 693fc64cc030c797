from __future__ import annotations

import pytest
from django.test import RequestFactory

from stellazh.ui.redirects import safe_next


@pytest.mark.parametrize("address", ["/", "/plans/2024/", "/plans/?words=%D0%B0&page=2", "/plans/#item-4"])
def test_safe_next_keeps_an_address_of_this_site(rf: RequestFactory, address: str) -> None:
    assert safe_next(rf.post("/", {"next": address}), "/desk/") == address


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example", "///evil.example", "\\\\evil.example", "/\\evil.example", "\\/evil.example",
        "https://evil.example/",
        "http://testserver.evil.example/", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x",
        "evil.example",
        "plans/", " /plans/", "\t//evil.example", "/\t/evil.example", "\x00/plans/", "http:///evil.example",
        "ftp://testserver/",
        "https://user@testserver/", "http://testserver/", "", "/\n/evil.example",
    ],
)  # fmt: skip
def test_safe_next_falls_back_for_a_hostile_address(rf: RequestFactory, address: str) -> None:
    assert safe_next(rf.post("/", {"next": address}), "/desk/") == "/desk/"
    assert safe_next(rf.get("/", {"next": address}), "/desk/") == "/desk/"


def test_safe_next_prefers_the_form_to_the_address(rf: RequestFactory) -> None:
    assert safe_next(rf.post("/?next=/b/", {"next": "/a/"})) == "/a/"
