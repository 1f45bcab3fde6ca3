"""Everything that takes foreign input, given what no honest sender would send."""
