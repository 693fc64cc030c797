"""A protocol read from a paper and not yet taken in: plain values that live in `ProtocolIntake.reading`.

Needs no Django, so that a paper can be read in a process of its own.
"""
