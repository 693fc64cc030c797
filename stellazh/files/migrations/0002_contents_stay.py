"""What a row says of its content is never changed: the address, the hash, the size, the kind and the purpose.

SQLite drops the triggers of a table that it rebuilds: a later migration that alters `files_storedfile` runs `install`
again after itself. tests/files/test_immutability.py fails when that was forgotten.
"""

from django.db import migrations

TABLE = "files_storedfile"
COLUMNS = "public_id, sha256, size_bytes, media_type, purpose"
REFUSAL = "stored files are never changed"

SQLITE_INSTALL = [
    f"""CREATE TRIGGER IF NOT EXISTS files_no_change BEFORE UPDATE OF {COLUMNS} ON {TABLE}
        BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
]
SQLITE_REMOVE = ["DROP TRIGGER IF EXISTS files_no_change"]

POSTGRES_INSTALL = [
    f"""CREATE OR REPLACE FUNCTION files_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
        END $$""",
    f"""CREATE TRIGGER files_no_change BEFORE UPDATE OF {COLUMNS} ON {TABLE}
        FOR EACH ROW EXECUTE FUNCTION files_refuse_change()""",
]
POSTGRES_REMOVE = [
    f"DROP TRIGGER IF EXISTS files_no_change ON {TABLE}",
    "DROP FUNCTION IF EXISTS files_refuse_change()",
]


def install(apps, schema_editor):
    statements = SQLITE_INSTALL if schema_editor.connection.vendor == "sqlite" else POSTGRES_INSTALL
    for statement in statements:
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    statements = SQLITE_REMOVE if schema_editor.connection.vendor == "sqlite" else POSTGRES_REMOVE
    for statement in statements:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("files", "0001_initial")]
    operations = [migrations.RunPython(install, remove, elidable=False)]
