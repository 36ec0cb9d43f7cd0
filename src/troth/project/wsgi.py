"""Django's door for everything that is not a socket, a file or a stream."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "troth.project.settings")
application = get_wsgi_application()
