"""Payroll workbooks: the pay scale, the month's inputs, the tax figures brought forward."""
