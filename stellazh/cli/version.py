"""Which Stellazh this is."""

from __future__ import annotations

import tomllib
from importlib import metadata

from config import env


def product_version() -> str:
    """The installed version; that of the source tree when it runs without being installed."""
    try:
        return metadata.version("stellazh")
    except metadata.PackageNotFoundError:
        project = tomllib.loads((env.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))
        return str(project["project"]["version"])
