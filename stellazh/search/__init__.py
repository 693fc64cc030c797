"""Search of everything a person may see: one field, one page, for guests and heads alike."""
