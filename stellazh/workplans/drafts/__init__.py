"""A plan read from a paper and not yet taken into the year: plain values that live in `PlanImport.reading`.

Needs no Django, so that a paper can be read in a process of its own.
"""
