"""Refusals for programs."""

from http import HTTPStatus
from typing import Any

from django.http import JsonResponse


def problem(status: int, *told: str) -> JsonResponse:
    """A refusal as RFC 9457 has it; where there is more than one reason, `errors` has them all."""
    about: dict[str, Any] = {"type": "about:blank", "title": HTTPStatus(status).phrase}
    about |= {"status": status, "detail": " ".join(told)}
    if len(told) > 1:
        about["errors"] = [{"detail": one} for one in told]
    response = JsonResponse(about, status=status, json_dumps_params={"ensure_ascii": False})
    response["Content-Type"] = "application/problem+json"
    return response
