"""What incentives mean for a zone: who may have them, which hold together, what is paid a year."""
