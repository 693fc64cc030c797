"""The index of words: FTS5 beside the table on SQLite, kept by triggers; GIN over the words on PostgreSQL.

SQLite drops the triggers of a table that it rebuilds: a later migration that alters `textindex_indexedtext` runs
`install` again after itself. tests/textindex/test_index.py fails when that was forgotten.
"""

from django.db import migrations

TABLE = "textindex_indexedtext"
INDEX = "textindex_words"

# External content: the words are kept once, in the table. `detail=none` keeps no places of words: nothing asks for
# phrases. Beginnings of three letters have an index of their own, for that is what is asked while somebody types.
SQLITE_INSTALL = [
    f"""CREATE VIRTUAL TABLE IF NOT EXISTS {INDEX} USING fts5(
        words, content='{TABLE}', content_rowid='id', detail=none, columnsize=0, prefix='3',
        tokenize='unicode61 remove_diacritics 0')""",
    f"""CREATE TRIGGER IF NOT EXISTS textindex_insert AFTER INSERT ON {TABLE} BEGIN
        INSERT INTO {INDEX}(rowid, words) VALUES (new.id, new.words); END""",
    f"""CREATE TRIGGER IF NOT EXISTS textindex_delete AFTER DELETE ON {TABLE} BEGIN
        INSERT INTO {INDEX}({INDEX}, rowid, words) VALUES ('delete', old.id, old.words); END""",
    f"""CREATE TRIGGER IF NOT EXISTS textindex_update AFTER UPDATE ON {TABLE} BEGIN
        INSERT INTO {INDEX}({INDEX}, rowid, words) VALUES ('delete', old.id, old.words);
        INSERT INTO {INDEX}(rowid, words) VALUES (new.id, new.words); END""",
    f"INSERT INTO {INDEX}({INDEX}) VALUES ('rebuild')",
]
SQLITE_REMOVE = [
    "DROP TRIGGER IF EXISTS textindex_insert",
    "DROP TRIGGER IF EXISTS textindex_delete",
    "DROP TRIGGER IF EXISTS textindex_update",
    f"DROP TABLE IF EXISTS {INDEX}",
]
# Without `fastupdate` nothing waits in a list that every search would have to read through.
POSTGRES_INSTALL = [
    f"""CREATE INDEX IF NOT EXISTS {INDEX} ON {TABLE}
        USING gin (array_to_tsvector(string_to_array(words, ' '))) WITH (fastupdate = off)""",
]
POSTGRES_REMOVE = [f"DROP INDEX IF EXISTS {INDEX}"]


def install(apps, schema_editor):
    statements = SQLITE_INSTALL if schema_editor.connection.vendor == "sqlite" else POSTGRES_INSTALL
    for statement in statements:
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    statements = SQLITE_REMOVE if schema_editor.connection.vendor == "sqlite" else POSTGRES_REMOVE
    for statement in statements:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("textindex", "0001_texts_and_spellings")]
    operations = [migrations.RunPython(install, remove, elidable=False)]
