"""Pure rules of pay: values in, values out. The normative text is the pay rules document."""
