"""What a film or a sound really holds, by a few of its bytes: whether browsers play it, how long and how wide."""

from stellazh.media.looking.films import NotPlayable, Playable, look_at, why_not_begun

__all__ = ["NotPlayable", "Playable", "look_at", "why_not_begun"]
