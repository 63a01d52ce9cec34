"""``/me/<token>/check/``: the person's own pages."""

from django.urls import path

from bole.hiring.verification.views import portal

app_name = "verification_portal"
UPLOAD = "<uuid:check_id>/upload/<uuid:upload_id>/"
urlpatterns = [
    path("", portal.home, name="home"),
    path("withdraw/", portal.withdraw, name="withdraw"),
    path("nothing/", portal.nothing, name="nothing"),
    path("explain/<uuid:doubt_id>/", portal.explain, name="explain"),
    path("paper/<uuid:paper_id>/", portal.paper, name="paper"),
    path("<uuid:check_id>/dispute/", portal.dispute, name="dispute"),
    path("<uuid:check_id>/paper/", portal.add_paper, name="add-paper"),
    path("<uuid:check_id>/upload/", portal.start_paper, name="start-paper"),
    path(UPLOAD, portal.upload, name="upload"),
    path(f"{UPLOAD}<int:index>/", portal.part, name="part"),
    path(f"{UPLOAD}finish/", portal.finish_paper, name="finish-paper"),
]
