"""What becomes of letters, told to higher shelves. Sent in the transaction that settles the letter."""

from django.dispatch import Signal

mail_refused = Signal()
"""`mail`, `code` (the server's number or None), `answer`, `is_about_address`, `at`: a letter is settled as refused.

`is_about_address` is true when the server spoke of the recipient, false when it spoke of the letter itself.
"""
