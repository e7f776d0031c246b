# Uncaught: a missing name with a suggestion.
from collections import namedtupel
