"""What pages and papers show of annual reports."""
