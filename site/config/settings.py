"""Settings: the environment decides, the embedded default needs none. `.env.example` lists every variable."""

import os
import secrets
from pathlib import Path

import environ
from csp.constants import NONE, SELF

from config import outside

BASE_DIR = Path(__file__).resolve().parent.parent.parent
SITE_DIR = BASE_DIR / "site"
VAR_DIR = BASE_DIR / "var"

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")
# A variable that is there but empty, as in a copy of .env.example, is one that was not set.
environ.Env.ENVIRON = {name: value for name, value in os.environ.items() if value}

DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
PUBLIC_URL = env("PUBLIC_URL", default="http://127.0.0.1:8000").rstrip("/")
HTTPS = PUBLIC_URL.startswith("https://")


def embedded_secret_key() -> str:
    """The key of an installation that was given none: made once, readable by its owner only."""
    path = VAR_DIR / "secret_key"
    if not path.exists():
        VAR_DIR.mkdir(exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text().strip()


SECRET_KEY = env("SECRET_KEY", default="") or embedded_secret_key()

INSTALLED_APPS = [
    "people",
    "standards",
    "courses",
    "quizzes",
    "roleplays",
    "certificates",
    "tracking",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "people.apps.WagtailUsers",
    "wagtail.snippets",
    "wagtail.sites",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.socialaccount.providers.saml",
    "allauth.socialaccount.providers.dingtalk",
    "allauth.socialaccount.providers.feishu",
    "allauth.usersessions",
    "people.wecom",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.ContentSecurityPolicy",
    "config.middleware.content_security_policy_of_admin",
    "config.middleware.no_devices",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "config.middleware.way_elsewhere",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "config.middleware.Authentication",
    "config.middleware.language_of_admin",
    "allauth.account.middleware.AccountMiddleware",
    "people.devices.remember_device",
    "config.middleware.nothing_private_is_kept",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "people.second_factor.required",
    "config.middleware.NothingHasThisAddress",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [SITE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["people.icons", "courses.kept"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.shell",
            ],
        },
    },
]

# --- Data -----------------------------------------------------------------------------------------------------------

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Writers queue up at BEGIN instead of failing half-way; foreign keys are on by Django's default.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"] |= {"ENGINE": "config.postgresql", "CONN_HEALTH_CHECKS": True}
    if env.bool("DATABASE_POOLER", default=False):
        DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = True
    else:
        # Plans are kept for what is asked again and again (`people.prepared`); no answer is worth 80 ms of compiling.
        own = {"prepare_threshold": 5, "options": "-c jit=off"}
        DATABASES["default"]["OPTIONS"] = own | DATABASES["default"].get("OPTIONS", {})
# SQLite too: opening the file anew costs more than a page's queries, and the last one to close it writes the log back.
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env("REDIS_URL", default="")
if REDIS_URL:
    CACHES = {"default": {"BACKEND": "config.cache.RedisCache", "LOCATION": REDIS_URL}}
else:
    # Rate limits must hold across the web processes, so the default is a table and not the memory of one process.
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}

# How far a long task is, told from inside its transaction: a cache in the same database would tell it too late.
CACHES["progress"] = (
    CACHES["default"]
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": VAR_DIR / "progress"}
)

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# --- Files ----------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [SITE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(BASE_DIR / "media"))()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if DEBUG else "config.storage.StaticFiles"
    },
}
# How much recordings of role-plays may take up together; then none begins any more.
RECORDINGS_MOST_GB = env.int("RECORDINGS_MOST_GB", default=200)
BUCKET_ORIGINS: list[str] = []
if S3_BUCKET := env("S3_BUCKET", default=""):
    S3_REGION = env("S3_REGION", default=None)
    S3_ENDPOINT_URL = env("S3_ENDPOINT_URL", default=None)
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": S3_BUCKET,
            "endpoint_url": S3_ENDPOINT_URL,
            "region_name": S3_REGION,
            "querystring_auth": True,
            "file_overwrite": False,
        },
    }
    # Its signed addresses name the bucket in the host or in the path; browsers have to be allowed either.
    _hosts = [f"s3.{S3_REGION}.amazonaws.com"] * bool(S3_REGION) + ["s3.amazonaws.com"]
    for _address in [S3_ENDPOINT_URL] if S3_ENDPOINT_URL else [f"https://{host}" for host in _hosts]:
        _scheme, _, _host = _address.rstrip("/").partition("://")
        BUCKET_ORIGINS += [f"{_scheme}://{_host}", f"{_scheme}://{S3_BUCKET}.{_host}"]

# --- Language -------------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [SITE_DIR / "locale"]
FORMAT_MODULE_PATH = "config.formats"
USE_I18N = WAGTAIL_I18N_ENABLED = True
TIME_ZONE = env("TIME_ZONE", default="Asia/Shanghai")
USE_TZ = True

# --- People and sign-in ---------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "people.User"
# In the database also where there is Redis: they come with the query for the person, at no trip of their own.
SESSION_ENGINE = "people.sessions"
AUTHENTICATION_BACKENDS = ["people.backends.OneQuery"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
WAGTAILADMIN_LOGIN_URL = "admin_door"
# Passwords are allauth's, which limits attempts and asks for the second factor; Wagtail's own pages would not.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
LOGIN_REDIRECT_URL = "start"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"

SIGN_UP_OPEN = env.bool("SIGN_UP_OPEN", default=False)
ACCOUNT_ADAPTER = "people.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "employee_number"
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_SIGNUP_FORM_CLASS = "people.forms.SignUpForm"
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_USER_DISPLAY = "people.adapter.display_name"
ACCOUNT_PRESERVE_USERNAME_CASING = False
# Behind a proxy everybody has its address; what it forwards is believed only as far as there are proxies of ours.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0)
# Wrong passwords are counted by `people.devices`, so that nobody can lock out others; this is for second factors.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "5/5m/key"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Addresses are entered by administrators, and many people have none to verify.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Service Academy"
# A passkey belongs to a host name over HTTPS; browsers make an exception for localhost.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS

# Accounts elsewhere. An address that comes from there opens nobody's account: `people.outside.matching`.
SOCIALACCOUNT_PROVIDERS = outside.providers(env)
SOCIALACCOUNT_ADAPTER = "people.outside.adapter.SocialAccountAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_STORE_TOKENS = False
SIGN_IN_ORIGINS = outside.origins(env)

# --- Wagtail --------------------------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "Service Academy"
WAGTAILADMIN_BASE_URL = PUBLIC_URL
WAGTAILIMAGES_IMAGE_MODEL = "courses.Picture"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp", "svg"]
WAGTAILDOCS_EXTENSIONS = ["mp4", "webm", "vtt", "pdf", "xlsx", "docx"]
WAGTAILDOCS_CONTENT_TYPES = {"vtt": "text/vtt"}
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_FINDERS: list[dict] = []
WAGTAILEMBEDS_FINDERS: list[dict] = []
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAIL_WORKFLOW_ENABLED = True
TAGGIT_CASE_INSENSITIVE = True
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# --- Keys that sign certificates ------------------------------------------------------------------------------------

# Made in the folder at first use, unless they are given: PEM, or the path of a file; or a URI of a PKCS#11 token.
KEYS_DIR = env.path("KEYS_DIR", default=str(VAR_DIR / "keys"))()
SIGNING_KEY = env("SIGNING_KEY", default="")
SIGNING_KEY_URI = env("SIGNING_KEY_URI", default="")
SIGNING_CERTIFICATE = env("SIGNING_CERTIFICATE", default="")
BADGE_KEY = env("BADGE_KEY", default="")

# --- Mail -----------------------------------------------------------------------------------------------------------

vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="academy@localhost")
# A mail server that does not answer must not hold up everything else that waits.
EMAIL_TIMEOUT = 20
# Where group robots may be, besides the vendors' own addresses: a gateway of the company's, such as https://robots.example.com
ROBOT_ORIGINS = env.list("ROBOT_ORIGINS", default=[])

# --- Security -------------------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:", *BUCKET_ORIGINS],
        "media-src": [SELF, *BUCKET_ORIGINS],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    },
}
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
if HTTPS:
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=60 * 60 * 24 * 365)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="WARNING")},
}
