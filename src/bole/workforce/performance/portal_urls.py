"""The employee's pages at ``/me/<token>/probation/``."""

from django.urls import path

from bole.workforce.performance.views import portal, portal_more

app_name = "performance_portal"
urlpatterns = [
    path("", portal.home, name="home"),
    path("<int:number>/", portal.week, name="week"),
    path("<int:number>/draft/", portal.draft, name="draft"),
    path("<int:number>/files/", portal.files, name="files"),
    path("decision/", portal_more.decision, name="decision"),
    path("decision/<uuid:decision_id>/<slug:key>/", portal_more.paper, name="paper"),
    path("plan/", portal_more.plan, name="plan"),
    path("teams/", portal_more.teams, name="teams"),
]
