"""``/console/screening/…``."""

from django.urls import path

from bole.hiring.screening.views import looking, writing

app_name = "screening"
urlpatterns = [
    path("screening/", looking.waiting, name="waiting"),
    path("screening/confirm/", looking.confirm, name="confirm"),
    path("screening/decide/", looking.decide, name="decide"),
    path("screening/results/<uuid:result_id>/", looking.result, name="result"),
    path("screening/openings/<uuid:requisition_id>/", writing.rules, name="rules"),
    path("screening/openings/<uuid:requisition_id>/change/", writing.change, name="change"),
    path("screening/openings/<uuid:requisition_id>/surge/", writing.surge, name="surge"),
    path("screening/openings/<uuid:requisition_id>/preview/", writing.preview, name="preview"),
    path("screening/openings/<uuid:requisition_id>/in-force/", writing.put_in_force, name="in-force"),
]
