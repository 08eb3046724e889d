"""What a record, a submission, a piece of evidence and a difference are.

A floor: it knows countries and zones only through the registry that they fill in their `apps.py`.
"""
