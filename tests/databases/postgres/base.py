"""Django's PostgreSQL backend, but for the making of the test database and its emptying after tests that commit."""

from __future__ import annotations

import os
from typing import Any

from django.db.backends.postgresql import base, creation, operations

from tests.databases import templates


class DatabaseCreation(creation.DatabaseCreation):
    """Copies the first test database on a server that lives for one run (`scripts/with_postgres.py`)."""

    def create_test_db(self, *args: Any, keepdb: bool = False, **kwargs: Any) -> str:
        if keepdb or not templates.is_wanted() or not os.environ.get("STELLAZH_PASSING_SERVER"):
            return str(super().create_test_db(*args, keepdb=keepdb, **kwargs))
        template = f"template_{templates.digest()}"
        with templates.alone():
            with self._nodb_cursor() as cursor:
                is_made = self._database_exists(cursor, template)
            if not is_made:
                name: str = super().create_test_db(*args, **kwargs)
                self._copy(name, template)
                return name
            self._copy(template, self._get_test_db_name())
        return str(super().create_test_db(*args, keepdb=True, **kwargs))

    def _copy(self, source: str, target: str) -> None:
        self.connection.close()
        quote = self.connection.ops.quote_name
        with self._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {quote(target)}")
            cursor.execute(f"CREATE DATABASE {quote(target)} TEMPLATE {quote(source)}")


class DatabaseOperations(operations.DatabaseOperations):
    """TRUNCATE makes new files for each of hundreds of tables and indexes, however few have rows."""

    def sql_flush(self, style: Any, tables: Any, **options: Any) -> list[str]:
        """Delete where there are rows, past the triggers, as TRUNCATE does; the journal keeps its own door."""
        whole = super().sql_flush
        if any(options.values()) or not tables:
            return list(whole(style, tables, **options))
        with self.connection.cursor() as cursor:
            cursor.execute("SHOW is_superuser")
            if cursor.fetchone() != ("on",):
                return list(whole(style, tables, **options))
            quoted = {table: self.quote_name(table) for table in tables}
            asked = (f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {name})" for table, name in quoted.items())
            cursor.execute(" UNION ALL ".join(asked))
            filled = [table for (table,) in cursor.fetchall()]
        journal = [table for table in filled if table.startswith("audit_")]
        others = [f"DELETE FROM {quoted[table]};" for table in filled if table not in journal]
        return [*whole(style, journal), "SET LOCAL session_replication_role = replica;", *others]


class DatabaseWrapper(base.DatabaseWrapper):
    creation_class = DatabaseCreation
    ops_class = DatabaseOperations
