"""Rows by unit and person; and a record changes only together with the step that tells of it."""

from django.db import migrations

from bole.foundation.access import rls

FORWARD = """
-- Checked at commit, so that the change and its step may be written in either order. The look at the steps is
-- the machine's: who changes a record need not be who is still set when the transaction ends.
CREATE FUNCTION bole_employee_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
DECLARE
    old_kind text := coalesce(current_setting('bole.actor_kind', true), '');
    old_roots text := coalesce(current_setting('bole.unit_roots', true), '');
    told boolean;
BEGIN
    PERFORM set_config('bole.actor_kind', 'system', true), set_config('bole.unit_roots', '', true);
    SELECT EXISTS (
        SELECT FROM public.employees_step s WHERE s.employee_id = NEW.id AND s.version = NEW.version
        AND s.from_state = OLD.state AND s.to_state = NEW.state) INTO told;
    PERFORM set_config('bole.actor_kind', old_kind, true), set_config('bole.unit_roots', old_roots, true);
    IF NEW.version <> OLD.version + 1 OR NOT told THEN
        RAISE EXCEPTION 'employee % changed without its step', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'employee_one_door';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER employee_one_door
    AFTER UPDATE OF state, version, starts_on, probation_months, probation_ends_on, contract_signed_on, manager_id
    ON employees_employee DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN ((OLD.state, OLD.version, OLD.starts_on, OLD.probation_months, OLD.probation_ends_on,
           OLD.contract_signed_on, OLD.manager_id)
          IS DISTINCT FROM (NEW.state, NEW.version, NEW.starts_on, NEW.probation_months, NEW.probation_ends_on,
           NEW.contract_signed_on, NEW.manager_id))
    EXECUTE FUNCTION bole_employee_changed();
"""

REVERSE = """
DROP TRIGGER employee_one_door ON employees_employee;
DROP FUNCTION bole_employee_changed();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("employees", "0001_initial"),
        ("org", "0002_scope_functions"),
    ]

    operations = [
        rls.enable("employees_employee", candidate_column="candidate_id"),
        rls.enable("employees_step", candidate_column="candidate_id"),
        rls.enable("employees_fileentry", candidate_column="candidate_id"),
        migrations.RunSQL(FORWARD, REVERSE),
    ]
