"""Where Alibaba Cloud pushes delivery reports (``SmsReport``, HTTP batch push)."""

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
            events.publish(
                SmsReported(
                    receipt=str(one.get("biz_id", "")),
                    to=str(one.get("phone_number", "")),
                    reached=one.get("success") is True,
                    at=hooks.moment(one.get("report_time")),
                    reference=str(one.get("out_id") or ""),
                    code="" if one.get("success") is True else str(one.get("err_code", "")),
                )
            )
    return JsonResponse({"code": 0, "msg": "OK"})
