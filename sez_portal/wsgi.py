"""The entry for gunicorn: `gunicorn -c sez_portal/gunicorn.conf.py`."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sez_portal.settings")
application = get_wsgi_application()

# What stands now stays: the collector need not look through it again and again.
gc.freeze()
gc.set_threshold(20_000, 20, 20)
