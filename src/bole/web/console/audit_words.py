"""Words for what an audit line is about: kinds of things, areas, and its details for a reader's eye."""

import json
import re
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

Words = str | Promise
KINDS: Mapping[str, Words] = {
    "user": lazy("account"),
    "candidate": lazy("candidate"),
    "candidates_candidate": lazy("candidate"),
    "requisition": lazy("opening"),
    "report": lazy("report"),
    "feedback": lazy("feedback"),
    "application": lazy("application of a candidate"),
    "employee": lazy("employee"),
    "view": lazy("saved view"),
    "files_storedfile": lazy("file"),
    "files_upload": lazy("upload"),
    "branch_variant": lazy("branch variant"),
    "verification": lazy("background check"),
    "question_version": lazy("question version"),
    "privacy_consent": lazy("consent"),
    "pay_band": lazy("pay band"),
    "job_portrait": lazy("job portrait"),
    "interview": lazy("interview"),
    "batch": lazy("batch"),
    "answer": lazy("answer"),
    "analysis_run": lazy("analysis"),
    "viewings_viewing": lazy("shared viewing"),
    "survey": lazy("survey"),
    "signing_signeddocument": lazy("signed document"),
    "scheduling_room": lazy("room"),
    "scheduling_appointment": lazy("appointment"),
    "rights_request": lazy("request"),
    "review_note": lazy("review"),
    "rescoring": lazy("rescoring"),
    "rater": lazy("rater"),
    "process_version": lazy("process version"),
    "probe": lazy("follow-up question"),
    "probation": lazy("probation"),
    "probation_decision": lazy("probation decision"),
    "posting": lazy("posting"),
    "panel": lazy("panel interview"),
    "panel_guide": lazy("panel guide"),
    "org_unit": lazy("branch"),
    "onboarding": lazy("onboarding"),
    "onboarding_material": lazy("onboarding document"),
    "onboarding_template": lazy("onboarding template"),
    "offer": lazy("offer"),
    "offer_version": lazy("offer version"),
    "messaging_outboxmessage": lazy("message"),
    "messaging_wording": lazy("message text"),
    "messaging_route": lazy("message way"),
    "mailbox": lazy("mailbox"),
    "integrity_finding": lazy("observation"),
    "impact_assessment": lazy("impact assessment"),
    "enquiry": lazy("question of a candidate"),
    "faq_version": lazy("frequent question"),
    "campaign": lazy("campaign"),
    "bulk_run": lazy("many at once"),
    "personal_link": lazy("personal link"),
    "screening_result": lazy("screening"),
    "resume": lazy("résumé"),
    "allowance": lazy("allowance"),
    "api_client": lazy("key of another system"),
    "bank_day": lazy("working day"),
    "bulk": lazy("many at once"),
    "dead_letter": lazy("message that did not arrive"),
    "effort_norm": lazy("norm of effort"),
    "feedback_rule": lazy("rule of feedback"),
    "foreign_interview": lazy("interview of another engine"),
    "messaging_optout": lazy("refusal of messages"),
    "messaging_quiethours": lazy("quiet hours"),
    "mismatch": lazy("difference in a background check"),
    "onboarding_place": lazy("place of onboarding"),
    "panel_setting": lazy("panel settings"),
    "question_bank": lazy("question bank"),
    "result_rule": lazy("rule of results"),
    "sample": lazy("sample for blind review"),
    "sample_rate": lazy("share of blind reviews"),
    "signing_authority": lazy("seal of the bank"),
    "submission": lazy("sent application"),
    "thing": lazy("something else"),
}
AREAS: Mapping[str, Words] = {
    "access.": lazy("accounts and access"),
    "privacy.": lazy("consents and rights"),
    "files.": lazy("files"),
    "hiring.interviews.": lazy("interviews"),
    "hiring.analysis.": lazy("analysis of recordings"),
    "hiring.assessment.": lazy("scores and reports"),
    "hiring.integrity.": lazy("observations"),
    "hiring.screening.": lazy("screening"),
    "hiring.pipeline.": lazy("stages"),
    "hiring.requisitions.": lazy("jobs and openings"),
    "hiring.candidates.": lazy("candidates"),
    "insight.": lazy("figures"),
    "messaging.": lazy("messages"),
}
LONG = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{24,}")


def kind(key: str) -> str:
    """The kind of thing in the reader's language; an unknown one by its key."""
    return str(KINDS.get(key, key))


def details(text: str) -> list[tuple[str, str]]:
    """``{"attempt":1,"answer":"a44a…"}`` → pairs of name and value, ids and hashes by their first digits
    (the whole text stays at hand in the line's title); what is no object stays one value without a name."""
    try:
        found = json.loads(text) if text else {}
    except ValueError:
        return [("", text)]
    if not isinstance(found, dict):
        return [("", text)]
    return [(str(name), _short(value)) for name, value in found.items()]


def _short(value: object) -> str:
    plain = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return LONG.sub(lambda one: f"{one.group()[:8]}…", plain)
