"""What the door says when it does not open."""

from django.utils.translation import gettext_noop as _

WORDS: dict[str, tuple[str, str]] = {
    "link_unknown": (
        _("This link does not work"),
        _(
            "It is incomplete, was replaced by a newer one, or the data behind it was erased. "
            "Use the newest message you got, or answer it."
        ),
    ),
    "code_wrong": (
        _("That is not the code we sent"),
        _("Compare the six digits. After five tries a new code is needed."),
    ),
    "code_expired": (_("This code no longer holds"), _("Ask for a new one below.")),
    "code_used_up": (_("This code was tried too often"), _("Ask for a new one below.")),
    "code_throttled": (_("A code was just sent"), _("Wait a minute before asking for another one.")),
    "person_link_expired": (
        _("This address is no longer open"),
        _("What it was for has ended. If you still need something, write to your recruiter."),
    ),
}
