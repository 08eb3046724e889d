"""Zones ranked by weights: the arithmetic, the criteria, the page."""
