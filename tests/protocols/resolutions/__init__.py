"""Resolutions: proposals, draft, adoption, tracking, closing."""
