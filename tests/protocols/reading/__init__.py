"""Reading old protocols."""
