"""What happens at the door besides signing in: what a browser kept joins the account."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from investors.shortlists import storage
from sez_portal.accounts.adapter import AccountAdapter


class Entrance(AccountAdapter):
    """The sign-in library's adapter with what the apps above the accounts add."""

    def post_login(self, request: HttpRequest, user: Any, **more: Any) -> HttpResponse:
        response = super().post_login(request, user, **more)
        storage.join_account(request, response, user)
        return response
