"""Audit verbs and kinds of things as words. An unknown verb is printed as it is: the trail hides nothing."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

VERBS: Mapping[str, str | Promise] = {
    "access.session.opened": lazy("logged in"),
    "access.device.enrolled": lazy("set up a second factor and logged in"),
    "access.session.password_accepted": lazy("entered the right password"),
    "access.session.refused": lazy("entered a wrong password"),
    "access.session.locked_out": lazy("was locked out"),
    "access.session.closed": lazy("logged out"),
    "access.user.created": lazy("opened an account"),
    "access.user.changed": lazy("changed an account"),
    "access.role.assigned": lazy("assigned a role"),
    "access.role.revoked": lazy("took a role back"),
    "access.request.denied": lazy("was refused"),
    "org.unit.created": lazy("made a unit of the bank"),
    "files.upload.started": lazy("began an upload"),
    "files.upload.aborted": lazy("gave up an upload"),
    "files.file.stored": lazy("stored a file"),
    "files.file.opened": lazy("opened a recording"),
    "files.file.rewritten": lazy("encrypted a file anew"),
    "files.file.erased": lazy("erased a file"),
    "hiring.analysis.answer.rerun": lazy("started a failed analysis again"),
    "hiring.analysis.run.done": lazy("analysed an answer"),
    "hiring.analysis.run.failed": lazy("could not analyse an answer"),
    "hiring.assessment.answer.rated": lazy("rated an answer"),
    "hiring.assessment.report.compiled": lazy("made the report"),
    "hiring.assessment.report.viewed": lazy("saw the report"),
    "hiring.assessment.report.printed": lazy("printed the report"),
    "hiring.assessment.report.compared": lazy("compared the report with others"),
    "hiring.assessment.report.review_started": lazy("began a rating of their own"),
    "hiring.assessment.report.review_locked": lazy("submitted a rating"),
    "hiring.assessment.feedback.overdue": lazy("the feedback is overdue"),
    "hiring.assessment.feedback.reminded": lazy("reminded HR of a decision"),
    "hiring.assessment.result.changed": lazy("changed what candidates see of their result"),
    "hiring.assessment.report.second_opinion": lazy("asked a language model for a second opinion"),
    "hiring.assessment.second_rater.switched": lazy("switched second opinions on or off"),
    "hiring.assessment.report.overridden": lazy("adjusted a score"),
    "hiring.assessment.archive.rescoring_started": lazy("began to rate an archive by another rubric"),
    "hiring.assessment.archive.rescoring_done": lazy("rated an archive by another rubric"),
    "hiring.candidates.candidate.registered": lazy("registered a candidate"),
    "hiring.candidates.candidate.corrected": lazy("corrected a candidate's data"),
    "hiring.candidates.candidate.handed_out": lazy("made a copy of all data"),
    "hiring.candidates.candidate.removed": lazy("erased a person"),
    "hiring.integrity.finding.decided": lazy("decided about an observation"),
    "hiring.integrity.finding.settled": lazy("wrote down what came of an observation"),
    "hiring.interviews.interview.invited": lazy("invited to an interview"),
    "hiring.interviews.interview.renewed": lazy("sent a new link"),
    "hiring.interviews.interview.assigned": lazy("assigned an interviewer"),
    "hiring.interviews.interview.code_sent": lazy("was sent a code"),
    "hiring.interviews.interview.code_accepted": lazy("entered the right code"),
    "hiring.interviews.interview.code_refused": lazy("entered a wrong code"),
    "hiring.interviews.interview.consented": lazy("decided on the consents"),
    "hiring.interviews.interview.live_requested": lazy("asked for a live interview"),
    "hiring.interviews.interview.question_begun": lazy("began a question"),
    "hiring.interviews.interview.retaken": lazy("recorded an answer anew"),
    "hiring.interviews.interview.answer_submitted": lazy("submitted an answer"),
    "hiring.interviews.interview.finished": lazy("finished the interview"),
    "hiring.interviews.interview.expired": lazy("the window closed"),
    "hiring.interviews.interview.feedback_sent": lazy("sent the feedback"),
    "hiring.interviews.right.requested": lazy("asked for a right"),
    "hiring.interviews.right.assigned": lazy("gave a request to somebody"),
    "hiring.interviews.right.resolved": lazy("answered a request"),
    "hiring.interviews.right.overdue": lazy("a request is overdue"),
    "hiring.pipeline.application.entered": lazy("entered an application"),
    "hiring.pipeline.application.proposed": lazy("proposed the next stage"),
    "hiring.pipeline.application.advanced": lazy("advanced the application"),
    "hiring.pipeline.application.declined": lazy("decided not to move forward"),
    "hiring.pipeline.application.withdrawn": lazy("withdrew the application"),
    "hiring.pipeline.application.overdue": lazy("a stage is overdue"),
    "hiring.requisitions.requisition.opened": lazy("opened a position"),
    "hiring.requisitions.requisition.closed": lazy("closed a position"),
    "hiring.requisitions.requisition.portrait_changed": lazy("changed the portrait"),
    "hiring.requisitions.requisition.channels_switched": lazy("switched channels"),
    "messaging.message.queued": lazy("queued a message"),
    "messaging.message.sent": lazy("sent a message"),
    "messaging.message.failed": lazy("could not send a message"),
    "messaging.message.dead": lazy("gave up on a message"),
    "messaging.message.retried": lazy("tried a message again"),
    "privacy.consent.given": lazy("gave consent"),
    "privacy.consent.refused": lazy("refused consent"),
    "privacy.consent.withdrawn": lazy("withdrew consent"),
    "privacy.person.exported": lazy("exported a person's data"),
    "privacy.person.erased": lazy("erased a person's data"),
}  # fmt: skip

ACTORS: Mapping[str, str | Promise] = {
    "user": lazy("a former account"),
    "candidate": lazy("the candidate"),
    "system": lazy("the machine"),
    "anonymous": lazy("a stranger"),
    "": lazy("a stranger"),
}


def verb(code: str) -> str:
    """The words for a verb, or the verb."""
    return str(VERBS.get(code, code))


def actor(kind: str, name: str) -> str:
    """Who it was: the account's name, or what kind of actor."""
    return name or str(ACTORS.get(kind, kind))
