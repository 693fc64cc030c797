"""Files to be saved: how they are named, and that what is made while it is sent is not kept whole on the way."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.test import RequestFactory

from stellazh.ui.downloads import download, streamed_download

PIECES = [b"0" * 1_000, b"1" * 1_000]


def streamed(request: HttpRequest) -> HttpResponseBase:
    return streamed_download(request, iter(PIECES), "Архив листов.zip")


def whole(request: HttpRequest) -> HttpResponseBase:
    return download(b"".join(PIECES), "Список.xlsx", "application/octet-stream")


def asked(view: object) -> HttpResponseBase:
    request = RequestFactory().get("/", headers={"accept-encoding": "gzip"})
    answer: HttpResponseBase = GZipMiddleware(view)(request)  # type: ignore[arg-type]
    return answer


def test_what_is_made_while_it_is_sent_leaves_as_it_is_made() -> None:
    answer = asked(streamed)

    assert not answer.has_header("Content-Encoding")
    assert list(answer) == PIECES  # type: ignore[call-overload]


def test_what_is_made_already_may_be_packed() -> None:
    assert asked(whole)["Content-Encoding"] == "gzip"


@pytest.mark.parametrize("view", [streamed, whole])
def test_a_download_is_saved_under_its_name_and_kept_by_nobody(view: object) -> None:
    answer = asked(view)

    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%D0")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
