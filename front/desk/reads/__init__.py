"""What the desk shows: what waits (waiting), a village's people (people), the whole town (town), one's own (own)."""
