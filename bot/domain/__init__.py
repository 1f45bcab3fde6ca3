"""What the words mean: values and rules, with nothing but the standard library."""
