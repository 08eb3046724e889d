"""Enquiries: taken in, verified, answered by the zone, passed on when nobody answers in time."""
