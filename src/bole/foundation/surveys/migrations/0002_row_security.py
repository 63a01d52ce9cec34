"""Rows of people are scoped; a published version cannot be changed by anybody."""

from django.db import migrations

from bole.foundation.access import rls

FREEZE = """
CREATE FUNCTION bole_survey_version_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a published survey is not changed' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER survey_version_stays BEFORE UPDATE ON surveys_surveyversion
    FOR EACH ROW EXECUTE FUNCTION bole_survey_version_stays();
"""
THAW = """
DROP TRIGGER survey_version_stays ON surveys_surveyversion;
DROP FUNCTION bole_survey_version_stays();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("surveys", "0001_initial"),
        ("org", "0002_scope_functions"),
    ]

    operations = [
        rls.enable("surveys_surveyinvitation"),
        rls.enable("surveys_surveyresponse"),
        rls.enable("surveys_surveyitem"),
        migrations.RunSQL(FREEZE, THAW),
    ]
