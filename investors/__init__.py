"""What an investor decides with: comparison, shortlist, enquiries and calculators.

Nothing here yet. The app stands so that the arrows between the apps hold from the first day:
it may import zones and countries, and nothing but the assembly in `sez_portal` imports it.
"""
