"""Where Tencent Cloud pushes what became of messages ("SMS sending status notification")."""

from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from bole.foundation import events
from bole.foundation.access.views import public
from bole.integrations import hooks
from bole.ports.sms import SmsReported


@csrf_exempt
@public("the gateway knows the secret in the address")
@require_POST
def report(request: HttpRequest, secret: str) -> JsonResponse:
    """Each entry becomes an event; the answer is the one the gateway waits for."""
    with transaction.atomic():
        for one in hooks.reports(request, secret):
            reached = one.get("report_status") == "SUCCESS"
            events.publish(
                SmsReported(
                    receipt=str(one.get("sid", "")),
                    to=f"+{one.get('nationcode', '')}{one.get('mobile', '')}",
                    reached=reached,
                    at=hooks.moment(one.get("user_receive_time")),
                    code="" if reached else str(one.get("errmsg", "")),
                )
            )
    return JsonResponse({"result": 0, "errmsg": "OK"})
