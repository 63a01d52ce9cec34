"""Every write about appointments, hours and rooms."""

from bole.hiring.scheduling.services.arranging import change_people, offer, offer_slots, plan, renew
from bole.hiring.scheduling.services.choosing import agree, confirm, free_times, reschedule
from bole.hiring.scheduling.services.ending import cancel, close_all, no_show, want_another
from bole.hiring.scheduling.services.keeping import (
    forget_special,
    may_set_hours,
    save_room,
    set_special,
    set_week,
    use_room,
)
from bole.hiring.scheduling.services.reminding import ask_again, give_up, remind

__all__ = [
    "agree",
    "ask_again",
    "cancel",
    "change_people",
    "close_all",
    "confirm",
    "forget_special",
    "free_times",
    "give_up",
    "may_set_hours",
    "no_show",
    "offer",
    "offer_slots",
    "plan",
    "remind",
    "renew",
    "reschedule",
    "save_room",
    "set_special",
    "set_week",
    "use_room",
    "want_another",
]
