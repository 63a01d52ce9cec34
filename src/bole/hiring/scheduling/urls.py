"""The bank's pages of appointments."""

from django.urls import path

from bole.hiring.scheduling import views, views_calendar, views_rooms

app_name = "scheduling"
urlpatterns = [
    path("calendar/", views_calendar.calendar, name="calendar"),
    path("calendar/hours/", views_calendar.my_hours, name="hours"),
    path("calendar/hours/<uuid:user_id>/", views_calendar.hours_of, name="hours-of"),
    path("calendar/hours/<uuid:user_id>/special/", views_calendar.special, name="special"),
    path("calendar/hours/<uuid:user_id>/special/<uuid:special_id>/", views_calendar.forget, name="forget"),
    path("rooms/", views_rooms.listing, name="rooms"),
    path("rooms/new/", views_rooms.new, name="room-new"),
    path("rooms/<uuid:room_id>/", views_rooms.one, name="room"),
    path("rooms/<uuid:room_id>/use/", views_rooms.use, name="room-use"),
    path("appointments/new/<uuid:application_id>/", views.new, name="new"),
    path("appointments/<uuid:appointment_id>/", views.one, name="one"),
    path("appointments/<uuid:appointment_id>/invite.ics", views.invite, name="invite"),
    path("appointments/<uuid:appointment_id>/<slug:what>/", views.act, name="act"),
]
