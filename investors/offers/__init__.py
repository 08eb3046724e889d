"""Plots and buildings on offer, across zones."""
