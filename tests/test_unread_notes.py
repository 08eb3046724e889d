"""A note that went live unread is shown to those who review it, and to nobody else."""

import pytest

from sez_portal.records.choices import SubmissionStatus
from sez_portal.records.models import DataVersion, Submission
from sez_portal.records.services.apply import publish
from sez_portal.records.services.propose import propose
from tests import cast
from zones.record import ZONE

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]  # pages
KEY = "la-savan-seno"
NOTE = "Call nobody but the canary of the office"
PUBLIC = ["/", "/updates/", f"/zones/{KEY}/", f"/zones/{KEY}/history/"]
FEEDS = ["/updates.atom", "/updates.atom?country=LA", f"/updates.atom?zone={KEY}"]


@pytest.fixture
def sent() -> Submission:
    """A low-risk change with a note: live at once, read by nobody yet."""
    return propose(
        record=ZONE,
        key=KEY,
        by=cast.official(KEY, "official@sample.invalid", office="Savan-Seno Authority"),
        values={"office_phone": "+856 41 000 000"},
        based_on=DataVersion.current(),
        note=NOTE,
    )


def test_a_visitor_meets_the_change_without_its_note(client, sent):
    live = Submission.objects.applied().get(key=KEY, note=NOTE)
    assert "office_phone" in live.changes
    for url in [*PUBLIC, *FEEDS]:
        answer = client.get(url)
        assert answer.status_code == 200
        assert NOTE not in answer.content.decode(), url
    history = client.get(f"/zones/{KEY}/history/").content.decode()
    assert "+856 41 000 000" in history
    assert (live.status, live.public_note) == (SubmissionStatus.APPLIED, "")


@pytest.mark.parametrize("who", ["focal point", "moderator"])
def test_those_who_review_it_read_the_note(client, sent, who):
    reader = {
        "focal point": lambda: cast.focal_point("LA", "focal@sample.invalid"),
        "moderator": lambda: cast.moderator("moderator@sample.invalid"),
    }[who]()
    cast.sign_in(client, reader)
    for url in (sent.get_absolute_url(), f"/zones/{KEY}/history/"):
        answer = client.get(url)
        assert answer.status_code == 200, url
        assert NOTE in answer.content.decode(), url


@pytest.mark.parametrize("shown_again", [False, True])
@pytest.mark.parametrize("who", ["official", "focal point", "moderator"])
def test_who_keeps_a_row_reads_why_it_was_hidden_or_shown(client, who, shown_again):
    reader = {
        "official": lambda: cast.official(KEY, "kept@sample.invalid"),
        "focal point": lambda: cast.focal_point("LA", "focal@sample.invalid"),
        "moderator": lambda: cast.moderator("other@sample.invalid"),
    }[who]()
    told = {"record": ZONE, "key": KEY, "by": cast.moderator(), "office": "Mekong Institute"}
    publish(is_published=False, note="Its law is looked at again", **told)
    if shown_again:
        publish(is_published=True, note="Its law holds", **told)
        visitor = client.get(f"/zones/{KEY}/history/").content.decode()
        assert "Its law holds" not in visitor and "looked at again" not in visitor
    cast.sign_in(client, reader)
    page = client.get(f"/zones/{KEY}/history/").content.decode()
    assert "“Its law is looked at again”" in page
    assert ("“Its law holds”" in page) == shown_again
