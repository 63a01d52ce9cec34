"""Who may do what with candidates' questions and with the FAQ."""

from bole.foundation.access import permissions, roles

# Not interviewers: whoever rates does not read what a candidate asked.
READ = permissions.declare("enquiries.read", roles.HR, "Read candidates' questions").name
ANSWER = permissions.declare("enquiries.answer", roles.HR, "Answer candidates' questions").name
FAQ = permissions.declare("enquiries.faq", roles.HR, "Write the answers to frequent questions").name
