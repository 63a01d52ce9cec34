"""``/console/offers/…``."""

from django.urls import path

from bole.hiring.offers.views import one, pool

app_name = "offers"
urlpatterns = [
    path("offers/", pool.pool, name="pool"),
    path("offers/live/", pool.listen, name="live"),
    path("offers/figures/", pool.show_figures, name="figures"),
    path("offers/bands/", pool.bands, name="bands"),
    path("offers/<uuid:offer_id>/", one.one, name="one"),
    path("offers/<uuid:offer_id>/talk/", one.talk, name="talk"),
    path("offers/<uuid:offer_id>/save/", one.save, name="save"),
    path("offers/<uuid:offer_id>/act/", one.act, name="act"),
    path("offers/<uuid:offer_id>/compare/", one.compare, name="compare"),
    path("offers/<uuid:offer_id>/versions/<int:number>/letter.pdf", one.paper, name="letter"),
    path("offers/<uuid:offer_id>/signed.pdf", one.signed, name="signed"),
]
