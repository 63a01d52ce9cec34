"""``/me/<token>/appointments/``: the candidate chooses a time, another one, or none."""

from django.urls import path

from bole.hiring.scheduling import views_portal

app_name = "scheduling_portal"
urlpatterns = [
    path("", views_portal.listing, name="list"),
    path("<uuid:appointment_id>/", views_portal.one, name="one"),
    path("<uuid:appointment_id>/choose/", views_portal.choose, name="choose"),
    path("<uuid:appointment_id>/move/", views_portal.move, name="move"),
    path("<uuid:appointment_id>/cancel/", views_portal.cancel, name="cancel"),
    path("<uuid:appointment_id>/another/", views_portal.another, name="another"),
    path("<uuid:appointment_id>/invite.ics", views_portal.invite, name="invite"),
]
