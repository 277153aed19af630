"""Named questions about pay: the month's rules, everybody's facts, runs and slips."""
