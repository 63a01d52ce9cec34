"""Probations in the console."""

from django.urls import path

from bole.workforce.performance.views import deciding, listing, planning, single

app_name = "performance"
urlpatterns = [
    path("probations/", listing.running, name="list"),
    path("probations/rows/", listing.rows, name="rows"),
    path("probations/live/", listing.live_changes, name="live"),
    path("probations/figures/", listing.figures, name="figures"),
    path("probations/decisions/<uuid:decision_id>/", deciding.decision, name="decision"),
    path("probations/decisions/<uuid:decision_id>/withdraw/", deciding.withdraw, name="withdraw"),
    path("probations/decisions/<uuid:decision_id>/papers/<slug:key>/", deciding.paper, name="paper"),
    path("probations/<uuid:probation_id>/", single.one, name="one"),
    path("probations/<uuid:probation_id>/weeks/<int:number>/", single.week, name="week"),
    path("probations/<uuid:probation_id>/weeks/<int:number>/comment/", single.comment, name="comment"),
    path("probations/<uuid:probation_id>/weeks/<int:number>/tasks/", single.change_tasks, name="tasks"),
    path("probations/<uuid:probation_id>/files/<uuid:file_id>/", single.open_file, name="file"),
    path("probations/<uuid:probation_id>/review/", deciding.review, name="review"),
    path("probations/<uuid:probation_id>/decide/", deciding.decide, name="decide"),
    path("probations/<uuid:probation_id>/plan/", planning.plan, name="plan"),
]
