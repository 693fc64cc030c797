"""Certificates, diplomas and letters of thanks: their kinds, numbers, templates, issue, register and public check."""
