"""On PostgreSQL: the words of titles by themselves, and functions that always ask the indexes of words.

Told from the whole by their weight, the words of titles cost reading the whole, row by row; the column follows `words`
by itself. The planner takes `@@` for cheap and reads every row of a word that many have, unpacking the words of each
(180 ms for 10,000); within these functions it may not. SQLite asks its FTS5 table, and needs neither.
"""

from django.db import migrations

TABLE = "textindex_indexedentry"
INDEX = "textindex_entrytitles"
FUNCTIONS = {"textindex_meeting": "words", "textindex_titled": "titled"}

POSTGRES_INSTALL = [
    f"""ALTER TABLE {TABLE} ADD COLUMN IF NOT EXISTS titled tsvector
        GENERATED ALWAYS AS (ts_filter(words, '{{a}}'::"char"[])) STORED""",
    f"CREATE INDEX IF NOT EXISTS {INDEX} ON {TABLE} USING gin (titled) WITH (fastupdate = off)",
    *(
        f"""CREATE OR REPLACE FUNCTION {name}(asked tsquery) RETURNS SETOF bigint LANGUAGE sql STABLE ROWS 1000
        SET enable_seqscan = off AS $$ SELECT id FROM {TABLE} WHERE {column} @@ asked $$"""
        for name, column in FUNCTIONS.items()
    ),
]
POSTGRES_REMOVE = [
    *(f"DROP FUNCTION IF EXISTS {name}(tsquery)" for name in FUNCTIONS),
    f"DROP INDEX IF EXISTS {INDEX}",
    f"ALTER TABLE {TABLE} DROP COLUMN IF EXISTS titled",
]


def install(apps, schema_editor):
    for statement in POSTGRES_INSTALL if schema_editor.connection.vendor == "postgresql" else ():
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    for statement in POSTGRES_REMOVE if schema_editor.connection.vendor == "postgresql" else ():
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("textindex", "0004_index_of_entries")]
    operations = [migrations.RunPython(install, remove, elidable=False)]
