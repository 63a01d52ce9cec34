from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OffersConfig(AppConfig):
    name = "bole.hiring.offers"
    label = "offers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bole.foundation import events
        from bole.foundation.approvals import kinds
        from bole.foundation.privacy import registry
        from bole.foundation.ui import cards, messages, navigation, panels
        from bole.hiring.offers import handlers, holding, mark, panel, policies, queries, words
        from bole.hiring.offers.services import approving, bands
        from bole.hiring.pipeline import services as pipeline
        from bole.hiring.pipeline.events import StageEntered

        events.subscribe(StageEntered, handlers.on_stage_entered)
        for key, label, permission in (
            ("offer", _("Offer"), policies.APPROVE),
            ("offer-head", _("Offer beyond band or limit"), policies.APPROVE_HEAD),
        ):
            kinds.register(
                kinds.Kind(
                    key=key,
                    label=label,
                    permission=permission,
                    approved=approving.approved,
                    refused=approving.refused,
                    withdrawn=approving.taken_back,
                    page=approving.page,
                    hours=24,
                )
            )
        kinds.register(
            kinds.Kind(
                key="pay-band",
                label=_("Pay band"),
                permission=policies.BANDS,
                approved=bands.approved,
                refused=bands.nothing,
                withdrawn=bands.nothing,
                page=bands.page,
            )
        )
        pipeline.keep_gate("offer", queries.gate)
        messages.register(words.WORDS)
        panels.register("offers", _("Offers"), policies.VIEW, panel.of, place="side", order=45)
        cards.register("offers", panel.card, order=10)
        navigation.register(
            navigation.NavItem(
                "offers", _("Offers"), "pen", "offers:pool", policies.VIEW, 27, "after", rows=mark.rows
            )
        )
        navigation.register(
            navigation.NavItem(
                "offer-figures",
                _("Figures about offers"),
                "chart",
                "offers:figures",
                policies.FIGURES,
                67,
                "quality",
                unless=policies.VIEW,
            )
        )
        registry.register("offers", holding.export, holding.erase)
