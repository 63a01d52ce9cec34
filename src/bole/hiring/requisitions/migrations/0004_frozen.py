"""Branches see their own variants only; what was signed is never changed, whoever tries."""

from django.db import migrations

from bole.foundation.access import rls

FORWARD = """
CREATE FUNCTION bole_signed_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'what was signed is never deleted' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF (OLD.body, OLD.sha256, OLD.number, OLD.effective_on) IS DISTINCT FROM
       (NEW.body, NEW.sha256, NEW.number, NEW.effective_on) THEN
        RAISE EXCEPTION 'what was signed is never changed' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
"""
TRIGGER = """
CREATE TRIGGER {table}_signed BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW WHEN (OLD.state IN ('approved', 'ended')) EXECUTE FUNCTION bole_signed_stays();
"""
TABLES = ("requisitions_jobportrait", "requisitions_branchvariant", "requisitions_questionversion")


class Migration(migrations.Migration):
    dependencies = [("requisitions", "0003_portraits"), ("org", "0002_scope_functions")]

    operations = [
        rls.enable("requisitions_branchvariant"),
        rls.enable("requisitions_allowance"),
        migrations.RunSQL(FORWARD, "DROP FUNCTION bole_signed_stays() CASCADE"),
        *(
            migrations.RunSQL(TRIGGER.format(table=table), f"DROP TRIGGER IF EXISTS {table}_signed ON {table}")
            for table in TABLES
        ),
    ]
