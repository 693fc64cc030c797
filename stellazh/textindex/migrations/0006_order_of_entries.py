"""The order in which entries are shown, as an index: what very many words meet is read in that order until there is
enough, instead of being read and sorted as a whole.

SQLite drops it with a table that it rebuilds: a later migration that alters `textindex_indexedentry` runs `install`
again after itself, or `tests/textindex/entries` fails.
"""

from django.db import migrations

TABLE = "textindex_indexedentry"
INDEX = "textindex_entryorder"
SQLITE = f'CREATE INDEX IF NOT EXISTS {INDEX} ON {TABLE} ("on" DESC, kind, key)'
POSTGRES = f'CREATE INDEX IF NOT EXISTS {INDEX} ON {TABLE} ("on" DESC NULLS LAST, (kind COLLATE "C"), key)'


def install(apps, schema_editor):
    schema_editor.execute(SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRES)


def remove(apps, schema_editor):
    schema_editor.execute(f"DROP INDEX IF EXISTS {INDEX}")


class Migration(migrations.Migration):
    dependencies = [("textindex", "0005_words_of_titles")]
    operations = [migrations.RunPython(install, remove, elidable=False)]
