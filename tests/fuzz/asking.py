"""How a request is sent: to the views of this process, or over HTTP to a server."""

import http.client
import time
from collections.abc import Callable, Mapping
from typing import NamedTuple

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.serving import Server

ORIGIN = {"origin": "http://localhost", "host": "localhost"}
TOKEN = "a" * 32  # against forged forms: cookie and header say the same
NO_ANSWER, SECONDS = 599, 120

Fields = Mapping[str, list[str] | SimpleUploadedFile]


class Answer(NamedTuple):
    status: int
    kind: str
    body: bytes
    seconds: float  # of the processor, however busy the machine is


def directly(client: Client, method: str, address: str, fields: Fields | None = None) -> Answer:
    body, start = _body(fields), time.process_time()
    found = client.generic(method.upper(), address, body, MULTIPART_CONTENT, headers=ORIGIN)
    content = b"".join(found.streaming_content) if found.streaming else found.content
    seconds = time.process_time() - start
    return Answer(found.status_code, found.get("Content-Type", ""), content, seconds)


def over_http(server: Server) -> Callable[[Client, str, str, Fields | None], Answer]:
    """Sends with the cookies of the client, and gives it those that come back."""

    def ask(client: Client, method: str, address: str, fields: Fields | None = None) -> Answer:
        cookies = {name: one.coded_value for name, one in client.cookies.items()}
        headers = ORIGIN | ({"content-type": MULTIPART_CONTENT} if fields is not None else {})
        if method not in ("get", "head", "options"):
            headers["x-csrftoken"] = cookies.setdefault("csrftoken", TOKEN)
        if cookies:
            headers["cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=SECONDS)
        start = server.seconds()
        try:
            connection.request(method.upper(), address, _body(fields), headers)
            found = connection.getresponse()
            body = found.read()
        except (OSError, http.client.HTTPException):
            return Answer(NO_ANSWER, "", b"", float(SECONDS))
        finally:
            connection.close()
        for cookie in found.headers.get_all("Set-Cookie", []):
            client.cookies.load(cookie)
        kind, seconds = found.headers.get("Content-Type", ""), server.seconds() - start
        return Answer(found.status, kind, body, seconds)

    return ask


def _body(fields: Fields | None) -> bytes:
    return b"" if fields is None else encode_multipart(BOUNDARY, fields)
