"""The read-only API, version 1: the records of the directory as data, with what they rest on.

Resources follow from the declared records (`resources.py`), and so does the OpenAPI document.
"""
