"""The kinds of value that a field of a record can hold."""
