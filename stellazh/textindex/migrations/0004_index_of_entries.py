"""The index of entries: an FTS5 table on SQLite, a column of tsvector with GIN on PostgreSQL.

Both are written by `stellazh/textindex/entries/storage.py` and by nothing else. Only a deleted row takes its words with
it by itself: by a trigger on SQLite. SQLite drops the triggers of a table that it rebuilds: a later migration that
alters `textindex_indexedentry` runs `install` again after itself, or `tests/textindex/entries` fails.
"""

from django.db import migrations

TABLE = "textindex_indexedentry"
INDEX = "textindex_entrywords"

# In `title` and `text` every word stands in all its forms, in no order; in `title_places` and `text_places` each stands
# once, in its place, in the one form that all its forms share: there phrases are looked for.
SQLITE_INSTALL = [
    f"""CREATE VIRTUAL TABLE IF NOT EXISTS {INDEX} USING fts5(
        title, text, title_places, text_places, columnsize=0, prefix='3', tokenize='unicode61 remove_diacritics 0')""",
    f"""CREATE TRIGGER IF NOT EXISTS textindex_entry_delete AFTER DELETE ON {TABLE} BEGIN
        DELETE FROM {INDEX} WHERE rowid = old.id; END""",
]
SQLITE_REMOVE = ["DROP TRIGGER IF EXISTS textindex_entry_delete", f"DROP TABLE IF EXISTS {INDEX}"]
# Without `fastupdate` nothing waits in a list that every search would have to read through.
POSTGRES_INSTALL = [
    f"ALTER TABLE {TABLE} ADD COLUMN IF NOT EXISTS words tsvector",
    f"CREATE INDEX IF NOT EXISTS {INDEX} ON {TABLE} USING gin (words) WITH (fastupdate = off)",
]
POSTGRES_REMOVE = [f"DROP INDEX IF EXISTS {INDEX}", f"ALTER TABLE {TABLE} DROP COLUMN IF EXISTS words"]


def install(apps, schema_editor):
    for statement in SQLITE_INSTALL if schema_editor.connection.vendor == "sqlite" else POSTGRES_INSTALL:
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    for statement in SQLITE_REMOVE if schema_editor.connection.vendor == "sqlite" else POSTGRES_REMOVE:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("textindex", "0003_entries_marks_and_synonyms")]
    operations = [migrations.RunPython(install, remove, elidable=False)]
