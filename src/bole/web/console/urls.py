"""The shell's own addresses."""

from django.urls import path

from bole.web.console import (
    approval_views,
    audit_views,
    board_views,
    days_views,
    person_views,
    question_views,
    request_views,
    settings_views,
    todo_views,
    views,
)

app_name = "console"
urlpatterns = [
    path("", views.home, name="list"),
    path("live/", views.live_list, name="live"),
    path("rows/<uuid:interview_id>/", views.one_row, name="row"),
    path("interviews/<uuid:interview_id>/", views.one_interview, name="interview"),
    path("interviews/<uuid:interview_id>/answers/<uuid:answer_id>/rerun/", views.rerun, name="rerun"),
    path("board/", board_views.show, name="board"),
    path("candidates/<uuid:candidate_id>/", person_views.person, name="person"),
    path("candidates/<uuid:candidate_id>/copy/", person_views.copy, name="person-copy"),
    path("candidates/<uuid:candidate_id>/resume/", person_views.resume, name="person-resume"),
    path("candidates/<uuid:candidate_id>/erase/", person_views.erase, name="person-erase"),
    path("interviews/<uuid:interview_id>/assign/", person_views.assign, name="assign"),
    path("settings/result/", settings_views.result, name="settings-result"),
    path("settings/days/", days_views.days, name="days"),
    path("settings/days/<uuid:day_id>/forget/", days_views.forget, name="days-forget"),
    path("todo/", todo_views.todo, name="todo"),
    path("approvals/", approval_views.approvals, name="approvals"),
    path("approvals/<uuid:request_id>/", approval_views.decide, name="approval"),
    path("question-bank/", question_views.bank, name="questions"),
    path("question-bank/review/", question_views.review, name="questions-review"),
    path("question-bank/review/<uuid:note_id>/settle/", question_views.settle, name="question-settle"),
    path("question-bank/<slug:key>/", question_views.question, name="question"),
    path("question-bank/<slug:key>/begin/", question_views.begin, name="question-begin"),
    path("question-bank/<slug:key>/rotate/", question_views.rotate, name="question-rotate"),
    path("question-versions/<uuid:version_id>/", question_views.version, name="question-version"),
    path("requests/<uuid:request_id>/", request_views.show, name="request"),
    path("requests/<uuid:request_id>/assign/", request_views.assign, name="request-assign"),
    path("requests/<uuid:request_id>/resolve/", request_views.resolve, name="request-resolve"),
    path("audit/", audit_views.lines, name="audit"),
    path("audit/verify/", audit_views.verify, name="audit-verify"),
    path("audit/<slug:kind>/<uuid:object_id>/", audit_views.trail, name="audit-trail"),
]
