"""How many queries a page makes, asked in this process."""

import json

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def report(paths: list[str], cookie: str) -> None:
    """Print {path: number} as JSON; a first request has filled what the process keeps."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.cookies.load(cookie)
    counts = {}
    for path in paths:
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            response = client.get(path)
        if response.status_code != 200:
            raise SystemExit(f"{path} answered {response.status_code}")
        counts[path] = len(captured)
    print(json.dumps(counts))
