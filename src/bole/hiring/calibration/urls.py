"""Agreement in the console."""

from django.urls import path

from bole.hiring.calibration import views

app_name = "calibration"
urlpatterns = [
    path("calibration/", views.agreement, name="agreement"),
    path("calibration/queue/", views.queue, name="queue"),
    path("calibration/queue/<uuid:sample_id>/assign/", views.assign, name="assign"),
    path("calibration/shares/", views.shares, name="shares"),
]
