"""Payroll: from dated facts and a pay scale to the month's allowance sheet.

Scale versions and parameters, the month's inputs, tax opening balances, pay runs and frozen
slips, approval by a second person with a content hash, sheets, slips and explanations.
"""
