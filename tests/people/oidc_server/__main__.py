"""Makes the database, one client and the people, and serves until it is stopped."""

import os
import sys
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.people.oidc_server.settings"
# Nobody speaks TLS on the loopback address of a test.
os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


def main(port: int) -> None:
    """Serve on that port of the loopback address."""
    import django
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application

    django.setup()
    call_command("migrate", verbosity=0)
    fill()
    make_server("127.0.0.1", port, get_wsgi_application(), Server, Quiet).serve_forever()


def fill() -> None:
    """The client and the people."""
    from django.conf import settings
    from django.contrib.auth.models import User
    from oauth2_provider.models import Application

    for person in settings.GIVEN["people"]:
        User.objects.create(**person)
    client = settings.GIVEN["client"]
    Application.objects.create(
        name="Стеллаж",
        client_id=client["id"],
        client_secret=client["secret"],
        redirect_uris=client["back"],
        client_type=Application.CLIENT_CONFIDENTIAL,
        authorization_grant_type=Application.GRANT_AUTHORIZATION_CODE,
        algorithm=Application.RS256_ALGORITHM,
        skip_authorization=True,
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
