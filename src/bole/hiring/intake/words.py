"""What the refusals of this capability mean: code → (title, what to do); and short words for lists."""

from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import gettext_noop as _

WORDS: dict[str, tuple[str, str]] = {
    "posting_closed": (
        _("This posting takes no applications now"),
        _("Its time is over or the opening is filled. Look at the bank's other openings."),
    ),
    "type_not_allowed": (
        _("This kind of file is not accepted"),
        _("Send a PDF, a DOCX, a photo (JPG or PNG), or paste the text."),
    ),
    "heic_not_allowed": (
        _("HEIC pictures cannot be opened here"),
        _(
            "On an iPhone choose Settings → Camera → Formats → Most Compatible and take it again (it is a JPG"
            " then), or take the picture within this page."
        ),
    ),
    "upload_too_large": (_("That file is too large"), _("A résumé may have 20 MB, an archive 2 GB.")),
    "empty": (_("The file is empty"), _("Choose another one, or paste the text.")),
    "resume_missing": (_("Please send a résumé first"), _("A file, a photo, or pasted text.")),
    "already_sent": (_("This application was sent already"), _("You need not do anything more.")),
    "not_withdrawable": (
        _("This cannot be withdrawn here"),
        _("Use the link you got with your first application, or write to the bank."),
    ),
    "parts_missing": (_("Part of the file has not arrived"), _("Press the button again; what came is kept.")),
    "upload_closed": (_("This upload has ended"), _("Choose the file again.")),
}

# Why a file gave no résumé, in one short sentence.
REASONS = {
    "empty": lazy("The file is empty."),
    "unsupported": lazy("This kind of file is not read here; old Word files must be saved as DOCX or PDF."),
    "unreadable": lazy("The file is damaged."),
    "encrypted": lazy("The file asks for a password."),
    "too_large": lazy("The file is too large."),
    "too_long": lazy("The file has too many pages."),
    "no_text": lazy("Nothing to read was found in the file."),
    "ocr_missing": lazy("It is a picture, and no text recogniser is installed here."),
    "limit_exceeded": lazy("Reading it took more than one file may take."),
    "timed_out": lazy("Reading it took too long."),
    "child_died": lazy("The reader broke down over this file."),
    "storage": lazy("The stored file could not be opened."),
    "type_not_allowed": lazy("Not a kind of file that holds a résumé."),
    "heic_not_allowed": lazy("A HEIC picture: save it as JPG and send it again."),
    "upload_too_large": lazy("The file is too large."),
    "name": lazy("Its name leads out of the archive or is too long."),
    "ratio": lazy("It unpacks to far more than it should."),
    "depth": lazy("It lies too deep in folders."),
    "nested": lazy("An archive inside the archive."),
    "link": lazy("A link, not a file."),
    "damaged": lazy("This part of the archive is damaged."),
    "too_many": lazy("The archive holds too many files."),
    "bomb": lazy("The archive unpacks to more than the limit."),
    "name_missing": lazy("No name was found: complete it by hand."),
    "contact_missing": lazy("No number and no address was found: complete it by hand."),
    "requisition_closed": lazy("Kept, but the opening takes no applications any more."),
    "mailbox_login": lazy("User or password was refused."),
    "mailbox_tls": lazy("No safe connection."),
    "mailbox_folder": lazy("A folder is missing or was refused."),
    "mailbox_down": lazy("The mailbox does not answer."),
}
STATES = {
    "waiting": (lazy("waiting"), ""),
    "made": (lazy("new candidate"), "success"),
    "known": (lazy("added to a known candidate"), "info"),
    "duplicate": (lazy("perhaps known: please decide"), "warning"),
    "incomplete": (lazy("incomplete"), "warning"),
    "unreadable": (lazy("unreadable"), "error"),
    "refused": (lazy("left out"), "error"),
}
BATCH_STATES = {
    "uploading": (lazy("on its way"), ""),
    "unpacking": (lazy("being unpacked"), "info"),
    "reading": (lazy("being read"), "info"),
    "done": (lazy("done"), "success"),
    "failed": (lazy("could not be opened"), "error"),
}
CHANNELS = {
    "site": lazy("Career site"),
    "fair": lazy("Job fair"),
    "referral": lazy("Referral"),
    "board": lazy("Job board"),
    "wechat": lazy("WeChat"),
    "other": lazy("Other channel"),
}
KINDS = {
    "campus": lazy("Campus recruitment"),
    "social": lazy("Experienced hires"),
    "single": lazy("Single openings"),
}
FIELDS = {
    "name": lazy("Full name"),
    "phone": lazy("Phone"),
    "email": lazy("E-mail"),
    "education": lazy("Education"),
    "work": lazy("Work"),
    "projects": lazy("Projects"),
    "skills": lazy("Skills"),
    "certificates": lazy("Certificates"),
    "languages": lazy("Languages"),
}
