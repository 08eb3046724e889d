"""The tables of `countries/seed/` as items to load."""
