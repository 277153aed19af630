"""Workbooks people really have, read safely into typed columns, with every fault named by its cell."""
