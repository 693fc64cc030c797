"""A browser as plain as can be: TLS with our own certificate, cookies, forms. Follows no redirects by itself."""

from __future__ import annotations

import http.client
import secrets
import socket
import ssl
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    def values(self, name: str) -> list[str]:
        """Every value of a header: one that is there twice is two."""
        return self.headers.get_all(name) or []

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Browser:
    """Talks to `host` at a port of this computer, over TLS when it is given a certificate to trust."""

    host: str
    port: int
    certificate: Path | None = None
    cookies: dict[str, str] = field(default_factory=dict)

    def connect(self) -> http.client.HTTPConnection:
        """A connection of its own, open."""
        link = http.client.HTTPConnection(self.host, timeout=30)
        sock = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        if self.certificate is not None:
            context = ssl.create_default_context(cafile=str(self.certificate))
            sock = context.wrap_socket(sock, server_hostname=self.host)
        link.sock = sock
        return link

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        """One request with the cookies so far. In names of headers an underscore stands for a dash."""
        link = self.connect()
        try:
            link.request(method, path, body, self._headers(headers))
            response = link.getresponse()
            self._keep_cookies(response.headers)
            return Answer(response.status, response.headers, response.read())
        finally:
            link.close()

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, None, **headers)

    def post(
        self, path: str, fields: dict[str, str], files: dict[str, tuple[str, bytes]] | None = None, **more: str
    ) -> Answer:
        """Send a form, with the token and the headers that a browser sends along."""
        fields = {**fields, "csrfmiddlewaretoken": self.cookies["csrftoken"]}
        kind, body = ("application/x-www-form-urlencoded", urlencode(fields).encode())
        if files is not None:
            kind, body = _multipart(fields, files)
        origin = f"https://{self.host}"
        return self.ask("POST", path, body, Content_Type=kind, Origin=origin, Referer=f"{origin}{path}", **more)

    def follow(self, topics: str) -> http.client.HTTPResponse:
        """An open live stream."""
        link = self.connect()
        link.request("GET", f"/live/?topics={topics}", headers=self._headers({}))
        return link.getresponse()

    def _headers(self, headers: dict[str, str]) -> dict[str, str]:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookies:
            named["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return named

    def _keep_cookies(self, headers: http.client.HTTPMessage) -> None:
        for line in headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.coded_value


def _multipart(fields: dict[str, str], files: dict[str, tuple[str, bytes]]) -> tuple[str, bytes]:
    border = secrets.token_hex(16)
    parts = [
        f'--{border}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    for name, (filename, content) in files.items():
        head = f'--{border}\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"\r\n'
        parts.append(f"{head}Content-Type: application/octet-stream\r\n\r\n".encode() + content + b"\r\n")
    return f"multipart/form-data; boundary={border}", b"".join(parts) + f"--{border}--\r\n".encode()
