"""How fast the portal answers, measured on databases of its own: `make bench`."""
