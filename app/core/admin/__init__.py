"""The screens: the secure base view, the frame, lists and records, and the kernel's own views."""
