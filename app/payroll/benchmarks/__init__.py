"""`ziqiang bench`: how fast a month is calculated and read, beside floors measured in the same run."""
