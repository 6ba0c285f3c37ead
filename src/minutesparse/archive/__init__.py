"""Many documents: converting them, keeping their records, and finding things again."""
