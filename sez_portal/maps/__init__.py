"""Maps that the server draws: it knows the region and no model."""
