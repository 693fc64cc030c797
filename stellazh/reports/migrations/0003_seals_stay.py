"""A seal is never changed or deleted, and of a sealed report only its place on the site changes.

SQLite drops the triggers of a table that it rebuilds: a later migration that alters `reports_reportseal` or
`reports_annualreport` runs `install` again after itself. tests/reports/annual/test_sealed_stays.py fails when that was
forgotten. An emptied test database is emptied of seals too, as it is of the journal.
"""

from django.db import migrations

SEALS = "reports_reportseal"
REPORTS = "reports_annualreport"
COLUMNS = "association_id, school_year, form, edition, title, counted_on, status, signer_name, signer_post, archived_at"
REFUSAL = "what was sealed is never changed"

SQLITE_INSTALL = [
    f"""CREATE TRIGGER IF NOT EXISTS reports_seal_no_update BEFORE UPDATE ON {SEALS}
        BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
    f"""CREATE TRIGGER IF NOT EXISTS reports_seal_no_delete BEFORE DELETE ON {SEALS}
        WHEN NOT stellazh_audit_is_flushing()
        BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
    f"""CREATE TRIGGER IF NOT EXISTS reports_seal_no_replace BEFORE INSERT ON {SEALS}
        WHEN EXISTS (SELECT 1 FROM {SEALS} WHERE id = NEW.id OR report_id = NEW.report_id)
        BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",  # noqa: S608 -- a definition, of names written above
    f"""CREATE TRIGGER IF NOT EXISTS reports_sealed_no_change BEFORE UPDATE OF {COLUMNS} ON {REPORTS}
        WHEN OLD.status = 'sealed'
        BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
]
SQLITE_REMOVE = [
    "DROP TRIGGER IF EXISTS reports_seal_no_update",
    "DROP TRIGGER IF EXISTS reports_seal_no_delete",
    "DROP TRIGGER IF EXISTS reports_seal_no_replace",
    "DROP TRIGGER IF EXISTS reports_sealed_no_change",
]

POSTGRES_INSTALL = [
    f"""CREATE OR REPLACE FUNCTION reports_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
        END $$""",
    f"""CREATE TRIGGER reports_seal_no_change BEFORE UPDATE OR DELETE ON {SEALS}
        FOR EACH ROW EXECUTE FUNCTION reports_refuse_change()""",
    f"""CREATE TRIGGER reports_sealed_no_change BEFORE UPDATE OF {COLUMNS} ON {REPORTS}
        FOR EACH ROW WHEN (OLD.status = 'sealed') EXECUTE FUNCTION reports_refuse_change()""",
]
POSTGRES_REMOVE = [
    f"DROP TRIGGER IF EXISTS reports_seal_no_change ON {SEALS}",
    f"DROP TRIGGER IF EXISTS reports_sealed_no_change ON {REPORTS}",
    "DROP FUNCTION IF EXISTS reports_refuse_change()",
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
    dependencies = [("reports", "0002_annual_reports"), ("audit", "0002_audit_triggers")]
    operations = [migrations.RunPython(install, remove, elidable=False)]
