"""Saved searches: what changed among the zones that a query finds, by mail."""
