"""Shortlists of zones and what is made of them: the page, the link, the answer pack."""
