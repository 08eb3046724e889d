"""The calculators: tax schedule, site cost and match. What they ask, compute, draw and show."""
