"""The Russian language of plans and papers: terms, names, numerals. Importable without Django being set up."""
