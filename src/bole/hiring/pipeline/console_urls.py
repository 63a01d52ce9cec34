"""Processes, for HR and whoever designs them."""

from django.urls import path

from bole.hiring.pipeline import console_views as views
from bole.hiring.pipeline import exchange_views as exchange

app_name = "processes"
urlpatterns = [
    path("processes/", views.index, name="list"),
    path("processes/<slug:key>/", views.process, name="process"),
    path("processes/<slug:key>/draft/", views.draft, name="draft"),
    path("processes/<slug:key>/copy/", views.copy, name="copy"),
    path("processes/<slug:key>/v<int:number>.toml", exchange.export, name="export"),
    path("processes/<slug:key>/take/", exchange.take, name="take"),
    path("processes/<slug:key>/behind/", exchange.behind, name="behind"),
    path("processes/<slug:key>/behind/<uuid:requisition_id>/", exchange.move, name="move"),
    path("processes/<slug:key>/draft/reasons/", exchange.reasons, name="reasons"),
    path("processes/<slug:key>/draft/stage/", views.stage, name="stage-new"),
    path("processes/<slug:key>/draft/stage/<slug:stage_key>/", views.stage, name="stage"),
    path("processes/<slug:key>/draft/stage/<slug:stage_key>/place/", views.place, name="place"),
]
