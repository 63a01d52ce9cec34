"""``/apply/…``: for whoever applies."""

from django.urls import path

from bole.hiring.intake.views import applying

app_name = "intake"
urlpatterns = [
    path("renew/<str:token>/", applying.renew, name="renew"),
    path("mine/<str:key>/", applying.mine, name="mine"),
    path("mine/<str:key>/state/", applying.state, name="state"),
    path("mine/<str:key>/withdraw/", applying.withdraw, name="withdraw"),
    path("mine/<str:key>/upload/", applying.start_file, name="start-file"),
    path("mine/<str:key>/upload/<uuid:upload_id>/", applying.upload, name="upload"),
    path("mine/<str:key>/upload/<uuid:upload_id>/<int:index>/", applying.part, name="part"),
    path("mine/<str:key>/upload/<uuid:upload_id>/finish/", applying.finish_file, name="finish-file"),
    path("<slug:token>/", applying.posting, name="posting"),
]
