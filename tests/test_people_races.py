"""On PostgreSQL with threads: two administrators who leave at once, an invitation pressed twice."""

from functools import partial

from sez_portal.accounts import services
from sez_portal.accounts.closing import close
from sez_portal.accounts.models import Invitation, User
from tests import cast
from tests.test_races import KEY, _committed, at_once, in_threads  # noqa: F401

ROUNDS = 8


@in_threads
def test_of_two_administrators_who_close_at_once_one_stays():
    for number in range(ROUNDS):
        pair = [cast.administrator(f"a{number}{end}@sample.invalid") for end in "xy"]
        at_once(*(partial(close, user=User.objects.get(pk=user.pk)) for user in pair))
        left = User.objects.filter(is_superuser=True, is_active=True)
        assert left.count() == 1
        left.delete()
        User.objects.filter(pk__in=[user.pk for user in pair]).delete()


@in_threads
def test_an_invitation_pressed_twice_at_once_is_one():
    official = cast.official(KEY)
    offer = {"role": "official", "zone_key": KEY, "country": "LA", "name": "", "language": "en"}
    for number in range(ROUNDS):
        email = f"i{number}@sample.invalid"
        press = partial(services.invite, by=official, email=email, **offer)
        first, second = at_once(press, press)
        assert first == second
        assert Invitation.objects.filter(email=email).count() == 1
        Invitation.objects.all().delete()
