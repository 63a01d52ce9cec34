"""Who may do what with openings, portraits, branches' variants and questions."""

from bole.foundation.access import permissions, roles

MANAGER, HEAD = roles.HIRING_MANAGER, roles.HEAD_OFFICE_HR

VIEW = permissions.declare("requisitions.view", {*roles.HR, MANAGER, roles.INTERVIEWER}, "See openings").name
OPEN = permissions.declare("requisitions.open", roles.HR, "Open and close an opening").name
CHOOSE = permissions.declare("requisitions.process", {HEAD}, "Choose an opening's own process").name
WEIGH = permissions.declare("requisitions.weigh", {HEAD}, "Switch what is analysed for a job").name

# Head office's portraits: HR and the business unit build them together, the other of the two signs.
DRAFT = permissions.declare("requisitions.draft", {HEAD, MANAGER}, "Build a job portrait").name
APPROVE = permissions.declare("requisitions.approve", {HEAD, MANAGER}, "Sign a job portrait").name
CONFIRM = permissions.declare("requisitions.confirm", {HEAD}, "Confirm what bole proposed").name

# A unit varies its own; head office decides.
VARY = permissions.declare("requisitions.vary", {*roles.HR, MANAGER}, "Vary a portrait for a branch").name
RULE = permissions.declare("requisitions.rule", {HEAD}, "Decide on branches' variants").name

READ_QUESTIONS = permissions.declare(
    "questions.read", {*roles.HR, MANAGER, roles.INTERVIEWER}, "Read the question bank"
).name
EDIT_QUESTIONS = permissions.declare("questions.edit", {HEAD}, "Edit the question bank").name
SET_BANK = permissions.declare("questions.rules", {HEAD}, "Set when questions rest, hold the review").name
APPROVE_QUESTIONS = permissions.declare("questions.approve", {HEAD, MANAGER}, "Sign a question").name
