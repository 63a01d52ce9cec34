"""Invitations, for HR."""

from django.urls import path

from bole.hiring.interviews import bulk_views, console_views

app_name = "interviews_console"
urlpatterns = [
    path("invitations/", bulk_views.runs, name="bulk"),
    path("invitations/new/", bulk_views.new, name="bulk-new"),
    path("invitations/<uuid:run_id>/", bulk_views.one, name="bulk-run"),
    path("invitations/<uuid:run_id>/confirm/", bulk_views.confirm, name="bulk-confirm"),
    path("invitations/<uuid:run_id>/stop/", bulk_views.stop, name="bulk-stop"),
    path("invitations/<uuid:run_id>/resume/", bulk_views.resume, name="bulk-resume"),
    path("invitations/<uuid:run_id>/discard/", bulk_views.discard, name="bulk-discard"),
    path(
        "invitations/<uuid:run_id>/<uuid:entry_id>/",
        bulk_views.leave_out,
        name="bulk-leave-out",
    ),
    path("interviews/invite/", console_views.invite, name="invite"),
    path("interviews/<uuid:interview_id>/renew/", console_views.renew, name="renew"),
]
