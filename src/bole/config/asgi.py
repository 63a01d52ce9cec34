"""The ASGI application served by uvicorn."""

import os

from django.conf import settings
from django.core.asgi import get_asgi_application

from bole.config.body_limit import BodyLimit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bole.config.settings.production")
application = BodyLimit(get_asgi_application(), settings.FILE_UPLOAD_MAX_MEMORY_SIZE)
