"""Addresses of portraits, variants and openings, under the console."""

from django.urls import path

from bole.hiring.requisitions.views import drafts, jobs, openings, variants

app_name = "requisitions"
urlpatterns = [
    path("jobs/", jobs.index, name="jobs"),
    path("jobs/<slug:key>/", jobs.one, name="job"),
    path("jobs/<slug:key>/begin/", jobs.begin, name="begin"),
    path("jobs/<slug:key>/import/", jobs.import_file, name="import"),
    path("jobs/<slug:key>/compare/", jobs.compare, name="compare"),
    path("jobs/<slug:key>/v<int:number>.toml", jobs.export, name="export"),
    path("jobs/<slug:key>/v<int:number>/confirm/", jobs.confirm, name="confirm"),
    path("jobs/<slug:key>/branches/", variants.table, name="branches"),
    path("jobs/<slug:key>/branches/begin/", variants.begin, name="vary"),
    path("jobs/<slug:key>/branches/allow/", variants.allow, name="allow"),
    path("portraits/<uuid:portrait_id>/", drafts.portrait, name="portrait"),
    path("portraits/<uuid:portrait_id>/dimension/", drafts.dimension, name="dimension"),
    path("variants/<uuid:variant_id>/", variants.variant, name="variant"),
    path("variants/<uuid:variant_id>/rule/", variants.rule, name="rule"),
    path("openings/", openings.openings, name="openings"),
    path("openings/<uuid:requisition_id>/invite/", openings.invite, name="auto-invite"),
    path("openings/<uuid:requisition_id>/owner/", openings.owner, name="owner"),
    path("openings/<uuid:requisition_id>/process/", openings.process, name="process"),
    path("openings/<uuid:requisition_id>/close/", openings.close, name="close"),
]
