FROM python:3.11-slim

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 \
    STATIC_ROOT=/srv/static MEDIA_ROOT=/srv/media
WORKDIR /app
COPY requirements.txt .
RUN pip install --require-hashes -r requirements.txt
COPY . .
# DEBUG=0 with a throw-away key: static files get the hashed names that production asks for.
RUN SECRET_KEY=build python manage.py compile_catalogues \
 && SECRET_KEY=build python manage.py collectstatic --noinput \
 && useradd --system --no-create-home portal \
 && install -d -o portal /srv/media
USER portal
VOLUME /srv/media
EXPOSE 8000
# /healthz needs a host that is served, and says so over plain HTTP.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["python", "-c", "\
import os, urllib.request as r; \
r.urlopen(r.Request('http://127.0.0.1:8000/healthz', \
headers={'Host': os.environ['ALLOWED_HOSTS'].split(',')[0]}), timeout=4)"]
CMD ["gunicorn", "-c", "sez_portal/gunicorn.conf.py", "--bind", "0.0.0.0:8000"]
