"""The portal's settings with a copy of the demo to throw away."""

from config.settings import *  # noqa: F403
from config.settings import DATABASES

DEMO_DATABASE = DATABASES["default"]["NAME"]
DATABASES["default"]["NAME"] += "_shots"
