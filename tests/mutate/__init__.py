"""Mutants: the code with one change of meaning each, and whether any test notices.

Kept tools did not serve: mutmut copies the project and wraps its functions, which the wiring by
names and the tests about the code itself do not survive; cosmic-ray starts all tests anew for
every mutant. Neither takes a condition out of a statement or a value out of an update, which is
what goes wrong in a ledger.
"""
