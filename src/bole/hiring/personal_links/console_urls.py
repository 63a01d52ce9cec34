"""What HR does with a person's own page."""

from django.urls import path

from bole.hiring.personal_links import console_views

app_name = "personal_links_console"
urlpatterns = [path("people/<uuid:candidate_id>/address/", console_views.renew, name="renew")]
