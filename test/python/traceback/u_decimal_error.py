# Uncaught: an exception of an extension module.
from decimal import Decimal
print(Decimal('1.5') + Decimal('not a number'))
