"""``/me/<token>/onboarding/``: what somebody who signed has to do and to know."""

from django.urls import path

from bole.workforce.onboarding.views import portal, upload

app_name = "onboarding_portal"
urlpatterns = [
    path("", portal.home, name="home"),
    path("part/", portal.part, name="part"),
    path("live/", portal.live, name="live"),
    path("guide/", portal.guide, name="guide"),
    path("<uuid:task_id>/", portal.task, name="task"),
    path("<uuid:task_id>/state/", portal.state, name="state"),
    path("<uuid:task_id>/confirm/", portal.confirm, name="confirm"),
    path("<uuid:task_id>/upload/", upload.start, name="start"),
    path("<uuid:task_id>/upload/<uuid:upload_id>/", upload.upload, name="upload"),
    path("<uuid:task_id>/upload/<uuid:upload_id>/<int:index>/", upload.part, name="part-of"),
    path("<uuid:task_id>/upload/<uuid:upload_id>/finish/", upload.finish, name="finish"),
    path("picture/<uuid:material_id>/", portal.picture, name="picture"),
]
