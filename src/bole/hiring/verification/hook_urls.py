"""``/hooks/checks/…``: where sources deliver results."""

from django.urls import path

from bole.hiring.verification.views import hooks

app_name = "verification_hooks"
urlpatterns = [path("<slug:source>/", hooks.results, name="results")]
