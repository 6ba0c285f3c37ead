"""How right records are: scored field by field against annotations, or records that somebody has corrected."""
