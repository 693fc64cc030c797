"""What pages and papers show of resolutions."""
