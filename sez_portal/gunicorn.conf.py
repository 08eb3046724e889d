"""How gunicorn serves the portal: `gunicorn -c sez_portal/gunicorn.conf.py`.

Read by `make run`, the image, compose, the measurements and the fuzzers alike. An option of
the command line (`--bind`, `--workers`) goes before what stands here.
"""

from sez_portal.common import env

wsgi_app = "sez_portal.wsgi"
bind = "127.0.0.1:8000"
# Sync workers: an answer is short work for a processor and seldom waits for anything.
workers = env.number("WEB_CONCURRENCY", default=2)
logger_class = "sez_portal.common.logs.AccessLogger"  # no token of a mailed link in a log
control_socket_disable = True  # nobody steers a running server; it makes no file in $HOME
