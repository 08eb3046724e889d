"""What stands behind a figure: its sources and dates, how fresh it is, when it ended."""
