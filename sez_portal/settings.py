"""One settings file, driven by the environment. `.env.example` lists every variable."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from sez_portal import languages
from sez_portal.common import env, mail_settings

BASE_DIR = Path(__file__).resolve().parent.parent
VERSION = re.findall(r"^## (\S+)", (BASE_DIR / "CHANGELOG.md").read_text("utf-8"), re.M)[0]

DEBUG = env.flag("DEBUG")
SECRET_KEY = env.text("SECRET_KEY", "development-only-not-a-secret" if DEBUG else "")
if not SECRET_KEY:
    raise ImproperlyConfigured("SECRET_KEY is needed when DEBUG is off")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]" if DEBUG else "")
SITE_URL = env.text("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_FAILURE_VIEW = "sez_portal.site.errors.forged"

INSTALLED_APPS = [
    "investors",
    "zones",
    "countries",
    "sez_portal.records",
    "sez_portal.accounts",
    "sez_portal.site",
    "sez_portal.maps",
    "sez_portal.common",
    "django.forms",
    "django_filters",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "sez_portal.accounts.admin_config.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "sez_portal.records.page_cache.answer_visitors",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "sez_portal.site.middleware.forbid_devices",
    "sez_portal.site.middleware.refuse_long_queries",
    "sez_portal.site.middleware.refuse_large_bodies",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "sez_portal.site.middleware.nothing_left_behind",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "csp.middleware.CSPMiddleware",
    "sez_portal.site.middleware.clean_characters",
    "sez_portal.common.unsent_forms.let_in",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "sez_portal.accounts.middleware.demand_second_factor",
    "sez_portal.site.middleware.administer_in_own_language",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "sez_portal.urls"
WSGI_APPLICATION = "sez_portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sez_portal.site.context.site",
            ],
            "libraries": {"administration": "sez_portal.site.administration"},
            "builtins": [
                "django.templatetags.static",
                "django.templatetags.i18n",
                "sez_portal.common.templatetags.page_tags",
                "sez_portal.common.templatetags.text_tags",
                "sez_portal.records.templatetags.fact_tags",
            ],
        },
    }
]
FORM_RENDERER = "sez_portal.common.form_renderer.Renderer"

# Embedded SQLite unless DATABASE_URL says otherwise. WAL lets readers go on beside the one
# writer; IMMEDIATE makes a writer wait at the start instead of failing at the end.
DATABASES = {
    "default": dj_database_url.parse(
        env.text("DATABASE_URL", f"sqlite:///{BASE_DIR / 'db.sqlite3'}"), conn_max_age=600
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;"
            "PRAGMA cache_size=-20000;PRAGMA mmap_size=134217728;"
        ),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# The counters of attempts, shared by all workers. Full at 100,000, so that no flood of
# addresses pushes a counter out.
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # Pages made once for everybody (sez_portal.records.page_cache): in each process, or shared.
    "pages": {
        "BACKEND": env.text("PAGE_CACHE_BACKEND", "django.core.cache.backends.locmem.LocMemCache"),
        "LOCATION": env.text("PAGE_CACHE_LOCATION", "pages"),
    },
    # How many requests an address made to the API in this minute, in each process.
    "requests": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "requests",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
    # What `{% cache %}` keeps: parts of the frame, which a language has alike on every page.
    "template_fragments": {
        "BACKEND": "django.core.cache.backends.dummy.DummyCache"
        if DEBUG
        else "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "fragments",
    },
}
if "redis" not in CACHES["pages"]["BACKEND"]:  # which drops by its own rules
    CACHES["pages"]["OPTIONS"] = {"MAX_ENTRIES": 400}
PAGE_CACHE_SECONDS = env.number("PAGE_CACHE_SECONDS", default=0 if DEBUG else 600)

# Open data (sez_portal.site.api): its licence, and how often an address may ask.
DATA_LICENCE = env.text("DATA_LICENCE", "CC BY 4.0")
DATA_LICENCE_URL = env.text("DATA_LICENCE_URL", "https://creativecommons.org/licenses/by/4.0/")
BACKGROUND_WORK = env.flag("BACKGROUND_WORK", default=True)
API_REQUESTS_A_MINUTE = env.number("API_REQUESTS_A_MINUTE", default=240)

# Accounts: an address and a password, and a second factor for whoever decides about records
# of others (sez_portal.accounts). The library's own settings are explained in its documentation.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {"user_attributes": ("email", "name")}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
SECOND_FACTOR_REQUIRED = env.flag("SECOND_FACTOR_REQUIRED", default=not DEBUG)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "sez_portal.site.signin.Entrance"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_FORMS = {"signup": "sez_portal.accounts.forms.SignUp"}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CHANGE_EMAIL = True  # one address an account; the new one counts when confirmed
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a changed password or factor is told by mail
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {  # a whole office or workshop may stand behind one address ("ip")
    "login": "120/m/ip",
    "login_failed": "60/m/ip,5/5m/key",  # key: the account and the address (accounts.guessing)
    "signup": "60/h/ip",
    "reset_password": "60/h/ip,3/h/key",
    "reset_password_from_key": "60/m/ip",
    "change_password": "5/m/user",
    "manage_email": "10/h/user,20/d/user",
    "reauthenticate": "10/m/user",
}
MFA_ADAPTER = "sez_portal.accounts.adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Lancang-Mekong Zones"
MFA_TOTP_TOLERANCE = 1  # a clock may be half a minute off
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG

# Mail: where it goes, and who sends it.
MAIL_URL = env.text("MAIL_URL", "console:" if DEBUG else "smtp://localhost")
vars().update(mail_settings.settings_of(MAIL_URL))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text(
    "MAIL_FROM", f"Lancang-Mekong Zones <portal@{urlsplit(SITE_URL).hostname}>"
)
# Whom visitors of the pages may write to; without it /about/ says that no address is given.
CONTACT_EMAIL = env.text("CONTACT_EMAIL")

# Languages: English has no prefix; numbers and dates follow the reader.
languages.register()
LANGUAGE_CODE = "en"
LANGUAGES = languages.LANGUAGES
# Per cent of all strings that a language translates before readers are offered it.
LANGUAGE_SHARE = env.number("LANGUAGE_SHARE", 98)
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["sez_portal.formats"]
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = "Asia/Bangkok"

# Enquiries of investors: working days until one that nobody answered moves on (zone, focal
# point, MI), and months after the last word until all that names the investor is deleted.
ENQUIRY_WORKING_DAYS = int(env.text("ENQUIRY_WORKING_DAYS", "5"))
ENQUIRY_KEEP_MONTHS = int(env.text("ENQUIRY_KEEP_MONTHS", "24"))

# Static files: hashed names, brotli and gzip beside each file; nothing from another host.
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(BASE_DIR / "build" / "static")))
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "sez_portal.common.static_storage.StaticStorage"
    },
}
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env.text("MEDIA_ROOT", str(BASE_DIR / "media")))
RELEASES_ROOT = Path(env.text("RELEASES_ROOT", str(MEDIA_ROOT / "releases")))

# Safety. A development server on plain HTTP keeps the cookies usable; all else is strict.
HTTPS = env.flag("HTTPS", default=not DEBUG)
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
# Both bind every name below the host for a year and more: only the owner of the domain decides.
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.flag("HSTS_SUBDOMAINS")
SECURE_HSTS_PRELOAD = env.flag("HSTS_PRELOAD")
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # so they are off unless said
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
if env.flag("BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1  # its X-Forwarded-For says whose attempts are counted
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000  # a zone with a hundred firms has a thousand inputs

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"no_tokens": {"()": "sez_portal.common.logs.WithoutTokens"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["no_tokens"],
        }
    },
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
}
