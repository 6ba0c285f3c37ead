"""How minutes list who was there: labels, the passages and tables under them, and how people are written there."""
