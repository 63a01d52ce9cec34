"""Codes of onboarding in words, for pages of both sides."""

from django.utils.translation import gettext_lazy as _

OWNERS = {"candidate": _("newcomer"), "hr": _("HR"), "it": _("IT"), "manager": _("manager")}
STATES = {
    "preparing": (_("Getting ready"), "info"),
    "ready": (_("Ready"), "success"),
    "joined": (_("Has joined"), "success"),
    "ended": (_("Does not come"), ""),
}
MATERIALS = {
    "identity_card_front": _("Identity card, side with the photo"),
    "identity_card_back": _("Identity card, side with the emblem"),
    "degree": _("Degree certificate"),
    "bank_card": _("Bank card"),
    "photo": _("Portrait photo"),
    "other": _("Document"),
}
FIELDS = {
    "name": _("Full name"),
    "id_number": _("Identity number"),
    "sex": _("Sex"),
    "birth_date": _("Date of birth"),
    "home_address": _("Registered address"),
    "valid_until": _("Valid until"),
    "authority": _("Issued by"),
    "school": _("School"),
    "major": _("Field of study"),
    "degree": _("Degree level"),
    "certificate_number": _("Number of the certificate"),
    "graduated_on": _("Date of the certificate"),
    "bank_card": _("Card number"),
}
DEGREES = {
    "associate": _("Associate degree"),
    "bachelor": _("Bachelor"),
    "master": _("Master"),
    "doctor": _("Doctor"),
}
# Why a document is refused at once, and what to do: to the person.
REFUSED = {
    "not_such_document": _("This is another document, or part of it is missing. Take the right one."),
    "blurred": _("The picture is blurred. Hold the phone still, lay the document flat and take it again."),
    "too_small": _("The letters are too small. Go closer, so that the document fills the picture."),
    "glare": _("Light is reflected on the document. Tilt it or move the lamp, and take it again."),
    "other_side": _("This is the other side of the card. Turn it over and take it again."),
    "no_text": _("No writing can be found in this picture. Lay the document flat in good light."),
    "too_many_pixels": _("The picture is too large to be opened. Take it with a smaller size."),
    "missing_number": _("The number cannot be found. Show all four corners, without fingers over it."),
    "number_length": _("The number has too many or too few digits. Take the picture again in good light."),
    "number_checksum": _("The number does not add up: its check digit is wrong. Take the picture again."),
    "number_birth_date": _("The number holds no possible date of birth. Take the picture again."),
    "birth_date_differs": _("The date of birth and the number do not agree. Take the picture again."),
    "sex_differs": _("The sex and the number do not agree. Take the picture again."),
    "expired": _("This document has expired. Please use a valid one."),
    "missing_valid_until": _("Until when it is valid cannot be read. Show the whole side."),
    "validity_order": _("The two dates of validity do not agree. Take the picture again."),
    "missing_name": _("The name cannot be read. Lay the document flat in good light and take it again."),
    "missing_birth_date": _("The date of birth cannot be read. Lay the card flat and take it again."),
    "missing_address": _("The address cannot be read. Lay the card flat and take it again."),
    "missing_authority": _("Who issued the card cannot be read. Show the whole side."),
    "missing_school": _("The school cannot be read. Show the whole certificate."),
    "other_name": _("This is in another name than yours. Please upload your own document."),
    "other_number": _("This number is another than the one we know of you. Please upload your own document."),
    "unreadable": _("The picture cannot be opened. Take another one, as JPG or PNG."),
}
# What HR should look at. A code of a field that is not here is put together from its parts.
HINTS = {
    "name_differs": _("the name differs by a sign from the one we know"),
    "other_name": _("another name than the one we know"),
    "other_number": _("another number than the one we know"),
    "glare": _("light is reflected"),
    "unread": _("not read by the program: compare by eye"),
}
SENT_BACK = {
    "unreadable": _("It cannot be read. Lay it flat in good light and take it again."),
    "cut_off": _("Part of it is cut off. Show all four corners."),
    "wrong_document": _("It is another document than the one asked for."),
    "not_yours": _("It is in another name than yours."),
    "data_differ": _("It differs from what you told us. Please check."),
    "expired": _("It has expired. Please use a valid one."),
}
NOTES = {
    "began": _("The offer was signed: list made"),
    "handed_in": _("Document handed in"),
    "accepted": _("Accepted"),
    "sent_back": _("Sent back"),
    "done": _("Done"),
    "reopened": _("Opened again"),
    "added": _("Added"),
    "moved": _("Another day"),
    "dropped": _("Not needed"),
    "joined": _("Came on the first day"),
    "postponed": _("First day moved"),
    "ended": _("Ended"),
    "withdrew": _("Took the application back"),
    "manager_named": _("Manager named"),
}
PROBLEMS = {
    "required": _("Please fill this in."),
    "id_number": _("This is no identity number: 18 places, the last a check digit."),
    "bank_card": _("This is no card number: check the digits."),
    "date": _("Write it as 2001-02-03."),
}

# Said to the person in place of the general words of a code, because the remedy is another here.
UPLOADS = {
    "heic": _(
        "This picture is in the HEIC format, which we cannot open. On an iPhone choose Settings, Camera,"
        " Formats, Most Compatible and take it again, or send a screenshot of it."
    ),
    "type_not_allowed": _("This is no picture we can open. Choose a JPG or PNG picture, or a PDF."),
    "upload_too_large": _("The file is too large: a picture may have 12 MB. Take it with a smaller size."),
    "empty": _("The file is empty. Choose another one."),
    "material_accepted": _("This document was accepted already; there is nothing more to do here."),
    "onboarding_over": _("This onboarding is over; nothing can be changed here any more."),
    "too_many_requests": _("There were too many tries for this document. Please call HR."),
}
