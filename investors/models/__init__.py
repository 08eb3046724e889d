"""The models of this app, one module a subject."""

from investors.models.shortlist import Shortlist, ShortlistItem

__all__ = ["Shortlist", "ShortlistItem"]
