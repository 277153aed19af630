"""Staff workbooks: organisation, roster, personnel changes."""
