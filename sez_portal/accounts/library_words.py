"""Words of ours for a model of the library that the administration shows: second factors."""

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.utils.translation import gettext_lazy as _

from sez_portal.accounts.notifications import FACTOR_WORDS

FIELDS = {
    "user": _("account"),
    "type": _("kind"),
    "created_at": _("set up on"),
    "last_used_at": _("last used on"),
}


def name_second_factors() -> None:
    """Call them by a word that people know; the library has no words in our languages."""
    apps.get_app_config("mfa").verbose_name = _("Second factors")
    options = Authenticator._meta
    options.verbose_name, options.verbose_name_plural = _("second factor"), _("second factors")
    for name, words in FIELDS.items():
        options.get_field(name).verbose_name = words
    Authenticator.add_to_class("__str__", _called)


def _called(factor: Authenticator) -> str:
    """What a second factor is called in a list, as in the mails about it."""
    return str(FACTOR_WORDS.get(factor.type, factor.get_type_display()))
