"""What pages and papers show of certificates."""
