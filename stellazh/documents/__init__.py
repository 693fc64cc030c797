"""Documents: orders, regulations, letters and guidelines, what replaces what, and who has read them."""
