"""Random requests and forms with one wrong value: nothing may answer 500.

The suite runs a short part (tests/test_fuzz.py); `python -m tests.fuzz --requests 5000` a long one.
"""
