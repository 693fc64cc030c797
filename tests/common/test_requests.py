"""The id of the request in the log."""

from __future__ import annotations

import logging

from stellazh.common.requests import RequestIdFilter, request_id


def _line() -> logging.LogRecord:
    return logging.LogRecord("stellazh", logging.INFO, __file__, 1, "Принято", None, None)


def test_log_line_names_the_request_it_belongs_to() -> None:
    line = _line()
    token = request_id.set("abc-1")

    passed = RequestIdFilter().filter(line)
    request_id.reset(token)

    assert (passed, line.request_id) == (True, "abc-1")  # type: ignore[attr-defined]


def test_log_line_outside_of_a_request_has_a_dash() -> None:
    line = _line()

    RequestIdFilter().filter(line)

    assert line.request_id == "-"  # type: ignore[attr-defined]
