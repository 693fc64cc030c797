"""Writes of the sites: the tree of an association, its news, pictures and old addresses."""
