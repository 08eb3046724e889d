"""What is withheld waits with its reason; nobody confirms what somebody proposed to change."""

import pytest
from django.core.exceptions import ValidationError

from sez_portal.records.choices import Origin, State, SubmissionStatus, Verdict
from sez_portal.records.models import Evidence, Submission
from sez_portal.records.services.apply import apply
from sez_portal.records.services.confirm import confirm, new_link
from sez_portal.records.services.decide import Ruling, decide
from sez_portal.records.services.propose import Piece, propose
from tests import cast
from tests.looking import ticks
from tests.pages import refused
from zones.models import Zone
from zones.record import ZONE

pytestmark = pytest.mark.django_db
KEY = "la-savan-seno"


@pytest.fixture
def official(client):
    user = cast.official(KEY)
    cast.sign_in(client, user)
    return user


def typed(client, address: str, **changes) -> dict[str, str]:
    """What the form of the section would send, with these inputs changed."""
    form = client.get(address).context["form"]
    data = {bound.html_name: bound.value() for bound in form}
    data = {
        name: value if isinstance(value, list) else "" if value is None else str(value)
        for name, value in data.items()
    }
    data.pop("paper", None)
    return {**data, **changes}


def section_of(field: str) -> str:
    return f"/desk/edit/zone/{KEY}/{ZONE[field].group}/"


def test_withheld_waits_with_its_reason_and_touches_nothing_before(client, official):
    before = list(Evidence.objects.filter(key=KEY, field="jobs").order_by("pk").values())
    address, more = section_of("jobs"), {"jobs__state": "withheld"}
    page = refused(client, address, typed(client, address, **more))
    assert "Say why in a sentence" in page.content.decode()
    more["jobs__reason"] = "The firms asked for it"
    assert client.post(address, typed(client, address, **more)).status_code == 302
    sent = Submission.objects.get(author=official)
    assert sent.status == SubmissionStatus.WAITING
    assert sent.changes["jobs"]["to"] is None
    assert Zone.objects.get(key=KEY).jobs is not None
    assert list(Evidence.objects.filter(key=KEY, field="jobs").order_by("pk").values()) == before
    cast.sign_in(client, cast.moderator())
    assert "The firms asked for it" in client.get(sent.get_absolute_url()).content.decode()


def test_a_low_risk_field_that_is_withheld_waits_too(official):
    """A new website goes live at once; that there is none to be told does not."""
    apply(record=ZONE, key=KEY, values={"website": "https://zone.example/"}, origin=Origin.RENAME)
    piece = Piece(state=State.WITHHELD, note="Nobody shall write to us")
    sent = propose(
        record=ZONE, key=KEY, by=official, values={"website": ""}, evidence={"website": [piece]}
    )
    assert sent.undecided == ["website"]
    assert Zone.objects.get(key=KEY).website == "https://zone.example/"


def test_a_figure_and_that_there_is_none_are_asked_back(client, official):
    address = section_of("jobs")
    more = {"jobs": "77", "jobs__state": "withheld", "jobs__reason": "A reason"}
    page = refused(client, address, typed(client, address, **more))
    assert "Keep one of the two" in page.content.decode()
    assert 'value="77"' in page.content.decode()


def test_the_page_says_why_it_is_withheld(client, django_capture_on_commit_callbacks):
    moderator, zone = cast.moderator(), Zone.objects.get(key=KEY)
    author = cast.official(KEY)
    piece = Piece(state=State.WITHHELD, note="The firms asked for it")
    sent = propose(
        record=ZONE, key=KEY, by=author, values={"jobs": None}, evidence={"jobs": [piece]}
    )
    rulings = {"jobs": Ruling(Verdict.ACCEPTED, seen=zone.jobs)}
    decide(submission=sent, by=moderator, rulings=rulings, turn=sent.turn)
    page = client.get(f"/zones/{KEY}/").content.decode()
    assert "withheld</span>: The firms asked for it" in page


def test_still_true_leaves_out_what_waits_and_names_it(client, official):
    propose(record=ZONE, key=KEY, by=official, values={"jobs": 99_999})
    before = Evidence.objects.get(key=KEY, field="jobs", is_shown=True)
    group = ZONE["jobs"].group
    address = f"/desk/confirm/zone/{KEY}/{group}/"
    given = [*ticks(client, address), f"jobs:{before.pk}"]
    answer = client.post(address, {"tick": given}, follow=True)
    page = answer.content.decode()
    assert "A change waits for a decision: <b>99,999</b>" in page
    assert "Confirmed: " in page
    assert Evidence.objects.get(key=KEY, field="jobs", is_shown=True) == before
    firms = Evidence.objects.get(key=KEY, field="firms", is_shown=True)
    assert firms.confirmed_on is not None


def test_nothing_is_left_to_confirm_where_everything_waits(official):
    propose(record=ZONE, key=KEY, by=official, values={"jobs": 99_999})
    with pytest.raises(ValidationError, match="Jobs"):
        confirm(record=ZONE, key=KEY, names=["jobs"], by=cast.focal_point("LA"))


def test_a_mailed_link_names_what_it_leaves_out(client, official):
    propose(record=ZONE, key=KEY, by=official, values={"jobs": 99_999})
    token = new_link(user=official, record=ZONE, key=KEY, group=ZONE["jobs"].group)
    page = client.get(f"/c/{token}/").content.decode()
    assert "A change waits for a decision: <b>99,999</b>" in page
    client.post(f"/c/{token}/", {"tick": ticks(client, f"/c/{token}/")})
    assert Evidence.objects.get(key=KEY, field="jobs", is_shown=True).confirmed_on is None


def test_the_form_goes_on_from_what_waits(client, official):
    rows = [{"name": "One sample company"}]
    propose(record=ZONE, key=KEY, by=official, values={"tenants": rows})
    page = client.get(section_of("tenants")).content.decode()
    assert "One sample company" in page
