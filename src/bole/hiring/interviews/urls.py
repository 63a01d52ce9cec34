"""``/i/<token>/…``: the candidate's pages and the interface behind them."""

from django.urls import path

from bole.hiring.interviews import api, views

app_name = "interviews"
urlpatterns = [
    path("", views.invitation, name="invitation"),
    path("code/", views.code, name="code"),
    path("verify/", views.verify, name="verify"),
    path("consent/", views.consent, name="consent"),
    path("consent/<slug:purpose>/", views.consent_change, name="consent-change"),
    path("live/", views.live, name="live"),
    path("device/", views.device, name="device"),
    path("practice/", views.practice, name="practice"),
    path("q/<int:number>/", views.question, name="question"),
    path("q/<int:number>/leave/", views.leave, name="leave"),
    path("more/", views.more, name="more"),
    path("resume/", views.resume, name="resume"),
    path("done/", views.done, name="done"),
    path("rights/<slug:kind>/", views.right, name="right"),
    path("unsupported/", views.unsupported, name="unsupported"),
    path("api/state/", api.state, name="api-state"),
    path("api/answers/<slug:key>/begin/", api.begin, name="api-begin"),
    path("api/answers/<slug:key>/recordings/", api.recordings, name="api-recordings"),
    path("api/answers/<slug:key>/submit/", api.submit, name="api-submit"),
    path("api/answers/<slug:key>/typed/", api.typed, name="api-typed"),
    path("api/answers/<slug:key>/notes/", api.notes, name="api-notes"),
    path("api/answers/<slug:key>/retake/", api.retake, name="api-retake"),
    path("api/uploads/<uuid:upload_id>/", api.upload, name="api-upload"),
    path("api/uploads/<uuid:upload_id>/parts/<int:index>/", api.part, name="api-part"),
    path(
        "api/uploads/<uuid:upload_id>/parts/<int:index>/address/", api.part_address, name="api-part-address"
    ),
    path("api/recordings/<uuid:recording_id>/finish/", api.finish_recording, name="api-finish-recording"),
    path("api/finish/", api.finish, name="api-finish"),
]
