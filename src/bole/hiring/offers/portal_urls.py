"""``/me/<token>/offers/…``."""

from django.urls import path

from bole.hiring.offers.views import portal, signing

app_name = "offers_portal"
urlpatterns = [
    path("", portal.newest, name="newest"),
    path("<uuid:offer_id>/", portal.one, name="one"),
    path("<uuid:offer_id>/live/", portal.listen, name="live"),
    path("<uuid:offer_id>/letter.pdf", portal.paper, name="letter"),
    path("<uuid:offer_id>/signed.pdf", portal.signed, name="signed"),
    path("<uuid:offer_id>/ask/", portal.ask, name="ask"),
    path("<uuid:offer_id>/take-back/", portal.take_back, name="take-back"),
    path("<uuid:offer_id>/decline/", portal.decline, name="decline"),
    path("<uuid:offer_id>/code/", signing.code, name="code"),
    path("<uuid:offer_id>/sign/", signing.sign, name="sign"),
]
