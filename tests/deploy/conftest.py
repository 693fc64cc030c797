"""One installation for the whole module: it takes seconds to start."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.deploy.browser import Browser
from tests.deploy.installation import Installation, installed, nginx_binary
from tests.deploy.seeding import EMAIL
from tests.factories.people import PASSWORD


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The installation, running."""
    nginx = nginx_binary()
    if nginx is None:
        pytest.skip("nginx is not installed here (Debian: apt install nginx).")
    with installed(tmp_path_factory.mktemp("installation"), nginx) as made:
        yield made


@pytest.fixture(scope="package")
def head(site: Installation) -> Browser:
    """The association's head, signed in over TLS."""
    browser = site.browser()
    browser.get("/account/sign-in/")
    answer = browser.post("/account/sign-in/", {"email": EMAIL, "password": PASSWORD})
    assert (answer.status, answer.headers["Location"]) == (302, "/desk/"), answer.text
    return browser
