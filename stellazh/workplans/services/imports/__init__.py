"""A plan comes from a paper: read, checked, doubted, confirmed, undone."""
