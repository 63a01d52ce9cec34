"""Invitations, for HR."""

from django.urls import path

from bole.hiring.interviews import console_views

app_name = "interviews_console"
urlpatterns = [
    path("interviews/invite/", console_views.invite, name="invite"),
    path("interviews/<uuid:interview_id>/renew/", console_views.renew, name="renew"),
]
