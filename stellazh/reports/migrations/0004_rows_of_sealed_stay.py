"""Blocks, figures entered by hand and appendices of a sealed report stay as well: none is added, changed or taken away.

Who entered a figure or added an appendix may still be made nameless, as the law on personal data asks.

These triggers look into `reports_annualreport`. SQLite rebuilds a table by dropping it and refuses to put it back while
a trigger elsewhere speaks of it: a later migration that alters `reports_annualreport` runs `remove` before itself and
`install` after itself; one that alters a table of `ROWS` runs `install` after itself. tests/reports/annual/
test_sealed_stays.py fails when the triggers are missing. Through the door of `audit.erasure` a whole database is emptied, and
filled again from an archive, of these rows too.
"""

from django.db import migrations

REPORTS = "reports_annualreport"
REFUSAL = "what was sealed is never changed"
ROWS = {
    "reports_reportblock": "report_id, code, position, kind, heading, text, archived_at",
    "reports_handfigure": "report_id, name, label, value, one, few, many, source, url, counted_on, archived_at",
    "reports_reportappendix": "report_id, position, title, file_id, url, archived_at",
}


def _is_sealed(*keys):
    return f"EXISTS (SELECT 1 FROM {REPORTS} WHERE status = 'sealed' AND id IN ({', '.join(keys)}))"  # noqa: S608


def _sqlite_install(table, columns):
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    return [
        f"""CREATE TRIGGER IF NOT EXISTS {table}_sealed_no_insert BEFORE INSERT ON {table}
            WHEN NOT stellazh_audit_is_flushing() AND {_is_sealed("NEW.report_id")} {refuse}""",
        f"""CREATE TRIGGER IF NOT EXISTS {table}_sealed_no_update BEFORE UPDATE OF {columns} ON {table}
            WHEN {_is_sealed("OLD.report_id", "NEW.report_id")} {refuse}""",
        f"""CREATE TRIGGER IF NOT EXISTS {table}_sealed_no_delete BEFORE DELETE ON {table}
            WHEN NOT stellazh_audit_is_flushing() AND {_is_sealed("OLD.report_id")} {refuse}""",
    ]


def _sqlite_remove(table):
    return [f"DROP TRIGGER IF EXISTS {table}_sealed_no_{deed}" for deed in ("insert", "update", "delete")]


POSTGRES_FUNCTION = f"""CREATE OR REPLACE FUNCTION reports_refuse_row_of_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'INSERT' AND current_setting('stellazh.allow_audit_truncate', true) = 'on' THEN
            RETURN NEW;
        END IF;
        IF TG_OP <> 'INSERT' AND {_is_sealed("OLD.report_id")} THEN
            RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
        IF {_is_sealed("NEW.report_id")} THEN
            RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END $$"""


def _postgres_install(table, columns):
    return f"""CREATE TRIGGER {table}_sealed_no_change BEFORE INSERT OR DELETE OR UPDATE OF {columns} ON {table}
        FOR EACH ROW EXECUTE FUNCTION reports_refuse_row_of_sealed()"""


def install(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        statements = [one for table, columns in ROWS.items() for one in _sqlite_install(table, columns)]
    else:
        statements = [POSTGRES_FUNCTION, *(_postgres_install(table, columns) for table, columns in ROWS.items())]
    for statement in statements:
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        statements = [one for table in ROWS for one in _sqlite_remove(table)]
    else:
        statements = [f"DROP TRIGGER IF EXISTS {table}_sealed_no_change ON {table}" for table in ROWS]
        statements.append("DROP FUNCTION IF EXISTS reports_refuse_row_of_sealed()")
    for statement in statements:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_seals_stay")]
    operations = [migrations.RunPython(install, remove, elidable=False)]
