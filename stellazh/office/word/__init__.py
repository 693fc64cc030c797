"""Word files typed like a good secretary types them: A4, real headings, repeated header rows, Russian as the language.

`document` opens and closes a file, `styles` is its style sheet, `blocks` are paragraphs, `tables` are tables.
Text given to any of them is put in as text and must be free of what XML refuses (`stellazh.office.plain_text`).
"""
