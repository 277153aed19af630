"""Uniform sizes (服装尺码): who wears what size, since when; and the list to order by."""
