"""The answer pack: what site selectors ask, answered for some zones, as page and workbook."""
