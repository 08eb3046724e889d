"""Ten-year cost of a site: the arithmetic, its inputs from the records, its page."""
