"""Words to ISO dates and times, against the meeting's date."""
