"""Which PostgreSQL the portal uses: the server in ``DATABASE_URL``, or an embedded one."""

import os
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from config.embedded import server

CONNECTION_MAX_AGE_SECONDS = 60
# The triggers ask for this setting at every row. Where it isn't known PostgreSQL raises an
# error that they catch, and each catch looks through all foreign keys still to be checked:
# paying 3,500 claims at once took ten times as long.
NO_TRIGGER_IGNORED = "-c pgtrigger.ignore={}"


def database_settings() -> dict[str, Any]:
    """One entry of ``DATABASES``.

    ``DATABASE_URL`` names a server (postgresql://user:password@host:port/name?sslmode=require).
    Without it an embedded server under ``var/`` is used, which starts at the first connection;
    there ``DB_SUFFIX`` gives each of several people in one checkout a database of their own.
    """
    url = os.environ.get("DATABASE_URL", "")
    settings = _from_url(url) if url else _embedded(os.environ.get("DB_SUFFIX", ""))
    options = settings.get("OPTIONS", {})
    asked = (os.environ.get("PGOPTIONS", ""), options.get("options", ""), NO_TRIGGER_IGNORED)
    return settings | {
        "OPTIONS": options | {"options": " ".join(filter(None, asked))},
        "CONN_MAX_AGE": CONNECTION_MAX_AGE_SECONDS,
        "CONN_HEALTH_CHECKS": True,
    }


def _from_url(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in ("postgres", "postgresql") or not name:
        raise ImproperlyConfigured(
            "DATABASE_URL phải có dạng postgresql://người_dùng:mật_khẩu@máy_chủ:cổng/tên_CSDL; "
            "chỉ hỗ trợ PostgreSQL."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def _embedded(suffix: str) -> dict[str, Any]:
    name = f"portal_{suffix}" if suffix else "portal"
    return {
        "ENGINE": "config.embedded",
        "NAME": name,
        "USER": server.USER,
        "HOST": str(server.socket_directory()),
        "TEST": {"NAME": f"test_{name}"},
    }
