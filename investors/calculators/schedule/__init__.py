"""Profit tax year by year: results, drawing and page. The arithmetic is `countries.schedule`."""
