"""How many certified people a dealership will have: pure arithmetic of weeks. No database, no clock.

Everybody is in one class at the start: a holder whose certificate ends in a known week, or somebody who is still to
earn one. Of each class the past says what share is certified so many weeks later; who leaves and who comes is a rate.
"""
