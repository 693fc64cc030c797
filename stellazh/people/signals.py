"""Facts of people's lives that higher shelves may want to know. Sent inside the transaction of the deed."""

from django.dispatch import Signal

# Somebody signed in on a browser that never signed this person in before. Arguments: person, place, at.
signed_in_from_new_device = Signal()

# A password, passkey, second factor or linked account was changed. Arguments: person, what (words), at.
credentials_changed = Signal()

# A consent was withdrawn. Arguments: person, purpose, subjects (codes of fields), by, at.
consent_withdrawn = Signal()

# Names of people changed, or people were entered or archived. Arguments: person_ids.
people_named = Signal()

# Two cards were merged or parted. Arguments: person_ids of both.
people_merged = Signal()

# The address one signs in with was set, changed or taken away. Arguments: person, before (the earlier one or ""), at.
address_set = Signal()
