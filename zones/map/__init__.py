"""The map one works with, beside its list and on other sites."""
