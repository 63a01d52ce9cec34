"""The shell's own addresses."""

from django.urls import path

from bole.web.console import audit_views, todo_views, views

app_name = "console"
urlpatterns = [
    path("", views.home, name="list"),
    path("live/", views.live_list, name="live"),
    path("rows/<uuid:interview_id>/", views.one_row, name="row"),
    path("interviews/<uuid:interview_id>/", views.one_interview, name="interview"),
    path("interviews/<uuid:interview_id>/answers/<uuid:answer_id>/rerun/", views.rerun, name="rerun"),
    path("todo/", todo_views.todo, name="todo"),
    path("todo/<uuid:request_id>/answered/", todo_views.answered, name="answered"),
    path("audit/", audit_views.lines, name="audit"),
    path("audit/verify/", audit_views.verify, name="audit-verify"),
    path("audit/<slug:kind>/<uuid:object_id>/", audit_views.trail, name="audit-trail"),
]
