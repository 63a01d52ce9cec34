"""A line takes its place in the chain at commit, when the transaction holds all its other locks already.

Taken at once, the chain's lock would be held to the end of every transaction, and a writer that waits for a row
could wait for one that waits for the chain.
"""

from django.db import migrations, models

FORWARD = """
CREATE OR REPLACE FUNCTION bole_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- The one change there is: a line of this very transaction gets its place.
    IF TG_OP = 'UPDATE' AND OLD.seq IS NULL AND NEW.seq IS NOT NULL
       AND (to_jsonb(NEW) - '{seq,previous,hash}'::text[]) = (to_jsonb(OLD) - '{seq,previous,hash}'::text[]) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'audit lines are never changed' USING ERRCODE = 'insufficient_privilege';
END $$;

DROP FUNCTION bole_audit_append(text, text, uuid, uuid, text[], text);
CREATE FUNCTION bole_audit_append(verb text, object_kind text, object_id uuid, unit_id uuid, fields text[],
                                  details text)
RETURNS void LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    INSERT INTO public.audit_line (chain, at, actor_kind, actor_id, actor_reason, verb, object_kind, object_id,
                                   unit_id, fields, details, previous, hash)
    VALUES (public.bole_audit_chain_of(unit_id), clock_timestamp(),
            coalesce(current_setting('bole.actor_kind', true), ''),
            nullif(current_setting('bole.actor_id', true), '')::uuid,
            coalesce(current_setting('bole.actor_reason', true), ''),
            verb, object_kind, object_id, unit_id, fields, details, '', '');
$$;

CREATE FUNCTION bole_audit_place() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    head public.audit_chain;
    digest text;
    old_kind text := current_setting('bole.actor_kind', true);
    old_roots text := current_setting('bole.unit_roots', true);
BEGIN
    -- The owner is bound by the policies too; look as the machine for the length of this call.
    PERFORM set_config('bole.actor_kind', 'system', true), set_config('bole.unit_roots', '', true);
    INSERT INTO public.audit_chain (chain, seq, hash) VALUES (NEW.chain, 0, repeat('0', 64)) ON CONFLICT DO NOTHING;
    SELECT * INTO head FROM public.audit_chain c WHERE c.chain = NEW.chain FOR UPDATE;
    digest := encode(sha256(convert_to(concat_ws(E'\\n', NEW.chain::text, (head.seq + 1)::text,
        to_char(NEW.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), NEW.actor_kind,
        coalesce(NEW.actor_id::text, ''), NEW.actor_reason, NEW.verb, NEW.object_kind, NEW.object_id::text,
        coalesce(NEW.unit_id::text, ''), array_to_string(NEW.fields, ','), NEW.details, head.hash), 'UTF8')), 'hex');
    UPDATE public.audit_line l SET seq = head.seq + 1, previous = head.hash, hash = digest WHERE l.id = NEW.id;
    UPDATE public.audit_chain c SET seq = head.seq + 1, hash = digest WHERE c.chain = NEW.chain;
    PERFORM set_config('bole.actor_kind', coalesce(old_kind, ''), true),
            set_config('bole.unit_roots', coalesce(old_roots, ''), true);
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER audit_line_place AFTER INSERT ON audit_line DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.seq IS NULL) EXECUTE FUNCTION bole_audit_place();
-- Who sees a branch sees its whole chain, with the lines that belong to no unit in the head office's.
DROP POLICY bole_scope ON audit_line;
CREATE POLICY bole_scope ON audit_line FOR SELECT USING (
    (SELECT bole_sees_all()) OR unit_id IN (SELECT bole_visible_units())
    OR chain IN (SELECT bole_visible_units()));
CREATE POLICY bole_place ON audit_line FOR UPDATE USING (seq IS NULL) WITH CHECK (seq IS NOT NULL);
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only")]
    operations = [
        migrations.AlterField(
            model_name="auditline", name="seq", field=models.BigIntegerField(null=True),
        ),
        migrations.RunSQL(FORWARD, migrations.RunSQL.noop),
    ]
