"""Static files by the hash of their content, ES modules' imports of one another included."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]

_OUR_MODULES = "*/js/*.js"
_IMPORTS = CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1]  # noqa: SLF001


class HashedStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """As whitenoise's, but imports between our modules (`<app>/js/*.js`) are rewritten too: a page never meets a module
    of another release. Only ours: what packages bring imports names that are no files.
    """

    patterns = (*CompressedManifestStaticFilesStorage.patterns, (_OUR_MODULES, _IMPORTS))
