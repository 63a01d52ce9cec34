"""The closed words of a process, as people read them."""

from django.utils.translation import gettext_lazy as _

KINDS = [
    ("screening", _("Screening of résumés")),
    ("ai_interview", _("AI interview")),
    ("assessment", _("Assessment")),
    ("pool", _("Pool")),
    ("panel", _("Interview with people")),
    ("check", _("Check")),
    ("offer", _("Offer")),
    ("onboarding", _("Onboarding")),
    ("closed", _("End")),
]
CONDITIONS = [
    ("contact", _("a phone number or e-mail address")),
    ("resume", _("a résumé")),
    ("consent", _("a consent that holds")),
    ("report", _("a report")),
    ("other_person", _("another person than whoever moved it here")),
]
PROBLEMS = {
    "named_twice": _("is there twice"),
    "end_missing": _("The last stage must be the end."),
    "no_reasons": _("There is no reason for declining."),
    "reason_twice": _("A reason is there twice."),
    "unreachable": _("no way leads here"),
    "no_way_to_the_end": _("no way leads from here to the end"),
    "unknown_kind": _("what happens here is not known"),
    "second_interview": _("a process has one AI interview"),
    "end_leads_on": _("the end leads nowhere"),
    "no_decider": _("nobody decides here"),
    "unknown_decider": _("this role decides nothing"),
    "unknown_condition": _("this condition is not known"),
    "unknown_action": _("this action is not known"),
    "invites_to_nothing": _("only the AI interview can invite"),
    "leads_nowhere": _("leads to a stage that is not there"),
    "cycle": _("leads back to an earlier stage; say that it may go back there instead"),
    "returns_to_nothing": _("may go back only to an earlier stage that leads here"),
    "unknown_template": _("this message cannot be a reminder"),
    "unknown_recipient": _("nobody of that name is reminded"),
    "unknown_moment": _("a reminder needs a moment"),
    "nothing_is_due": _("a reminder needs a time by which it is to be done"),
    "reminder_twice": _("a reminder is there twice"),
    "unknown_survey": _("this survey is not published"),
    "no_interview_to_ask_about": _("there is no AI interview here to ask about"),
    "survey_twice": _("a survey is there twice"),
}
MOMENTS = [
    ("before_due", _("before it is due")),
    ("after_entry", _("after entering")),
]
RECIPIENTS = [
    ("owner", _("whoever answers for the opening")),
    ("head", _("whoever stands above")),
]
SURVEY_MOMENTS = [
    ("entered", _("on reaching this stage")),
    ("interviewed", _("after the last answer of the interview")),
    ("told", _("after the candidate was told the result")),
]
PARTS = {
    "survey": _("surveys"),
    "label": _("name"),
    "kind": _("what happens"),
    "leads_to": _("where it leads"),
    "returns_to": _("where it may go back"),
    "decides": _("who decides"),
    "entry": _("needed on the way in"),
    "exit": _("needed on the way out"),
    "service_level": _("time"),
    "escalate_after": _("when it is told upwards"),
    "reminder": _("reminders"),
    "on_enter": _("what happens on entering"),
    "automatic": _("whether the rule may advance"),
}
