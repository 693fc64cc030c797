"""Static files by the hash of their content, ES modules' imports of one another included."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]

_base = CompressedManifestStaticFilesStorage


class HashedStorage(_base):  # type: ignore[misc]
    """As whitenoise's, but imports between our modules (`<app>/js/*.js`) are rewritten too: a page never meets a module
    of another release. Only ours: what packages bring imports names that are no files.
    """

    patterns = (*_base.patterns, ("*/js/*.js", _base._js_module_import_aggregation_patterns[1]))  # noqa: SLF001
