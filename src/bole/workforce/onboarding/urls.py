"""Onboarding in the console."""

from django.urls import path

from bole.workforce.onboarding.views import hr, live, materials, setting, staff, stepping

app_name = "onboarding"
urlpatterns = [
    path("onboarding/", hr.listing, name="list"),
    path("onboarding/live/", live.live, name="live"),
    path("onboarding/mine/", staff.mine, name="mine"),
    path("onboarding/mine/<uuid:task_id>/done/", staff.mine_done, name="mine-done"),
    path("onboarding/it/", staff.it, name="it"),
    path("onboarding/it/<uuid:it_task_id>/done/", staff.it_done, name="it-done"),
    path("onboarding/templates/", setting.templates, name="templates"),
    path("onboarding/templates/import/", setting.import_template, name="import"),
    path("onboarding/templates/<slug:key>/", setting.template, name="template"),
    path("onboarding/templates/<slug:key>/edit/", setting.edit_template, name="edit"),
    path("onboarding/places/", setting.places, name="places"),
    path("onboarding/places/<uuid:unit_id>/", setting.set_place, name="set-place"),
    path("onboarding/documents/<uuid:material_id>/", materials.material, name="material"),
    path("onboarding/documents/<uuid:material_id>/faces/", materials.compare, name="compare"),
    path("onboarding/documents/<uuid:material_id>/picture/", materials.picture, name="picture"),
    path("onboarding/documents/<uuid:material_id>/decide/", materials.decide, name="decide"),
    path("onboarding/<uuid:onboarding_id>/", hr.one, name="one"),
    path("onboarding/<uuid:onboarding_id>/part/", hr.part, name="part"),
    path("onboarding/<uuid:onboarding_id>/do/", stepping.act, name="act"),
]
