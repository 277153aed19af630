"""Ziqiang HR: a workforce and HR suite made of installable modules over a small kernel."""
