"""Messages, for HR."""

from django.urls import path

from bole.web.console.messages import outbox, routes, texts

app_name = "messages"
urlpatterns = [
    path("", outbox.outbox, name="outbox"),
    path("<uuid:message_id>/", outbox.message, name="message"),
    path("<uuid:message_id>/resend/", outbox.resend, name="resend"),
    path("<uuid:message_id>/mend/", outbox.mend, name="mend"),
    path("resend/", outbox.resend_all, name="resend-all"),
    path("texts/", texts.texts, name="texts"),
    path("texts/<slug:key>/", texts.text, name="text"),
    path("texts/<slug:key>/save/", texts.save, name="save"),
    path("texts/version/<uuid:wording_id>/<slug:action>/", texts.version, name="version"),
    path("routes/", routes.routes, name="routes"),
    path("routes/quiet/", routes.set_quiet, name="quiet"),
    path("routes/<slug:key>/", routes.set_route, name="route"),
]
