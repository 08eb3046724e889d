"""What a process keeps for good does not grow with what strangers choose to ask."""

import gc
from functools import _lru_cache_wrapper
from urllib.parse import urlencode

import pytest
from django.apps import apps

from tests.addresses import filled, templates
from tests.fuzz.values import NAMES

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]  # pages; rules of access run on both
OURS = ("sez_portal", "countries", "zones", "investors")


def kept() -> dict[str, int]:
    """How much each function of ours keeps that keeps its answers."""
    found = [one for one in gc.get_objects() if type(one) is _lru_cache_wrapper]
    return {
        f"{one.__module__}.{one.__qualname__}": one.cache_info().currsize
        for one in found
        if one.__module__.startswith(OURS)
    }


def ask_for(client, word: str) -> None:
    """The word in every place of every address of visitors, in every parameter, and alone."""
    query = urlencode(dict.fromkeys(NAMES, word))
    for name, template in templates():
        if not template.startswith(("/admin", "/desk", "/accounts")):
            client.get(filled(template, name, lambda _name, _place: word))
            client.get(f"{filled(template, name, lambda _name, _place: None)}?{query}")
    client.get(f"/{word}/")
    client.get(f"/vi/{word}/{word}/?{query}")


def rows() -> dict[str, int]:
    """Of every table, how many it has."""
    return {one._meta.label: one._base_manager.count() for one in apps.get_models()}


def test_words_of_strangers_are_kept_nowhere(client):
    ask_for(client, "zzfirst")  # whatever is kept for good is kept by now
    before, in_tables = kept(), rows()
    ask_for(client, "zzsecond")
    assert {name: size for name, size in kept().items() if size != before.get(name)} == {}
    assert rows() == in_tables
