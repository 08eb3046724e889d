"""What a record, a submission, a piece of evidence and a difference are.

A floor: it knows what lies above only by the records that the apps there register.
"""
