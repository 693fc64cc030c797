"""Every change to annual reports."""
