"""Cards of raters, and the switch of trained ones."""

from django.urls import path

from bole.hiring.raters import views

app_name = "raters"
urlpatterns = [
    path("raters/", views.listing, name="list"),
    path("raters/own/<slug:key>/", views.built_in, name="built_in"),
    path("raters/models/<slug:key>/", views.model, name="model"),
    path("raters/<uuid:rater_id>/", views.one, name="one"),
    path("raters/<uuid:rater_id>/switch/", views.switch, name="switch"),
    path("raters/by/<str:sha256>/", views.named, name="named"),
]
