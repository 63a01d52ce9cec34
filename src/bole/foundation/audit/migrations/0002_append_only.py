"""Only one function can add a line, and nothing can change one."""

from django.db import migrations

FORWARD = """
ALTER TABLE audit_line ADD CONSTRAINT audit_line_one_row_each CHECK (
    strpos(actor_kind || actor_reason || verb || object_kind || details || array_to_string(fields, ','), E'\\n') = 0);

CREATE FUNCTION bole_audit_chain_of(unit_id uuid) RETURNS uuid LANGUAGE sql STABLE AS $$
    -- The nearest branch or head office at or above the unit; without a unit the head office.
    SELECT coalesce(
        (SELECT above.id FROM public.org_unit u JOIN public.org_unit above ON starts_with(u.path, above.path)
         WHERE u.id = unit_id AND above.kind <> 'outlet' ORDER BY length(above.path) DESC LIMIT 1),
        (SELECT id FROM public.org_unit WHERE parent_id IS NULL ORDER BY path LIMIT 1),
        '00000000-0000-0000-0000-000000000000'::uuid) $$;

CREATE FUNCTION bole_audit_append(verb text, object_kind text, object_id uuid, unit_id uuid, fields text[],
                                  details text)
RETURNS bigint LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    branch uuid := public.bole_audit_chain_of(unit_id);
    head public.audit_chain;
    place bigint;
    moment timestamptz;
    kind text := coalesce(current_setting('bole.actor_kind', true), '');
    actor uuid := nullif(current_setting('bole.actor_id', true), '')::uuid;
    reason text := coalesce(current_setting('bole.actor_reason', true), '');
    digest text;
BEGIN
    INSERT INTO public.audit_chain (chain, seq, hash) VALUES (branch, 0, repeat('0', 64)) ON CONFLICT DO NOTHING;
    SELECT * INTO head FROM public.audit_chain c WHERE c.chain = branch FOR UPDATE;
    place := head.seq + 1;
    moment := clock_timestamp();
    digest := encode(sha256(convert_to(concat_ws(E'\\n', branch::text, place::text,
        to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), kind, coalesce(actor::text, ''),
        reason, verb, object_kind, object_id::text, coalesce(unit_id::text, ''), array_to_string(fields, ','),
        details, head.hash), 'UTF8')), 'hex');
    INSERT INTO public.audit_line (chain, seq, at, actor_kind, actor_id, actor_reason, verb, object_kind, object_id,
                                   unit_id, fields, details, previous, hash)
    VALUES (branch, place, moment, kind, actor, reason, verb, object_kind, object_id, unit_id, fields, details,
            head.hash, digest);
    UPDATE public.audit_chain c SET seq = place, hash = digest WHERE c.chain = branch;
    RETURN place;
END $$;

CREATE FUNCTION bole_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit lines are never changed' USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER audit_line_no_change BEFORE UPDATE OR DELETE ON audit_line
    FOR EACH ROW EXECUTE FUNCTION bole_refuse_change();
CREATE TRIGGER audit_line_no_truncate BEFORE TRUNCATE ON audit_line
    FOR EACH STATEMENT EXECUTE FUNCTION bole_refuse_change();

ALTER TABLE audit_line ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_line FORCE ROW LEVEL SECURITY;
CREATE POLICY bole_append ON audit_line FOR INSERT WITH CHECK (true);
CREATE POLICY bole_scope ON audit_line FOR SELECT USING (
    (SELECT bole_sees_all()) OR unit_id IN (SELECT bole_visible_units()));
"""

REVERSE = """
DROP FUNCTION bole_audit_append(text, text, uuid, uuid, text[], text);
DROP FUNCTION bole_audit_chain_of(uuid);
DROP FUNCTION bole_refuse_change() CASCADE;
DROP POLICY bole_scope ON audit_line;
DROP POLICY bole_append ON audit_line;
ALTER TABLE audit_line NO FORCE ROW LEVEL SECURITY;
ALTER TABLE audit_line DISABLE ROW LEVEL SECURITY;
ALTER TABLE audit_line DROP CONSTRAINT audit_line_one_row_each;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial"), ("org", "0002_scope_functions")]
    operations = [migrations.RunSQL(FORWARD, REVERSE)]
