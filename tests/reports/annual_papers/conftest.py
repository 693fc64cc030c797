"""A year with something of everything, and reports that were sealed."""

from __future__ import annotations

from tests.reports.figures.conftest import full_year, scope, scope_of

__all__ = ["full_year", "scope", "scope_of"]
