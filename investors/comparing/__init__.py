"""Zones side by side."""
