"""Dates and numbers (CLDR 48) where Django 5.2 has none (Lao, Burmese) or differs from CLDR.

What a module leaves out falls back to Django's own formats of that language."""
