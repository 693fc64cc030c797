"""Does the server of this container answer with its home page: `python deploy/healthcheck.py [port]`.

Exit code 0 when it does. Asks as the proxy would; the home page needs the database, the templates and the static files.
"""

from __future__ import annotations

import http.client
import sys

from config import env


def main(port: int) -> int:
    """0 when `/` is answered with 200, otherwise 1 and one line about it."""
    host = (env.words("STELLAZH_HOSTS") or ["localhost"])[0].lstrip("*.") or "localhost"
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=8)
    try:
        link.request("GET", "/", headers={"Host": host, "X-Forwarded-Proto": "https"})
        status = link.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        sys.stderr.write(f"no answer: {error}\n")
        return 1
    finally:
        link.close()
    if status != 200:
        sys.stderr.write(f"answered {status}\n")
    return 0 if status == 200 else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 8000))
