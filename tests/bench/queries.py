"""How many queries a page makes, asked in this process."""

import json

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def report(pages: dict[str, str], cookie: str) -> None:
    """Print {page: number} as JSON; a first request has filled what the process keeps."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.cookies.load(cookie)
    counts = {}
    for name, path in pages.items():
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            response = client.get(path)
        if response.status_code != 200:
            raise SystemExit(f"{path} answered {response.status_code}")
        counts[name] = len(captured)
    print(json.dumps(counts))
