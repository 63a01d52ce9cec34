"""Branches see their offers, a candidate his own and of its versions those that were sent; what was submitted
keeps its wording's hash, and a signature stays what it is."""

from django.db import migrations

from bole.foundation.access import rls

GUARD = """
CREATE FUNCTION offers_version_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'draft' AND (NEW.sha256 <> OLD.sha256 OR NEW.number <> OLD.number
        OR NEW.offer_id <> OLD.offer_id) THEN
        RAISE EXCEPTION 'a version that was submitted is not written anew';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER offer_version_stays BEFORE UPDATE ON offers_version
    FOR EACH ROW EXECUTE FUNCTION offers_version_stays();
CREATE FUNCTION offers_signature_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.offer_id <> OLD.offer_id OR NEW.version_id <> OLD.version_id OR NEW.signed_at <> OLD.signed_at
        OR NEW.terms_sha256 <> OLD.terms_sha256 OR NEW.letter_sha256 <> OLD.letter_sha256
        OR NEW.consent <> OLD.consent OR NEW.code_id <> OLD.code_id THEN
        RAISE EXCEPTION 'a signature is not changed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER offer_signature_stays BEFORE UPDATE ON offers_signature
    FOR EACH ROW EXECUTE FUNCTION offers_signature_stays();
"""
UNGUARD = """
DROP TRIGGER offer_signature_stays ON offers_signature;
DROP FUNCTION offers_signature_stays();
DROP TRIGGER offer_version_stays ON offers_version;
DROP FUNCTION offers_version_stays();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("offers", "0001_initial"),
        ("org", "0002_scope_functions"),
    ]

    operations = [
        rls.enable("offers_offer", candidate_column="candidate_id"),
        rls.enable("offers_version", candidate_column="candidate_id"),
        rls.enable("offers_signoff"),
        rls.enable("offers_changerequest", candidate_column="candidate_id"),
        rls.enable("offers_signature", candidate_column="candidate_id"),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
