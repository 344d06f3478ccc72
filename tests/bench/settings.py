"""The portal's settings with a database to throw away, and Django's admin to measure against."""

from config.settings import *  # noqa: F403
from config.settings import DATABASES, INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "django.contrib.admin"]
DATABASES["default"]["NAME"] += "_bench"
DEBUG = False
ROOT_URLCONF = "tests.bench.urls"
ALLOWED_HOSTS = ["testserver"]
