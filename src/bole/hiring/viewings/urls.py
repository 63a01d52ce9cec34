"""Watching together."""

from django.urls import path

from bole.hiring.viewings import views

app_name = "viewings"
urlpatterns = [
    path("interviews/<uuid:interview_id>/together/", views.begin, name="begin"),
    path("viewings/<uuid:viewing_id>/", views.room, name="room"),
    path("viewings/<uuid:viewing_id>/state/", views.state, name="state"),
    path("viewings/<uuid:viewing_id>/join/", views.join, name="join"),
    path("viewings/<uuid:viewing_id>/beat/", views.beat, name="beat"),
    path("viewings/<uuid:viewing_id>/leave/", views.leave, name="leave"),
    path("viewings/<uuid:viewing_id>/control/", views.control, name="control"),
    path("viewings/<uuid:viewing_id>/live/", views.live_notes, name="live"),
    path("viewings/<uuid:viewing_id>/media/<uuid:answer_id>/", views.media, name="media"),
]
