"""Two windows of one author on the page of photos and documents."""

import pytest

from sez_portal.records.models import Submission
from tests import cast
from tests.test_files import ABOUT, FILES, KEY, _media, added, both, send  # noqa: F401  a fixture

pytestmark = pytest.mark.django_db


@both
def test_an_old_window_keeps_what_its_author_sent_since(client, field: str):
    author = cast.official(KEY)
    cast.sign_in(client, author)
    old = added(client, field, "of the old window")
    send(client, author, field, "sent since")
    assert client.post(FILES, old).status_code == 302
    (sent,) = Submission.objects.open().filter(author=author)
    told = [row[ABOUT[field]] for row in sent.proposed(field)]
    assert told == ["sent since", "of the old window"]


@both
def test_so_it_does_when_it_was_refused_first(client, field: str):
    author = cast.official(KEY)
    cast.sign_in(client, author)
    old = added(client, field, "")
    send(client, author, field, "sent since")
    page = client.post(FILES, old, follow=True)
    data = {"based_on": 0, "opened": page.context["form"]["opened"].value()}
    for number, row in enumerate(page.context["form"][field].value()):
        data |= {f"{field}-{number}-{column}": cell for column, cell in row.items()}
    blank = next(name for name, cell in data.items() if name.endswith(ABOUT[field]) and not cell)
    assert client.post(FILES, data | {blank: "put right"}).status_code == 302
    (sent,) = Submission.objects.open().filter(author=author)
    told = [row[ABOUT[field]] for row in sent.proposed(field)]
    assert told == ["sent since", "put right"]
