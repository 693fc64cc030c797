"""Django's SQLite backend, but for the making of the test database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import base, creation

from tests.databases import templates


class DatabaseCreation(creation.DatabaseCreation):
    """Makes the test database from the template, and the template where it is missing."""

    def create_test_db(self, *args: Any, keepdb: bool = False, **kwargs: Any) -> str:
        if keepdb or not templates.is_wanted():
            return str(super().create_test_db(*args, keepdb=keepdb, **kwargs))
        with templates.alone():
            if not templates.sqlite_template().is_file():
                name: str = super().create_test_db(*args, **kwargs)
                self._keep(Path(name))
                return name
        templates.begin_with_template(Path(self._get_test_db_name()))
        return super().create_test_db(*args, keepdb=True, **kwargs)

    def _keep(self, made: Path) -> None:
        copy = made.with_suffix(".template")
        with self.connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(copy)])
        templates.keep_sqlite_template(copy)


class DatabaseWrapper(base.DatabaseWrapper):
    creation_class = DatabaseCreation
