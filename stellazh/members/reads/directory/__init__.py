"""The directory of people: whom a reader may find, by what, and what of each is shown."""
