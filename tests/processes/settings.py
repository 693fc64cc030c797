"""The tests' settings for a server of its own process, with the tests' own app in it."""

from config.settings.test import *  # noqa: F403
from config.settings.test import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.processes.served"]
WHITENOISE_USE_FINDERS = True
