"""The bank sees its subtree, a candidate his own documents; what was sealed is not changed."""

from django.db import migrations

from bole.foundation.access import rls

FREEZE = """
CREATE FUNCTION bole_signed_document_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (to_jsonb(NEW) - ARRAY['candidate_id', 'signer_name', 'code_reference', 'erased_at'])
        IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['candidate_id', 'signer_name', 'code_reference', 'erased_at'])
        OR (NEW.candidate_id IS NOT NULL AND NEW.candidate_id IS DISTINCT FROM OLD.candidate_id) THEN
        RAISE EXCEPTION 'a sealed document is not changed' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER signed_document_stays BEFORE UPDATE ON signing_signeddocument
    FOR EACH ROW EXECUTE FUNCTION bole_signed_document_stays();
"""
THAW = """
DROP TRIGGER signed_document_stays ON signing_signeddocument;
DROP FUNCTION bole_signed_document_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("signing", "0001_initial"), ("org", "0002_scope_functions")]

    operations = [
        rls.enable("signing_signeddocument", candidate_column="candidate_id"),
        migrations.RunSQL(FREEZE, THAW),
    ]
