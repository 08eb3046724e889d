"""Who agrees to an act on a whole row sees what it does to each value."""

import pytest

from sez_portal.records.choices import Origin, RowAct
from sez_portal.records.models import Submission
from sez_portal.records.services import row_acts
from sez_portal.records.services.apply import apply
from sez_portal.records.services.told import Told
from tests import cast
from tests.administration import KEY
from tests.pages import in_one_line as text
from tests.test_row_act_pages import OTHER, focal
from zones.models import Zone
from zones.record import ZONE

__all__ = ["focal"]  # the fixture of the pages
pytestmark = pytest.mark.django_db


def test_who_agrees_to_a_merge_sees_both_rows_and_what_becomes_of_each_value(client, focal):
    goes, stays = Zone.objects.get(key=OTHER), Zone.objects.get(key=KEY)
    values = {
        OTHER: {"firms": 7, "jobs": 777, "developer": "Firm A"},
        KEY: {"firms": 8, "jobs": 888},
    }
    for key, told in values.items():
        apply(record=ZONE, key=key, values=told, origin=Origin.ADMIN)
    apply(record=ZONE, key=KEY, values={"developer": ""}, origin=Origin.ADMIN)
    moderator = cast.moderator()
    terms = {"into": KEY, "take": ["jobs"]}
    told = Told(moderator, "Mekong Institute", "One zone")
    sent = row_acts.begin(act=RowAct.MERGE, record=ZONE, key=OTHER, terms=terms, told=told)
    page = text(client.get(sent.get_absolute_url()))

    def row(label: str) -> str:
        return page.partition(f'<th scope="row">{label}</th>')[2].partition("</tr>")[0]

    assert "<b>888</b>" in row("Jobs") and "<b>777</b>" in row("Jobs")
    assert "What goes is taken over, with its sources." in row("Jobs")
    assert "What stays is kept. What goes is on no page any more." in row("Firms")
    assert "It is not taken over: the page will not say it." in row("Developer")
    assert goes.name_en in row(str(ZONE["name_en"].label)) and stays.name_en in row(
        str(ZONE["name_en"].label)
    )
    assert "found under “Other names”" in row(str(ZONE["name_en"].label))
    row_acts.refuse(submission=sent, by=focal, turn=sent.turn, reason="Two zones")
    assert "Both, field by field" not in text(client.get(sent.get_absolute_url()))


def test_who_agrees_to_a_name_sees_the_one_that_it_replaces(client, focal):
    moderator, before = cast.moderator(), Zone.objects.get(key=KEY).name_en
    terms = {"names": {"name_en": "Savan Two"}, "new_key": "la-savan-two", "is_kept": True}
    told = Told(moderator, "Mekong Institute", "Its new name")
    row_acts.begin(
        act=RowAct.RENAME, record=ZONE, key=KEY, terms={**terms, "piece": None}, told=told
    )
    page = text(client.get(Submission.objects.get(author=moderator).get_absolute_url()))
    assert f"<del>{before}</del>" in page and "<ins>Savan Two</ins>" in page
