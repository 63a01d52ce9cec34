"""Who may do what with people on their way in."""

from bole.foundation.access import permissions, roles

POST = permissions.declare("intake.post", roles.HR, "Publish postings and campaigns").name
UPLOAD = permissions.declare("intake.upload", roles.HR, "Upload résumés").name
MAILBOX = permissions.declare("intake.mailbox", {roles.HEAD_OFFICE_HR}, "Set up mailboxes").name
RETAIN = permissions.declare(
    "intake.retain", {roles.HEAD_OFFICE_HR}, "Erase people whose time of keeping is over"
).name
