from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "bole.foundation.messaging"
    label = "messaging"

    def ready(self) -> None:
        from bole.foundation import events
        from bole.foundation.messaging import handlers, holding
        from bole.foundation.privacy import registry
        from bole.ports.sms import SmsReported

        events.subscribe(SmsReported, handlers.on_sms_reported)
        registry.register("messaging", holding.export, holding.erase)
