"""The console's pages of re-interviews."""

from django.urls import path

from bole.hiring.panels.views import cards, guides, lists, members, one, together

app_name = "panels"
urlpatterns = [
    path("panels/", lists.listing, name="list"),
    path("panels/setting/", lists.setting, name="setting"),
    path("panels/guides/<uuid:application_id>/", guides.guide, name="guide"),
    path("panels/guides/<uuid:application_id>/change/", guides.change, name="guide-change"),
    path("panels/guides/<uuid:application_id>/add/", guides.add, name="guide-add"),
    path("panels/guides/<uuid:application_id>/rebuild/", guides.rebuild, name="guide-rebuild"),
    path("panels/guides/<uuid:application_id>/open/", guides.open_panel, name="open"),
    path("panels/<uuid:panel_id>/", one.page, name="one"),
    path("panels/<uuid:panel_id>/card/", cards.card, name="card"),
    path("panels/<uuid:panel_id>/card/draft/", cards.draft, name="draft"),
    path("panels/<uuid:panel_id>/card/amend/", cards.amend, name="amend"),
    path("panels/<uuid:panel_id>/together/", together.page, name="together"),
    path("panels/<uuid:panel_id>/together/agree/", together.agree, name="agree"),
    path("panels/<uuid:panel_id>/together/close/", together.close, name="close"),
    path("panels/<uuid:panel_id>/members/add/", members.add, name="member-add"),
    path("panels/<uuid:panel_id>/members/excuse/", members.excuse, name="member-excuse"),
    path("panels/<uuid:panel_id>/members/lead/", members.lead, name="member-lead"),
    path("panels/<uuid:panel_id>/arrange/", members.arrange, name="arrange"),
    path("panels/<uuid:panel_id>/cancel/", members.cancel, name="cancel"),
]
