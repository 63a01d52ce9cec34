"""What the refusals of this capability mean to the candidate: code → (title, what to do)."""

from django.utils.translation import gettext_noop as _

WORDS: dict[str, tuple[str, str]] = {
    "code_needed": (
        _("Please enter a code first"),
        _("Open the invitation link again; a new code is sent to you."),
    ),
    "not_yet_open": (
        _("The interview is not open yet"),
        _("Come back when it opens; the link stays the same."),
    ),
    "window_closed": (
        _("The time for this interview is over"),
        _("Answer the invitation if you need a new date."),
    ),
    "interview_expired": (
        _("The time for this interview is over"),
        _("Answer the invitation if you need a new date."),
    ),
    "interview_finished": (_("You have already handed in"), _("Nothing more can be recorded.")),
    "interview_withdrawn": (_("This invitation was withdrawn"), _("You need not do anything.")),
    "interview_invited": (_("Please decide about consent first"), _("Go through the points one by one.")),
    "not_consented": (_("Please decide about consent first"), _("Go through the points one by one.")),
    "already_begun": (
        _("The interview has begun"),
        _("Your decisions can be changed one by one, at any moment."),
    ),
    "live_requested": (_("You asked for a talk with a person"), _("A recruiter will get in touch with you.")),
    "recording_refused": (
        _("This interview is not recorded"),
        _("You chose not to be recorded; please type your answers."),
    ),
    "typed_not_offered": (_("This interview is recorded"), _("Go back and record your answer.")),
    "question_order": (_("One question after the other"), _("Hand in the earlier question first.")),
    "question_unknown": (_("There is no such question"), _("Go back to the list of questions.")),
    "probe_closed": (
        _("This question is closed"),
        _("You need not do anything: it counts for nothing."),
    ),
    "not_begun": (_("The question was not opened yet"), _("Open the question first.")),
    "already_submitted": (_("This answer was already handed in"), _("Go on with the next question.")),
    "time_over": (
        _("The time for this answer is over"),
        _("What was recorded is kept and can be handed in."),
    ),
    "time_used": (
        _("The time for this answer is used up"),
        _("What was recorded is kept and can be handed in."),
    ),
    "too_long": (_("The recording is longer than allowed"), _("Please record a shorter answer.")),
    "no_retake_left": (_("This answer cannot be recorded again"), _("You may hand in what you have.")),
    "nothing_recorded": (_("Nothing was recorded yet"), _("Record an answer first.")),
    "recordings_unfinished": (
        _("Part of the answer is still on its way"),
        _("Leave the page open until everything has arrived."),
    ),
    "answers_missing": (_("Nothing was answered yet"), _("Answer at least one question before you hand in.")),
    "upload_too_large": (_("The recording is too large"), _("Please record again, shorter.")),
    "part_hash": (_("A piece changed on its way"), _("It is sent again by itself.")),
    "type_not_allowed": (
        _("This kind of file cannot be used"),
        _("Record a normal film with your phone's camera; where only sound is recorded, use its recorder."),
    ),
    "parts_missing": (_("Part of the recording is missing"), _("It is sent again by itself.")),
    "bad_json": (_("The page sent something unreadable"), _("Reload the page and try again.")),
}
