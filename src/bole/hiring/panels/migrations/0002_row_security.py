"""Panels are seen by their unit only (never by a candidate); a submitted card and a frozen guide stay as they are."""

from django.db import migrations

from bole.foundation.access import rls

FORWARD = """
CREATE FUNCTION bole_card_submitted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a submitted score card is never changed: amend it' USING ERRCODE = 'check_violation',
        CONSTRAINT = 'card_submitted_stays';
END $$;

CREATE TRIGGER card_submitted_kept BEFORE UPDATE ON panels_card FOR EACH ROW
    WHEN (OLD.submitted_at IS NOT NULL AND (
        (OLD.panel_id, OLD.user_id, OLD.version, OLD.blind, OLD.levels, OLD.recommendation, OLD.total, OLD.submitted_at)
        IS DISTINCT FROM
        (NEW.panel_id, NEW.user_id, NEW.version, NEW.blind, NEW.levels, NEW.recommendation, NEW.total, NEW.submitted_at)
        OR (NEW.erased_at IS NULL AND
            (OLD.words, OLD.comment, OLD.reason) IS DISTINCT FROM (NEW.words, NEW.comment, NEW.reason))))
    EXECUTE FUNCTION bole_card_submitted();
CREATE TRIGGER card_submitted_stays BEFORE DELETE ON panels_card FOR EACH ROW
    WHEN (OLD.submitted_at IS NOT NULL) EXECUTE FUNCTION bole_card_submitted();

CREATE FUNCTION bole_panel_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'guide and weights of a panel are those it was opened with, and a closed one stays closed'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'panel_frozen';
END $$;

CREATE TRIGGER panel_frozen BEFORE UPDATE ON panels_panel FOR EACH ROW
    WHEN ((OLD.guide_sha256, OLD.portrait, OLD.application_id, OLD.scores_open)
          IS DISTINCT FROM (NEW.guide_sha256, NEW.portrait, NEW.application_id, NEW.scores_open)
          OR (OLD.state IN ('closed', 'cancelled') AND (OLD.state, OLD.decision, OLD.score, OLD.levels, OLD.closed_at)
              IS DISTINCT FROM (NEW.state, NEW.decision, NEW.score, NEW.levels, NEW.closed_at)))
    EXECUTE FUNCTION bole_panel_frozen();
"""

REVERSE = """
DROP TRIGGER panel_frozen ON panels_panel;
DROP FUNCTION bole_panel_frozen();
DROP TRIGGER card_submitted_stays ON panels_card;
DROP TRIGGER card_submitted_kept ON panels_card;
DROP FUNCTION bole_card_submitted();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("panels", "0001_initial"),
        ("org", "0002_scope_functions"),
    ]

    operations = [
        rls.enable("panels_guide"),
        rls.enable("panels_panel"),
        rls.enable("panels_seat"),
        rls.enable("panels_card"),
        rls.enable("panels_consensus"),
        rls.enable("panels_scoresrule"),
        migrations.RunSQL(FORWARD, REVERSE),
    ]
