"""Rubrics under their own hash: the database takes no other text for it, and lets nobody change one."""

from django.db import migrations, models

GUARD = """
ALTER TABLE assessment_rubricsource ADD CONSTRAINT rubric_source_is_its_hash
    CHECK (sha256 = encode(sha256(convert_to(text, 'UTF8')), 'hex'));
CREATE FUNCTION assessment_rubricsource_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a rubric that was used is kept as it was';
END $$;
CREATE TRIGGER rubric_source_stays BEFORE UPDATE OR DELETE ON assessment_rubricsource
    FOR EACH ROW EXECUTE FUNCTION assessment_rubricsource_stays();
"""
UNGUARD = "DROP TRIGGER rubric_source_stays ON assessment_rubricsource;" \
    "DROP FUNCTION assessment_rubricsource_stays();"

class Migration(migrations.Migration):

    dependencies = [
        ('assessment', '0002_row_security'),
    ]

    operations = [
        migrations.CreateModel(
            name='RubricSource',
            fields=[
                ('sha256', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('text', models.TextField()),
                ('kept_at', models.DateTimeField()),
            ],
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
