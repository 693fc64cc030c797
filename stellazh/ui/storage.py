"""Static files by the hash of their content, ES modules' imports of one another included."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]


class HashedStorage(CompressedManifestStaticFilesStorage):
    """As whitenoise's, but `import "./x.js"` is rewritten too: a page never meets a module of another release."""

    support_js_module_import_aggregation = True
