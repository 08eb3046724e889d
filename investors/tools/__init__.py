"""The calculators: what they ask, their pages and drawings. The arithmetic is one floor up."""
