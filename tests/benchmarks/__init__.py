"""Figures, side by side with what one would otherwise take; run by hand, never asserted."""
