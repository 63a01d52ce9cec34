"""The database keeps the door too: an application changes only together with the row that tells of it, and a
published process is never changed."""

from typing import Any

from django.db import migrations

from bole.foundation.access import rls
from bole.foundation.access.actors import system_scope

VERBS = """
UPDATE pipeline_transition AS move SET verb = application.outcome FROM pipeline_application AS application
WHERE application.id = move.application_id AND move.to_stage = 'closed'
  AND application.outcome IN ('declined', 'withdrawn', 'hired')
"""

FORWARD = """
-- Checked at commit, so that the move and its row may be written in either order. The look at the log is the
-- machine's: who moves an application need not be who is still set when the transaction ends.
CREATE FUNCTION bole_application_moved() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
DECLARE
    old_kind text := coalesce(current_setting('bole.actor_kind', true), '');
    old_roots text := coalesce(current_setting('bole.unit_roots', true), '');
    told boolean;
BEGIN
    PERFORM set_config('bole.actor_kind', 'system', true), set_config('bole.unit_roots', '', true);
    SELECT EXISTS (
        SELECT FROM public.pipeline_transition t WHERE t.application_id = NEW.id AND t.version = NEW.version
        AND t.from_stage = OLD.stage AND t.to_stage = NEW.stage) INTO told;
    PERFORM set_config('bole.actor_kind', old_kind, true), set_config('bole.unit_roots', old_roots, true);
    IF NEW.version <> OLD.version + 1 OR NOT told THEN
        RAISE EXCEPTION 'application % changed without its transition', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'application_one_door';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER application_one_door
    AFTER UPDATE OF stage, outcome, version, process_key, process_version, held_at ON pipeline_application
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN ((OLD.stage, OLD.outcome, OLD.version, OLD.process_key, OLD.process_version, OLD.held_at)
          IS DISTINCT FROM (NEW.stage, NEW.outcome, NEW.version, NEW.process_key, NEW.process_version, NEW.held_at))
    EXECUTE FUNCTION bole_application_moved();

CREATE FUNCTION bole_process_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a published process is never changed' USING ERRCODE = 'check_violation',
        CONSTRAINT = 'process_published';
END $$;

CREATE TRIGGER process_published_kept BEFORE UPDATE ON pipeline_processversion FOR EACH ROW
    WHEN (OLD.state <> 'draft' AND (OLD.key, OLD.number, OLD.body, OLD.requisition_id)
          IS DISTINCT FROM (NEW.key, NEW.number, NEW.body, NEW.requisition_id))
    EXECUTE FUNCTION bole_process_published();
CREATE TRIGGER process_published_stays BEFORE DELETE ON pipeline_processversion FOR EACH ROW
    WHEN (OLD.state <> 'draft') EXECUTE FUNCTION bole_process_published();
"""

REVERSE = """
DROP TRIGGER process_published_stays ON pipeline_processversion;
DROP TRIGGER process_published_kept ON pipeline_processversion;
DROP FUNCTION bole_process_published();
DROP TRIGGER application_one_door ON pipeline_application;
DROP FUNCTION bole_application_moved();
"""


def name_the_endings(_apps: Any, editor: Any) -> None:
    with system_scope("migration"), editor.connection.cursor() as cursor:
        cursor.execute(VERBS)


class Migration(migrations.Migration):
    dependencies = [
        ("pipeline", "0004_processes"),
        ("org", "0002_scope_functions"),
    ]

    operations = [
        migrations.RunPython(name_the_endings, migrations.RunPython.noop),
        rls.enable("pipeline_overdue", candidate_column="candidate_id"),
        migrations.RunSQL(FORWARD, REVERSE),
    ]
