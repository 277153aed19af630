"""What may be permitted on the year board."""

YEAR_READ = "core.year.read"
YEAR_TICK = "core.year.tick"
YEAR_WRITE = "core.year.write"
