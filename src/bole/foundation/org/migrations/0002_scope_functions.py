"""The questions every row-level-security policy asks, as functions over the session settings.

They are STABLE and take no row, so a policy that calls them in a sub-select asks once per statement: PostgreSQL
hashes the set of visible units and each row costs one look-up.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION bole_actor_kind() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(current_setting('bole.actor_kind', true), '') $$;

CREATE FUNCTION bole_unit_roots() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(string_to_array(nullif(current_setting('bole.unit_roots', true), ''), ',')::uuid[], '{}') $$;

-- The machine itself, not narrowed to a unit.
CREATE FUNCTION bole_sees_all() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT public.bole_actor_kind() = 'system' AND public.bole_unit_roots() = '{}' $$;

-- Every unit at or beneath one of the actor's roots.
CREATE FUNCTION bole_visible_units() RETURNS SETOF uuid LANGUAGE sql STABLE PARALLEL SAFE ROWS 200 AS
$$ SELECT u.id FROM public.org_unit u JOIN public.org_unit r ON starts_with(u.path, r.path)
   WHERE r.id = ANY (public.bole_unit_roots()) AND public.bole_actor_kind() IN ('user', 'system') $$;

-- The candidate who acts, or null.
CREATE FUNCTION bole_candidate() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT CASE WHEN public.bole_actor_kind() = 'candidate'
          THEN nullif(current_setting('bole.candidate_id', true), '')::uuid END $$;

-- Tables whose rows are scoped, so that one function can say whether an id exists at all.
CREATE TABLE org_scoped_table (name text PRIMARY KEY, has_id boolean NOT NULL);
"""

REVERSE = """
DROP TABLE org_scoped_table;
DROP FUNCTION bole_candidate();
DROP FUNCTION bole_visible_units();
DROP FUNCTION bole_sees_all();
DROP FUNCTION bole_unit_roots();
DROP FUNCTION bole_actor_kind();
"""


class Migration(migrations.Migration):
    dependencies = [("org", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, REVERSE)]
