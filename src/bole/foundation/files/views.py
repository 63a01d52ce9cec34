"""The one address under which a stored file can be opened."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from bole.foundation.access.views import actor_of, public
from bole.foundation.files import links, queries, services, serving
from bole.kernel.clock import utc_now
from bole.kernel.errors import DeniedError, NotFoundError


@public("the address carries a signature for one actor, one session and one file")
@require_safe
def open_file(request: HttpRequest, token: str) -> HttpResponseBase:
    """Stream a file. Whoever the link was not made for learns nothing."""
    actor = actor_of(request)
    session = request.session.session_key or ""
    try:
        link = links.check(token, actor, session=session)
        stored = queries.stored_file(link.file_id)
    except (links.LinkError, NotFoundError) as error:
        if actor.is_bank_user:
            raise DeniedError(error.message, code=error.code) from error
        raise NotFoundError("no such file") from error
    services.note_opening(stored=stored, nonce=link.nonce, now=utc_now())
    return serving.serve(request, stored)
