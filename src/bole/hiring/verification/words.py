"""What the codes of checks are called on pages."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

Words = Mapping[str, str | Promise]
KINDS: Words = {
    "identity": lazy("Identity"),
    "degree": lazy("Degree"),
    "employment": lazy("Employer"),
    "certificate": lazy("Professional certificate"),
    "conduct": lazy("Record of conduct"),
}
CHECK_STATES: Words = {
    "pending": lazy("not begun"),
    "running": lazy("asked"),
    "stalled": lazy("asked, and late"),
    "manual": lazy("to be checked by hand"),
    "unable": lazy("could not be found out"),
    "clear": lazy("in agreement"),
    "consider": lazy("differs"),
    "disputed": lazy("disputed"),
    "cleared": lazy("cleared by a person"),
    "adverse": lazy("stands"),
    "stopped": lazy("stopped"),
}
# What the person reads of a check before he is told anything: no verdict leaks out of the states.
PERSON_STATES: Words = {
    "pending": lazy("waits its turn"),
    "running": lazy("being checked"),
    "stalled": lazy("being checked"),
    "manual": lazy("checked by a person"),
    "unable": lazy("looked at by a person"),
    "clear": lazy("done"),
    "consider": lazy("looked at by a person"),
    "disputed": lazy("you disputed it"),
    "cleared": lazy("done"),
    "adverse": lazy("done"),
    "stopped": lazy("stopped"),
}
CHECK_TONES: Mapping[str, tuple[str, str]] = {
    "pending": ("", "clock"),
    "running": ("info", "clock"),
    "stalled": ("warning", "warn"),
    "manual": ("warning", "user"),
    "unable": ("error", "help"),
    "clear": ("success", "ring-check"),
    "consider": ("error", "alert"),
    "disputed": ("warning", "flag"),
    "cleared": ("success", "user"),
    "adverse": ("error", "minus"),
    "stopped": ("", "minus"),
}
CASE_STATES: Words = {
    "consent": lazy("waits for consent"),
    "work": lazy("being checked"),
    "review": lazy("waits for a decision"),
    "told": lazy("person was told"),
    "dispute": lazy("person disputes"),
    "clear": lazy("nothing differs"),
    "accepted": lazy("accepted by a person"),
    "adverse": lazy("ended by a person"),
    "stopped": lazy("stopped"),
}
CASE_TONES: Mapping[str, tuple[str, str]] = {
    "consent": ("", "clock"),
    "work": ("info", "clock"),
    "review": ("error", "alert"),
    "told": ("warning", "mail"),
    "dispute": ("warning", "flag"),
    "clear": ("success", "ring-check"),
    "accepted": ("success", "user"),
    "adverse": ("error", "minus"),
    "stopped": ("", "minus"),
}
CODES: Words = {
    "no_source": lazy("no source is connected"),
    "no_claims": lazy("the résumé says nothing about it"),
    "refused": lazy("the person did not consent; papers instead"),
    "withdrawn": lazy("the person took the consent back; papers instead"),
    "not_told": lazy("the source does not say everything that is needed"),
    "taken_over": lazy("taken over from the source"),
    "source_refused": lazy("the source refused the question"),
    "source_unknown": lazy("the source lost the question"),
    "source_bad_reply": lazy("the source's answer could not be read"),
    "source_down": lazy("the source does not answer"),
    "source_timeout": lazy("the source took too long"),
    "source_busy": lazy("the source is busy"),
    "source_failed": lazy("the source failed"),
    "unable": lazy("could not be found out"),
    "accepted": lazy("a person decided that it is no risk"),
    "upheld": lazy("the person's dispute was right"),
}
# What the person reads of a difference that does not count, by how it was cleared.
CLEARED_WHY: Words = {
    "upheld": lazy("You were right. It does not count against you."),
    "accepted": lazy("A person of the bank has looked at it: it does not count against you."),
    "": lazy("It was checked once more and is in agreement now."),
}
FIELDS: Words = {
    "match": lazy("Name and number"),
    "school": lazy("School"),
    "degree": lazy("Degree"),
    "major": lazy("Major"),
    "employer": lazy("Employer"),
    "title": lazy("Position"),
    "start": lazy("From"),
    "end": lazy("To"),
    "certificate": lazy("Certificate"),
    "number": lazy("Number"),
    "level": lazy("Level"),
    "valid_until": lazy("Valid until"),
    "record": lazy("Entry in the register"),
    "established": lazy("Employer founded"),
    "closed": lazy("Employer closed"),
    "status": lazy("Status of the employer"),
    "former_names": lazy("Former names"),
    "credit_code": lazy("Credit code"),
}
VERDICTS: Words = {
    "same": lazy("in agreement"),
    "differs": lazy("differs"),
    "not_told": lazy("not said"),
    "not_claimed": lazy("not in the résumé"),
}
VERDICT_TONES: Mapping[str, tuple[str, str]] = {
    "same": ("success", "check"),
    "differs": ("error", "alert"),
    "not_told": ("", "minus"),
    "not_claimed": ("", "info"),
}
WHY: Words = {
    "not_found": lazy("the source has no such entry"),
    "other_person": lazy("the source's entry is about another person"),
    "other_name": lazy("another name"),
    "other_text": lazy("something else"),
    "other_degree": lazy("another degree"),
    "other_date": lazy("another date"),
    "before_founding": lazy("before the employer was founded"),
    "after_closing": lazy("after the employer was closed"),
    "expired": lazy("no longer valid"),
    "other_number": lazy("the number belongs to another name"),
    "recorded": lazy("something is recorded"),
}
DOUBTS: Words = {
    "gap": lazy("Gap in the résumé"),
    "no_end": lazy("No leaving date"),
}
RESOLUTIONS: Words = {
    "plausible": lazy("Explained and plausible"),
    "proved": lazy("Proved by papers"),
    "not_relevant": lazy("Not relevant for this post"),
    "not_plausible": lazy("Not plausible: a risk"),
}
VALUES: Words = {"yes": lazy("they belong together"), "none": lazy("no entry")}
STEPS: Words = {
    "opened": lazy("Checks were opened"),
    "consent_asked": lazy("The person was asked for consent"),
    "consented": lazy("The person decided about consent"),
    "explained": lazy("The person explained something"),
    "begin": lazy("A source was asked"),
    "taken": lazy("The source took the question"),
    "not_reached": lazy("The source could not be reached; it is asked again"),
    "by_hand": lazy("Given to a person"),
    "late": lazy("Beyond the service level; HR was told"),
    "late_by_hand": lazy("Not done by hand in time; HR was told"),
    "agrees": lazy("A result: it agrees"),
    "differs": lazy("A result: something differs"),
    "not_told": lazy("A result: not everything is said; papers are needed"),
    "gives_up": lazy("It could not be found out"),
    "paper": lazy("A paper was added"),
    "review": lazy("Waits for a person's decision"),
    "told": lazy("The person was told what was found"),
    "disputes": lazy("The person disputes; the clock stands still"),
    "stands": lazy("The dispute was answered: the result stands"),
    "clears": lazy("Cleared by a person"),
    "replied": lazy("The person has nothing to add"),
    "window_over": lazy("The reply window is over; HR was told"),
    "doubts_late": lazy("The to-verify list is late; HR was told"),
    "resolved": lazy("A point of the to-verify list was settled"),
    "again": lazy("Back to work"),
    "ends_badly": lazy("The result stands"),
    "stops": lazy("Stopped"),
    "ended_clear": lazy("Nothing differs: on to the offer"),
    "ended_accepted": lazy("A person accepted it: on to the offer"),
    "ended_adverse": lazy("A person ended the application"),
    "ended_stopped": lazy("The application went another way"),
    "erased": lazy("Its time is over: what it held was destroyed"),
}
FILTERS: Words = {
    "open": lazy("In progress"),
    "decide": lazy("To decide"),
    "late": lazy("Late"),
    "by_hand": lazy("By hand"),
    "consent": lazy("Consent awaited"),
    "done": lazy("Done"),
}
PROBLEMS: Words = {
    "settled": lazy("It is settled already. Nothing was changed."),
    "no_such_move": lazy("That is not possible any more. Nothing was changed."),
    "not_told": lazy("Tell the person first what was found."),
    "dispute_open": lazy("A dispute is open. Answer it first."),
    "reply_window": lazy("The person may still reply. Decide when the window is over."),
    "reply_over": lazy("The time to reply is over."),
    "no_paper": lazy("Add the paper first that says so."),
    "words_changed": lazy("The words have changed meanwhile. Read them once more."),
    "too_many_papers": lazy("No more papers can be added."),
    "type_not_allowed": lazy("Only PDF, JPG and PNG can be kept."),
    "upload_too_large": lazy("The file is too large: at most 20 MB."),
    "lost_race": lazy("Somebody else was faster. Look at the page again."),
    "on_hold": lazy("The application is on hold. Take it up again first."),
    "bad_id_number": lazy("This cannot be an identity number. Check the 18 characters."),
    "empty": lazy("The file is empty."),
}
MISSING = lazy("Something is missing. Nothing was changed.")


def problem(code: str) -> str:
    """What to say of a refusal."""
    return str(PROBLEMS.get(code, MISSING))
