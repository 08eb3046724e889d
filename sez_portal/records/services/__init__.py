"""What changes records and submissions: one verb a file."""
