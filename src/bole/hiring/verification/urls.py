"""HR's pages."""

from django.urls import path

from bole.hiring.verification.views import deciding, looking

app_name = "verification"
CHECK = "verification/checks/<uuid:check_id>/"
UPLOAD = f"{CHECK}upload/<uuid:upload_id>/"
urlpatterns = [
    path("verification/", looking.listing, name="list"),
    path("verification/plans/", looking.plans, name="plans"),
    path("verification/live/", looking.stream, name="live"),
    path("verification/papers/<uuid:paper_id>/", looking.paper, name="paper"),
    path("verification/doubts/<uuid:doubt_id>/", deciding.resolve, name="resolve"),
    path("verification/disputes/<uuid:dispute_id>/", deciding.answer, name="answer"),
    path(f"{CHECK}enter/", deciding.enter, name="enter"),
    path(f"{CHECK}take/", deciding.take, name="take"),
    path(f"{CHECK}clear/", deciding.clear, name="clear"),
    path(f"{CHECK}paper/", deciding.add_paper, name="add-paper"),
    path(f"{CHECK}upload/", deciding.start_paper, name="start-paper"),
    path(UPLOAD, deciding.upload, name="upload"),
    path(f"{UPLOAD}<int:index>/", deciding.part, name="part"),
    path(f"{UPLOAD}finish/", deciding.finish_paper, name="finish-paper"),
    path("verification/<uuid:verification_id>/", looking.one, name="one"),
    path("verification/<uuid:verification_id>/decide/", deciding.decide, name="decide"),
]
