"""Words that every shelf shares: refusals, verdicts, actors, capabilities, the clock, the school year, registries.

Imports nobody of ours and holds no models.
"""
