"""Django's settings, derived from `kernel.config`; the environment is read there and nowhere else."""

from typing import Any

from troth.kernel import config as kernel_config
from troth.log import silence

TROTH = kernel_config.current()

SECRET_KEY = TROTH.secret("django").hex()
DEBUG = False
ALLOWED_HOSTS = TROTH.hosts
ROOT_URLCONF = "troth.project.urls"
WSGI_APPLICATION = "troth.project.wsgi.application"
APPEND_SLASH = False
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ar", "العربية")]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "troth.accounts",  # before allauth: its mails are in our words
    "allauth",
    "allauth.account",
    "allauth.headless",
    "troth.post",
    "troth.sites",
    "troth.contacts",
    "troth.visitors",
    "troth.conversations",
    "troth.search",
    "troth.proofs",
    "troth.channels.email",
    "troth.channels.widget",
    "troth.privacy",
    "troth.project",  # templates of the demo's pages
]

MIDDLEWARE = [
    "troth.project.answers.route_told",
    "django.middleware.security.SecurityMiddleware",
    "troth.project.answers.content_policy",
    "troth.project.answers.api_answers",
    "django.middleware.common.CommonMiddleware",  # refuses foreign Host headers
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "troth.project.purposes.Purposes",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]

# --- rows
_database = TROTH.database
DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        "ENGINE": "troth.project.sqlite",
        "NAME": str(_database.path),
        "CONN_MAX_AGE": None,  # a thread keeps its connection: opening one costs more than most requests
    }
    if _database.kind == "sqlite"
    else {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _database.name,
        "USER": _database.user,
        "PASSWORD": _database.password,
        "HOST": _database.host,
        "PORT": _database.port or "",
        "CONN_MAX_AGE": None,  # a thread keeps its connection; there are few threads
        "CONN_HEALTH_CHECKS": True,
        # what the address says of TLS holds here too; the log's connections take it as it is
        "OPTIONS": _database.options
        | silence.OURS
        | {"options": " ".join(f"-c {name}={value}" for name, value in silence.THEIRS.items())},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"  # only for tables of others: ours have UUIDv7 keys

# --- people and sign-in (allauth headless; docs/protocol.md says how it is used)
AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
     "OPTIONS": {"user_attributes": ("email", "name")}},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "troth.accounts.common_passwords.NotCommon"},
]  # fmt: skip
ACCOUNT_ADAPTER = "troth.accounts.sign_in.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # nobody signs up: people are invited, the address is the invitation's
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60  # s: mail may be slow, and is read on another device
ACCOUNT_PASSWORD_RESET_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody can make us write to strangers
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_RATE_LIMITS = {
    "login_failed": f"{TROTH.limits.address_signins}/15m/ip,5/5m/key",  # key: the login and the network address
    "login_failed_anywhere": "100/15m/key",  # the login alone
    "login": "600/m/ip",
    "reset_password": "20/m/ip,5/15m/key",  # key: the address, which is nobody's to fill with mail
}
HEADLESS_ONLY = True
HEADLESS_CLIENTS = ("browser", "app")
HEADLESS_SERVE_SPECIFICATION = False
HEADLESS_FRONTEND_URLS = {
    "account_reset_password": f"{TROTH.base_url}/console/",
    "account_reset_password_from_key": f"{TROTH.base_url}/console/",
    "account_confirm_email": f"{TROTH.base_url}/console/",
    "account_signup": f"{TROTH.base_url}/console/",
}

# What those limits count lies here: in the one process that SQLite has, or in rows for all webs. Beyond its entries the
# cache of a process forgets at random, also who is being guessed at.
CACHES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 100_000}}
    if _database.kind == "sqlite"
    else {"BACKEND": "troth.accounts.shared_cache.SharedCache"}
}

SESSION_ENGINE = "troth.accounts.sessions"
# A browser takes a cookie of these names over TLS only, and from no other host of the domain.
SESSION_COOKIE_NAME = "__Host-troth_session" if TROTH.secure else "troth_session"
CSRF_COOKIE_NAME = "__Host-csrftoken" if TROTH.secure else "csrftoken"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = TROTH.secure
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_AGE = None  # until the browser is closed; the next page of ours sets it anew
CSRF_TRUSTED_ORIGINS = [TROTH.base_url]
CSRF_FAILURE_VIEW = "troth.project.csrf.refused"

# --- what a browser may do with our pages (which other hosts it may ask: datamap/csp.py)
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# --- mail of the sign-in pages; all other mail is a row in `post`
MAILERS: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "troth.project.capture.Send",
        "OPTIONS": {
            "host": TROTH.smtp.host,
            "port": TROTH.smtp.port,
            "username": TROTH.smtp.user,
            "password": TROTH.smtp.password,
            "use_ssl": TROTH.smtp.tls == "implicit",
            "use_tls": TROTH.smtp.tls == "starttls",
            "timeout": 20,
        },
    }
    if TROTH.smtp
    else {"BACKEND": "troth.project.capture.Capture", "OPTIONS": {"folder": str(TROTH.mail_dir)}}
}
DEFAULT_FROM_EMAIL = SERVER_EMAIL = TROTH.mail_from

LOGGING_CONFIG = None  # structlog is set up by the start
DATA_UPLOAD_MAX_MEMORY_SIZE = TROTH.limits.body_size
