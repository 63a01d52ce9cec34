"""The ASGI application served by uvicorn."""

import os

from django.conf import settings
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bole.config.settings.production")
_django = get_asgi_application()  # loads the apps; what follows may import them

from bole.config.body_limit import BodyLimit  # noqa: E402
from bole.config.health import Health, database_answers  # noqa: E402

application = Health(BodyLimit(_django, settings.FILE_UPLOAD_MAX_MEMORY_SIZE), database_answers)
