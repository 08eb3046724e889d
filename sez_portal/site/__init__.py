"""The roof: pages that join the apps, and what stands around every page."""
