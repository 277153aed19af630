"""The screens: views over services, and pages as values that the templates draw."""
